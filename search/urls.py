from django.urls import URLPattern, URLResolver, path

from clairdroit.search import views

app_name = "clairdroit_search"
urlpatterns: list[URLPattern | URLResolver] = [path("recherche/", views.results, name="results")]
