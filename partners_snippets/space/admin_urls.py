"""In the admin, below its prefix."""

from django.urls import URLPattern, path

from clairdroit.partners_snippets.space import renewal

urlpatterns: list[URLPattern] = [
    path("partenaires/<int:pk>/liens/", renewal.renew_for, name="clairdroit_partners_renew_links"),
]
