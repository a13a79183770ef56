"""Addresses inside Wagtail's admin."""

from django.urls import path

from clairdroit.help_pages import views

app_name = "clairdroit_help_pages"
urlpatterns = [
    path("", views.contents, name="contents"),
    path("<slug:slug>/", views.page, name="page"),
]
