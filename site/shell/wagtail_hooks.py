from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.staticfiles import versioned_static


@hooks.register("insert_global_admin_css")
def style_of_the_admin() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', versioned_static("shell/admin.css"))
