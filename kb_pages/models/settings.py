from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string
from wagtail.models import Page, PreviewableMixin, Site

from clairdroit.kb_pages import colours
from clairdroit.kb_pages.emergency import EmergencyNumber, EmergencyNumberBlock, national_numbers
from clairdroit.kb_pages.validators import check_colour
from clairdroit.partners_snippets.phones import phone_in_words

FIELDS = ("words", "number", "text_number")
# In the address of the colours: the town has not chosen this one.
NONE = "x"


@register_setting(icon="home")
class SiteIdentity(PreviewableMixin, BaseSiteSetting):
    """Whose site it is: what the header, the footer, the mails and the legal notice say, and in which colours."""

    site_name = models.CharField(_("name of the site"), max_length=80, default="Vos droits en clair")
    town = models.CharField(_("town"), max_length=80, blank=True, help_text=_("As in “near Versailles”."))
    tagline = models.CharField(
        _("tagline"), max_length=120, blank=True, help_text=_("Under the name: “The town and its partners”.")
    )
    logo = models.ForeignKey(
        get_image_model_string(),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("logo"),
        help_text=_("PNG or WebP, best on a transparent ground. Without one the site’s own sign is shown."),
    )
    colour_link = models.CharField(
        _("colour of links"),
        max_length=7,
        blank=True,
        validators=[check_colour],
        help_text=_("As in #1a4f8f. In the dark it is shown lighter by itself."),
    )
    colour_accent = models.CharField(
        _("colour of buttons"),
        max_length=7,
        blank=True,
        validators=[check_colour],
        help_text=_("As in #1b2430, under white letters. In the dark it is shown lighter by itself."),
    )
    emergency = StreamField(
        [("number", EmergencyNumberBlock())],
        blank=True,
        max_num=6,
        verbose_name=_("emergency numbers"),
        help_text=_("Shown beside the question form. Without any: 115, 3919, 112 and 114."),
    )
    contact_email = models.EmailField(_("e-mail"), blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=30, blank=True)
    contact_address = models.CharField(_("address"), max_length=240, blank=True)
    answer_delay_days = models.PositiveSmallIntegerField(
        _("usual delay of an answer"), default=3, help_text=_("In working days, as promised to whoever asks.")
    )
    publisher = models.CharField(_("publication director"), max_length=160, blank=True)
    host = models.CharField(_("hosted by"), max_length=240, blank=True)
    data_protection_email = models.EmailField(_("data protection officer’s e-mail"), blank=True)
    legal_page = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("legal notice"),
    )
    accessibility_page = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("accessibility statement"),
    )
    privacy_page = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("privacy notice"),
    )

    select_related = ["legal_page", "accessibility_page", "privacy_page"]

    panels = [
        MultiFieldPanel(
            [FieldPanel("site_name"), FieldPanel("town"), FieldPanel("tagline"), FieldPanel("answer_delay_days")],
            heading=_("Name"),
        ),
        MultiFieldPanel(
            [FieldPanel("logo"), FieldPanel("colour_link"), FieldPanel("colour_accent")], heading=_("Look")
        ),
        MultiFieldPanel(
            [FieldPanel("contact_email"), FieldPanel("contact_phone"), FieldPanel("contact_address")],
            heading=_("Contact"),
        ),
        FieldPanel("emergency"),
        MultiFieldPanel(
            [
                FieldPanel("publisher"),
                FieldPanel("host"),
                FieldPanel("data_protection_email"),
                FieldPanel("legal_page"),
                FieldPanel("accessibility_page"),
                FieldPanel("privacy_page"),
            ],
            heading=_("Legal"),
        ),
    ]

    class Meta:
        verbose_name = _("identity of the site")

    def clean(self) -> None:
        super().clean()
        # Mails and pages show it to people who are not signed in.
        if self.logo is not None and self.logo.collection.get_view_restrictions():
            message = _("This picture lies in a collection that is not open to everybody: readers would not see it.")
            raise ValidationError({"logo": message})

    @property
    def stylesheet_url(self) -> str:
        """Of the town's colours; empty without any. They are its version: another colour is another address."""
        chosen = "-".join((self.colour_link or NONE, self.colour_accent or NONE)).replace("#", "")
        return f"{reverse('clairdroit_kb_pages:colours')}?v={chosen}" if chosen != f"{NONE}-{NONE}" else ""

    @property
    def contact_in_words(self) -> str:
        return " · ".join(filter(None, [self.contact_address, phone_in_words(self.contact_phone), self.contact_email]))

    @property
    def mail_colour_link(self) -> str:
        return self._in_mails(self.colour_link)

    @property
    def mail_colour_accent(self) -> str:
        return self._in_mails(self.colour_accent)

    def _in_mails(self, colour: str) -> str:
        """Empty: our own. Mails have the light grounds alone; a colour that came in past the form is looked at here."""
        return colour if colours.HEX.fullmatch(colour) and colours.is_readable(colour) else ""

    @property
    def emergency_numbers(self) -> list[EmergencyNumber]:
        own = [EmergencyNumber(**{name: block.value[name] for name in FIELDS}) for block in self.emergency]
        return own or national_numbers()

    def said_on(self, page: Page) -> list[tuple[Any, str]]:
        """What the town says of itself here, at the foot of the page about it, in whichever language that is."""
        said: list[tuple[Any, str]] = []
        if self.legal_page is not None and page.translation_key == self.legal_page.translation_key:
            said += [
                (gettext("Publication director"), self.publisher),
                (gettext("Hosted by"), self.host),
                (gettext("Contact"), self.contact_in_words),
            ]
        if self.privacy_page is not None and page.translation_key == self.privacy_page.translation_key:
            said.append((gettext("Data protection officer"), self.data_protection_email))
        return [(label, value) for label, value in said if value]

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "kb_pages/site_identity_preview.html"

    @classmethod
    def of_default_site(cls) -> "SiteIdentity":
        """For mails, which have no request."""
        return cls.base_queryset().filter(site__is_default_site=True).first() or cls()

    @classmethod
    def about_default_site(cls) -> dict[str, Any]:
        """For the templates of a mail: read once for all three."""
        identity = cls.of_default_site()
        return {"identity": identity, "site_name": identity.site_name}

    @classmethod
    def for_site(cls, site: Site | None) -> "SiteIdentity":
        """Not saved where nobody has said anything yet: Wagtail's would write a row for the first page shown."""
        if site is None:
            raise cls.DoesNotExist
        return cls.base_queryset().filter(site=site).first() or cls(site=site)
