from django.urls import URLPattern, URLResolver, path

from clairdroit.search.views import counting, results, suggestions

app_name = "clairdroit_search"
urlpatterns: list[URLPattern | URLResolver] = [
    path("recherche/", results.results, name="results"),
    path("recherche/suggestions/", suggestions.suggestions, name="suggestions"),
    path("recherche/comptage/", counting.count_search, name="count"),
]
