from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from clairdroit.freshness.models import VerificationMixin
from clairdroit.freshness.panels import FRESHNESS_PANEL
from clairdroit.kb_pages.blocks import ArticleBody
from clairdroit.kb_pages.managers import ArticlePageManager
from clairdroit.kb_pages.models.base import SitePage
from clairdroit.territories.models import Commune
from clairdroit.territories.place import reader_commune


class ArticleTag(TagBase):
    """Words that gather articles across headings: “separation”, “debts”."""

    free_tagging = True

    class Meta:
        verbose_name = _("article tag")
        verbose_name_plural = _("article tags")


class TaggedArticle(ItemBase):
    tag = models.ForeignKey(ArticleTag, related_name="tagged_articles", on_delete=models.CASCADE)
    content_object = ParentalKey(
        "clairdroit_kb_pages.ArticlePage", related_name="tagged_items", on_delete=models.CASCADE
    )


class ArticleTerritory(Orderable):
    """A territory an article is about; without any, the article holds everywhere."""

    page = ParentalKey("clairdroit_kb_pages.ArticlePage", on_delete=models.CASCADE, related_name="territories")
    commune = models.ForeignKey(
        "clairdroit_territories.Commune",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("commune"),
    )
    epci = models.ForeignKey(
        "clairdroit_territories.Epci",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("group of communes (EPCI)"),
    )
    departement = models.ForeignKey(
        "clairdroit_territories.Departement",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("département"),
    )

    panels = [
        FieldPanel("commune"),
        FieldPanel("epci"),
        FieldPanel("departement"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("territory")
        verbose_name_plural = _("territories")
        constraints = [
            models.CheckConstraint(
                condition=(
                    models.Q(commune__isnull=False, epci=None, departement=None)
                    | models.Q(commune=None, epci__isnull=False, departement=None)
                    | models.Q(commune=None, epci=None, departement__isnull=False)
                ),
                name="kb_pages_one_territory_a_line",
                violation_error_message=_("Choose one commune, one group of communes or one département a line."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        territory = self.commune or self.epci or self.departement
        return territory.name if territory else ""

    @property
    def code(self) -> str:
        """As the search names territories."""
        kinds = {"commune": self.commune_id, "epci": self.epci_id, "departement": self.departement_id}
        return next(f"{kind}-{pk}" for kind, pk in kinds.items() if pk)

    def holds(self, commune: Commune) -> bool:
        """Whether `commune` lies in this territory."""
        return (
            # An arrondissement's own code and its town's.
            self.commune_id in commune.codes
            or self.epci_id in commune.epci_codes
            or self.departement_id == commune.departement_id
        )


class ArticlePage(VerificationMixin, SitePage):
    """A plain answer to one need."""

    summary = models.CharField(
        _("summary in one sentence"),
        max_length=240,
        help_text=_("What the reader must know if they read nothing else."),
    )
    audience = models.CharField(
        _("who it is for"), max_length=160, blank=True, help_text=_("“Tenants of a private landlord”. Empty: everyone.")
    )
    # The day a reader's question was answered, for a page made from it: no field of the editor's form.
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    body = StreamField(ArticleBody(), verbose_name=_("body"), blank=True, use_json_field=True)
    tags = ClusterTaggableManager(_("tags"), through=TaggedArticle, blank=True)

    objects = ArticlePageManager()

    parent_page_types = ["clairdroit_kb_pages.TopicPage"]
    subpage_types: list[str] = []
    template = "kb_pages/article_page.html"

    content_panels = [
        *SitePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("audience"),
        InlinePanel("territories", label=_("territory"), heading=_("Territories it applies to")),
        FieldPanel("body"),
    ]
    promote_panels = [FieldPanel("tags"), *Page.promote_panels]
    settings_panels = [
        FRESHNESS_PANEL,
        *SitePage.settings_panels,
    ]
    # Nobody asked for a copy, and whoever made it answers for it (`actions.copies`), not whoever made the original.
    exclude_fields_in_copy = [
        *VerificationMixin.exclude_fields_in_copy,
        *SitePage.exclude_fields_in_copy,
        "answered_on",
        "owner",
    ]
    shared_by_translations = [*VerificationMixin.shared_by_translations, "answered_on", "owner"]
    override_translatable_fields = [
        SynchronizedField("review_months", overridable=False),
        SynchronizedField("answered_on", overridable=False),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("audience"),
        index.SearchField("body"),
        index.FilterField("verified_at"),
        index.FilterField("review_months"),
    ]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    @property
    def lead(self) -> str:
        return self.summary

    @property
    def is_answer(self) -> bool:
        """Whether a reader asked for it: it is listed as an answer, and says when it was given."""
        return self.answered_on is not None

    def with_content_json(self, content: dict) -> "ArticlePage":
        """Unlike the author of a Wagtail page, the person who answers for an article can be changed by editing it."""
        page = super().with_content_json(content)
        chosen = content.get("owner")
        # Wagtail's with_content_json keeps the owner of the live row. An account that is gone is not brought back.
        if chosen != self.owner_id and (chosen is None or get_user_model().objects.filter(pk=chosen).exists()):
            page.owner_id = chosen
        return page

    def territory_list(self) -> list[ArticleTerritory]:
        return list(self.territories.select_related("commune", "epci", "departement"))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        territories = self.territory_list()
        commune = reader_commune(request)
        context["territories"] = territories
        context["is_elsewhere"] = bool(
            commune and territories and not any(territory.holds(commune) for territory in territories)
        )
        context["tags"] = list(self.tags.all())
        return context
