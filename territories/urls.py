from django.urls import URLPattern, URLResolver, path

from clairdroit.territories import views

app_name = "clairdroit_territories"
urlpatterns: list[URLPattern | URLResolver] = [
    path("ma-commune/", views.choose_commune, name="choose_commune"),
]
