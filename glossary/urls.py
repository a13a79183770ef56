from django.urls import URLPattern, URLResolver, path

from clairdroit.glossary import views

app_name = "clairdroit_glossary"
urlpatterns: list[URLPattern | URLResolver] = [path("mots-difficiles/", views.words, name="words")]
