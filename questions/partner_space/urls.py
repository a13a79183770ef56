from django.urls import URLPattern, path

from clairdroit.questions.partner_space.views import (
    ask_citizen,
    availability,
    decline,
    draft,
    drafting_aids,
    hand_over,
    passed_files,
    presence,
    reading,
)

urlpatterns: list[URLPattern] = [
    path("espace-partenaires/<str:token>/lu/", reading.mark_list_read, name="mark_list_read"),
    path("espace-partenaires/<str:token>/<uuid:reference>/lu/", reading.mark_read, name="mark_read"),
    path("espace-partenaires/<str:token>/disponibilite/", availability.availability, name="availability"),
    path("espace-partenaires/<str:token>/<uuid:reference>/", draft.assignment, name="assignment"),
    path(
        "espace-partenaires/<str:token>/<uuid:reference>/pieces/<int:pk>/",
        passed_files.passed_file,
        name="passed_file",
    ),
    path("espace-partenaires/<str:token>/<uuid:reference>/brouillon/", draft.autosave, name="autosave"),
    path("espace-partenaires/<str:token>/<uuid:reference>/pages/", drafting_aids.suggestions, name="suggestions"),
    path("espace-partenaires/<str:token>/<uuid:reference>/relire/", drafting_aids.reread, name="partner_reread"),
    path("espace-partenaires/<str:token>/<uuid:reference>/presence/", presence.presence, name="presence"),
    path("espace-partenaires/<str:token>/<uuid:reference>/decliner/", decline.decline, name="decline"),
    path("espace-partenaires/<str:token>/<uuid:reference>/transmettre/", hand_over.hand_over, name="hand_over"),
    path("espace-partenaires/<str:token>/<uuid:reference>/demander/", ask_citizen.ask_citizen, name="ask_citizen"),
]
