"""In the admin, below its prefix."""

from django.urls import URLPattern, path

from clairdroit.questions.citizen.views import reports

urlpatterns: list[URLPattern] = [
    path("signalements/<int:pk>/traiter/", reports.handle_report, name="clairdroit_questions_handle_report"),
]
