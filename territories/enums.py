from django.db import models
from django.utils.translation import gettext_lazy as _


class EpciKind(models.TextChoices):
    COMMUNAUTE_DE_COMMUNES = "CC", _("community of communes")
    COMMUNAUTE_D_AGGLOMERATION = "CA", _("urban community (agglomeration)")
    COMMUNAUTE_URBAINE = "CU", _("urban community")
    METROPOLE = "METRO", _("metropolis")
    METROPOLE_DE_LYON = "MET69", _("metropolis of Lyon")
    ETABLISSEMENT_PUBLIC_TERRITORIAL = "EPT", _("territory of Grand Paris")
