"""Keys in the partners' space. To be included before the space itself, whose last pattern takes all below it."""

from django.urls import URLPattern, URLResolver, path

from clairdroit.connections.views import partner_keys

app_name = "clairdroit_connections"
urlpatterns: list[URLPattern | URLResolver] = [
    path("espace-partenaires/<str:token>/cles/", partner_keys.keys, name="keys"),
    path("espace-partenaires/<str:token>/cles/<int:pk>/retirer/", partner_keys.revoke_key, name="revoke_key"),
    path("espace-partenaires/<str:token>/cles/<str:key>/", partner_keys.new_key, name="new_key"),
]
