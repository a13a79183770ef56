from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site


@register_setting(icon="home")
class SiteIdentity(BaseSiteSetting):
    """Whose site it is: what the header, the footer, the mails and the legal notice say."""

    site_name = models.CharField(_("name of the site"), max_length=80, default="Vos droits en clair")
    town = models.CharField(_("town"), max_length=80, blank=True, help_text=_("As in “near Versailles”."))
    tagline = models.CharField(
        _("tagline"), max_length=120, blank=True, help_text=_("Under the name: “The town and its partners”.")
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
            [FieldPanel("contact_email"), FieldPanel("contact_phone"), FieldPanel("contact_address")],
            heading=_("Contact"),
        ),
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

    @classmethod
    def for_site(cls, site: Site | None) -> "SiteIdentity":
        """Not saved where nobody has said anything yet: Wagtail's would write a row for the first page shown."""
        if site is None:
            raise cls.DoesNotExist
        return cls.base_queryset().filter(site=site).first() or cls(site=site)
