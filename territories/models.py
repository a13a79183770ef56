from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from clairdroit.territories.enums import EpciKind
from clairdroit.territories.managers import CommuneManager


class Departement(models.Model):
    """A département or an overseas collectivity, with the region it belongs to (COG of INSEE)."""

    code = models.CharField(_("code"), max_length=3, primary_key=True)
    name = models.CharField(_("name"), max_length=80)
    region_code = models.CharField(_("region code"), max_length=3, db_index=True)
    region_name = models.CharField(_("region"), max_length=80)

    class Meta:
        verbose_name = _("département")
        verbose_name_plural = _("départements")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class Epci(models.Model):
    """A group of communes with its own taxes; `code` is its SIREN number. The EPT of Grand Paris are kept here too."""

    code = models.CharField(_("code"), max_length=9, primary_key=True)
    name = models.CharField(_("name"), max_length=150)
    search_name = models.CharField(max_length=150, blank=True, db_index=True, editable=False)
    kind = models.CharField(_("kind"), max_length=5, choices=EpciKind.choices)

    class Meta:
        verbose_name = _("group of communes (EPCI)")
        verbose_name_plural = _("groups of communes (EPCI)")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Commune(models.Model):
    """A commune, or an arrondissement of Paris, Lyon or Marseille (then `parent` is the town)."""

    insee = models.CharField(_("INSEE code"), max_length=5, primary_key=True)
    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("short name"), max_length=80)
    # As `names.normalise` writes it, without its article: what is compared with what a reader typed.
    search_name = models.CharField(max_length=80, db_index=True, editable=False)
    # `names.sound` of it.
    sound = models.CharField(max_length=20, db_index=True, editable=False)
    main_postal_code = models.CharField(_("postal code"), max_length=5, blank=True)
    departement = models.ForeignKey(
        Departement, on_delete=models.PROTECT, related_name="communes", verbose_name=_("département")
    )
    epci = models.ForeignKey(
        Epci,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="communes",
        verbose_name=_("group of communes (EPCI)"),
    )
    # In Grand Paris a commune is in the métropole (its EPCI) and in a territory (EPT), which gives the services.
    ept = models.ForeignKey(
        Epci,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="ept_communes",
        verbose_name=_("territory of Grand Paris (EPT)"),
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="arrondissements",
        verbose_name=_("town of this arrondissement"),
    )
    population = models.PositiveIntegerField(_("population"), default=0)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)

    objects = CommuneManager()

    class Meta:
        verbose_name = _("commune")
        verbose_name_plural = _("communes")
        ordering = ["search_name"]
        indexes = [
            # Holds all that a look-up by name sorts by, so that the table itself is read for a few rows only.
            models.Index(fields=["search_name", "population", "insee"], name="territories_commune_name"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """ "Versailles (78000)"; the département's number alone for the three towns with arrondissements."""
        code = self.main_postal_code or self.departement_id
        return f"{self.name} ({code})"

    @property
    def full_label(self) -> str:
        """Tells homonyms apart when their postal codes say nothing to the reader."""
        code = self.main_postal_code
        return f"{self.name} ({code}, {self.departement.name})" if code else f"{self.name} ({self.departement})"

    @property
    def codes(self) -> list[str]:
        """The INSEE codes whose services are this reader's too: an arrondissement's own and its town's."""
        return [self.insee, self.parent_id] if self.parent_id else [self.insee]

    @property
    def epci_codes(self) -> list[str]:
        return [code for code in (self.epci_id, self.ept_id) if code]

    @cached_property
    def postal_code_list(self) -> list[str]:
        return [postal_code.code for postal_code in self.postal_codes.all()]


class LaterWords(models.Model):
    """A commune's name from a later word on, so that "rocquencourt" leads to Le Chesnay-Rocquencourt by an index."""

    words = models.CharField(max_length=80, db_index=True)
    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="later_words")

    class Meta:
        verbose_name = _("later words of a name")
        verbose_name_plural = _("later words of names")
        constraints = [
            models.UniqueConstraint(fields=["words", "commune"], name="territories_later_words_once"),
        ]

    def __str__(self) -> str:
        return self.words


class PostalCode(models.Model):
    """One postal code of one commune: a code covers several communes, a commune may have several codes."""

    code = models.CharField(_("postal code"), max_length=5, db_index=True)
    commune = models.ForeignKey(
        Commune, on_delete=models.CASCADE, related_name="postal_codes", verbose_name=_("commune")
    )

    class Meta:
        verbose_name = _("postal code")
        verbose_name_plural = _("postal codes")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["code", "commune"], name="territories_postal_code_once"),
        ]

    def __str__(self) -> str:
        return self.code
