"""In the admin, below its prefix."""

from django.urls import URLPattern, path

from clairdroit.mail.screens import views

urlpatterns: list[URLPattern] = [
    path("courriels/<int:pk>/reessayer/", views.retry_mail, name="clairdroit_mail_retry"),
    path("adresses/<int:pk>/remettre/", views.clear_bounce, name="clairdroit_mail_clear_bounce"),
]
