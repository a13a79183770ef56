from django.urls import URLPattern, URLResolver, path

from clairdroit.partners_snippets import views

app_name = "clairdroit_partners_snippets"
urlpatterns: list[URLPattern | URLResolver] = [
    path("a-qui-s-adresser/", views.partner_directory, name="directory"),
    path("a-qui-s-adresser/carte.json", views.map_data, name="map_data"),
    path("a-qui-s-adresser/<slug:slug>-<int:pk>/", views.partner_page, name="partner"),
]
