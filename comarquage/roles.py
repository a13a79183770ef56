from clairdroit.roles import AppRoles, Role

ROLES = AppRoles(
    rights={
        Role.MODERATORS: {"clairdroit_comarquage.officialsheet": ("view",)},
        Role.COORDINATION: {
            "clairdroit_comarquage.officialsheet": ("view",),
            "clairdroit_comarquage.dossier": ("change", "view"),
            "clairdroit_comarquage.feedimport": ("view",),
        },
    },
)
