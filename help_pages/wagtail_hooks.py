from django.templatetags.static import static
from django.urls import URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("register_admin_urls")
def register_help_urls() -> list[URLResolver]:
    return [path("aide/", include("clairdroit.help_pages.urls"))]


@hooks.register("register_help_menu_item")
def register_contents() -> MenuItem:
    return MenuItem(
        _("How to do it"), reverse("clairdroit_help_pages:contents"), name="help-pages", icon_name="help", order=10
    )


@hooks.register("insert_global_admin_css")
def style_of_the_link() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("help_pages/help.css"))
