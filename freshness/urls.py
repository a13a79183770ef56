"""Addresses inside Wagtail's admin."""

from django.urls import path

from clairdroit.freshness import views

app_name = "clairdroit_freshness"
urlpatterns = [
    path("", views.to_do_board, name="board"),
    path("verify/", views.verify, name="verify"),
]
