from django.urls import URLPattern, URLResolver, re_path
from wagtail.views import serve

# Pages answer at these addresses (`RoutablePageMixin`), but Wagtail's own pattern takes no dot.
FILES = r"flux\.atom|agenda\.ics|evenement\.ics"

app_name = "clairdroit_kb_pages"
urlpatterns: list[URLPattern | URLResolver] = [
    re_path(rf"^((?:[\w\-]+/)+(?:{FILES}))$", serve, name="file"),
]
