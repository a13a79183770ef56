from django.urls import URLPattern, URLResolver, path, re_path

from clairdroit.comarquage import views

app_name = "clairdroit_comarquage"
urlpatterns: list[URLPattern | URLResolver] = [
    path("fiches/", views.index, name="index"),
    re_path(r"^fiches/(?P<sheet_id>[FNR]\d{1,18})/$", views.sheet, name="sheet"),
    # Ids are dictated over the telephone and typed by hand.
    re_path(r"^fiches/(?P<sheet_id>[fnrFNR]\d{1,18})/?$", views.typed_address),
]
