"""One account per role. The password is printed on every start: this is a demonstration, and nothing else uses it."""

from dataclasses import dataclass

PASSWORD = "demo-clairdroit"


@dataclass(frozen=True)
class Account:
    username: str
    role: str
    first_name: str
    last_name: str
    what: str
    groups: tuple[str, ...] = ()
    is_superuser: bool = False
    partners: tuple[str, ...] = ()

    @property
    def email(self) -> str:
        # RFC 2606, 2: no mail to .invalid can ever leave.
        return f"{self.username}@clairval.invalid"


ACCOUNTS = (
    Account("administrateur", "administrateur", "Ada", "Morel", "tout, réglages compris", is_superuser=True),
    Account(
        "coordination",
        "coordination",
        "Inès",
        "Carpentier",
        "questions, partenaires, pages de toute la ville",
        groups=("Coordination", "Professionnels"),
    ),
    Account(
        "moderation",
        "modérateur",
        "Paul",
        "Ferrand",
        "relit et publie pages, fiches de partenaires et réponses",
        groups=("Modérateurs", "Professionnels"),
    ),
    Account(
        "editeur-logement",
        "éditeur logement",
        "Lise",
        "Aubert",
        "écrit dans la rubrique Mon logement, sans publier",
        groups=("Éditeurs – Logement", "Professionnels"),
    ),
    Account(
        "accueil",
        "professionnel d’accueil",
        "Sami",
        "Rocher",
        "voit les lignes directes des partenaires, saisit une question, remet les réponses",
        groups=("Professionnels",),
    ),
    Account(
        "partenaire",
        "partenaire",
        "Maud",
        "Vasseur",
        "répond pour l’ADIL et le CCAS, tient leurs fiches à jour",
        partners=("adil", "ccas"),
    ),
)


def describe_accounts() -> str:
    """The table printed after loading and on every start."""
    width = max(len(account.username) for account in ACCOUNTS)
    lines = [f"Demo accounts, all with the password {PASSWORD}:"]
    lines += [f"  {account.username.ljust(width)}  {account.role} : {account.what}" for account in ACCOUNTS]
    return "\n".join(lines) + "\n"
