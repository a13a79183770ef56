from django.urls import URLPattern, URLResolver, path, re_path
from wagtail.views import serve

from clairdroit.kb_pages.identity_views import identity_colours

# Pages answer at these addresses (`RoutablePageMixin`), but Wagtail's own pattern takes no dot.
FILES = r"flux\.atom|agenda\.ics|evenement\.ics"

app_name = "clairdroit_kb_pages"
urlpatterns: list[URLPattern | URLResolver] = [
    path("identite.css", identity_colours, name="colours"),
    re_path(rf"^((?:[\w\-]+/)+(?:{FILES}))$", serve, name="file"),
]
