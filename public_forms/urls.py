from django.urls import URLPattern, path

from clairdroit.public_forms import digests

app_name = "clairdroit_public_forms"
urlpatterns: list[URLPattern] = [
    path("rappels/", digests.cut, name="digests_cut"),
    path("rappels/<str:token>/", digests.choice, name="digests"),
    path("rappels/<str:token>/<path:rest>/", digests.lengthened, name="digests_lengthened"),
]
