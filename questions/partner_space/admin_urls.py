"""In the admin, below its prefix."""

from django.urls import URLPattern, path

from clairdroit.questions.partner_space.views import link_renewal

urlpatterns: list[URLPattern] = [
    path("partenaires/<int:pk>/liens/", link_renewal.renew_for, name="clairdroit_questions_renew_links"),
]
