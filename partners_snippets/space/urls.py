"""To be included after the addresses of the apps that have pages in the space: the last pattern takes all below it."""

from django.urls import URLPattern, URLResolver, path

from clairdroit.partners_snippets.space import access, first_page, record, renewal

app_name = "clairdroit_partner_space"
urlpatterns: list[URLPattern | URLResolver] = [
    path("espace-partenaires/", access.request_link, name="request_link"),
    path("espace-partenaires/liens-renouveles/", renewal.renewed, name="links_renewed"),
    path("espace-partenaires/<str:token>/", first_page.space, name="space"),
    path("espace-partenaires/<str:token>/fiche/", record.record, name="record"),
    path("espace-partenaires/<str:token>/liens/", renewal.renew_own, name="renew_links"),
    path("espace-partenaires/<str:token>/<path:rest>/", access.lengthened, name="lengthened"),
]
