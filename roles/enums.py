from enum import StrEnum


class Role(StrEnum):
    """The roles of docs/roles.md. But for the editors, whose groups an app names, the value is the group's name."""

    # As many groups as the site has headings.
    EDITORS = "Éditeurs"
    MODERATORS = "Modérateurs"
    COORDINATION = "Coordination"
    PROFESSIONALS = "Professionnels"


# Whoever decides on what others submit.
DECIDING = (Role.MODERATORS, Role.COORDINATION)
