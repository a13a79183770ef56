from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.cache import add_never_cache_headers
from django.utils.functional import cached_property
from django.utils.translation import get_language
from wagtail.models import CommentPanelPlaceholder, Page, PagePermissionTester

from clairdroit.freshness.panels import CHANGES_ASKED_PANEL, WHY_PANEL, DatesPanel
from clairdroit.kb_pages.managers import SitePageManager, is_restricted
from clairdroit.kb_pages.models.settings import SiteIdentity
from clairdroit.kb_pages.structured_data import HOME_DEPTH, page_graph
from clairdroit.kb_pages.translating.reading import original_of

if TYPE_CHECKING:
    from clairdroit.kb_pages.models.headings import HeadingPage


def kept_query(request: HttpRequest, *names: str) -> QueryDict:
    """These parameters of the address, for links that change another one (the next page of a list)."""
    query = QueryDict(mutable=True)
    query.update({name: request.GET[name] for name in names if request.GET.get(name)})
    return query


class SitePage(Page):
    """What every page of the tree gives its template: breadcrumb, heading, languages, description."""

    # Named after the app: `wagtail start` gives every host project a HomePage of its own.
    page_ptr = models.OneToOneField(
        Page,
        on_delete=models.CASCADE,
        related_name="%(app_label)s_%(class)s",
        parent_link=True,
        primary_key=True,
        auto_created=True,  # in all else as Django makes it
    )

    objects = SitePageManager()

    content_panels = [CHANGES_ASKED_PANEL, WHY_PANEL, *Page.content_panels]
    settings_panels = [DatesPanel(), CommentPanelPlaceholder()]
    # A copy has never been published, and neither goes nor comes with its original; nobody has locked it.
    exclude_fields_in_copy = [
        "first_published_at",
        "last_published_at",
        "go_live_at",
        "expire_at",
        "expired",
        "locked",
        "locked_at",
        "locked_by",
    ]

    class Meta:
        abstract = True

    @cached_property
    def heading(self) -> "HeadingPage | None":
        """The heading the page stands under; None for the home page, news and events."""
        # A class that derives from this one.
        from clairdroit.kb_pages.models.headings import HeadingPage

        return HeadingPage.objects.ancestor_of(self, inclusive=True).first()

    @property
    def heading_key(self) -> str:
        return self.heading.key if self.heading else ""

    @property
    def site_name(self) -> str:
        """What the town calls the site that the page stands in."""
        return SiteIdentity.for_site(self.get_site()).site_name

    @property
    def lead(self) -> str:
        """The sentence under the title."""
        return ""

    @property
    def meta_description(self) -> str:
        return self.search_description or self.lead

    @cached_property
    def trail(self) -> list[Page]:
        """The pages between the home page and this one; the home page has them at hand when it leads here."""
        if self.depth <= HOME_DEPTH:
            return []
        ancestors = self.get_ancestors().filter(depth__gt=HOME_DEPTH)
        return list(ancestors.select_related("locale").order_by("depth"))

    def crumbs(self, request: HttpRequest) -> list[tuple[str, str]]:
        # A page above that was withdrawn is left out: its address is not found.
        return [(page.title, page.get_url(request) or "") for page in self.trail if page.live]

    def cited_partners(self) -> set[int]:
        """Numbers of the partners whose cards stand in the body: the block has read them all in one go."""
        cited = (block.value["partners"] for block in getattr(self, "body", ()) if block.block_type == "partners")
        return {partner.pk for partners in cited for partner in partners if partner is not None}

    def get_full_url(self, request: HttpRequest | None = None) -> str | None:
        """Under the host that the reader came by; without a request, under the address that the site records."""
        if request is None:
            return super().get_full_url()
        # Behind two host names the reader stays under the one they typed.
        address = self.get_url(request)
        return request.build_absolute_uri(address) if address else None

    @cached_property
    def other_languages(self) -> list[Page]:
        return list(
            # An alias is no translation: it shows the original's words under another address.
            Page.objects.filter(~is_restricted(), translation_key=self.translation_key, live=True, alias_of=None)
            .exclude(pk=self.pk)
            .select_related("locale")
        )

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["crumbs"] = self.crumbs(request)
        context["heading_key"] = self.heading_key
        context["cited_partners"] = self.cited_partners()
        context["translations"] = self.other_languages
        context["site_root"] = request.build_absolute_uri("/").rstrip("/")
        context["structured_data"] = page_graph(self, request)
        # A page is shown under the addresses of its own language alone.
        # Only translations can hold passages that nobody has translated.
        if get_language() != settings.LANGUAGE_CODE:
            context["original"] = original_of(self)
        return context

    def serve_password_required_response(self, request: HttpRequest, form: Any, action_url: str) -> HttpResponse:
        """Not what stands at this address once the password was given, and with a token for this visitor alone."""
        response: HttpResponse = super().serve_password_required_response(request, form, action_url)
        add_never_cache_headers(response)
        return response


class FixedPagePermissionTester(PagePermissionTester):
    """Leaves words, order and publication to whoever has the rights; doubling, moving and removing to superusers."""

    def can_copy(self) -> bool:
        return bool(self.user.is_superuser) and super().can_copy()

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return bool(self.user.is_superuser) and super().can_delete(ignore_bulk)

    def can_move_to(self, destination: Page) -> bool:
        # Wagtail asks this for a new place among the same siblings too.
        if self.page.is_child_of(destination):
            return destination.permissions_for_user(self.user).can_reorder_children()
        return super().can_move_to(destination)


class FixedPage(SitePage):
    """A page that the site cannot do without: home page, headings, indexes. One slip must not take it away."""

    settings_panels = [CommentPanelPlaceholder()]

    class Meta:
        abstract = True

    def clean(self) -> None:
        """No clock publishes or withdraws it, whatever a form, an older revision or a copy brings along."""
        super().clean()
        self.go_live_at = self.expire_at = None

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return FixedPagePermissionTester(user, self)
