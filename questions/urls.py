from django.urls import URLPattern, URLResolver, path

from clairdroit.questions.views import (
    ask,
    digests,
    existing_help,
    follow,
    own_record,
    partner_access,
    partner_aids,
    partner_draft,
    partner_help,
    partner_presence,
    partner_record,
    partner_space,
    reports,
)

app_name = "clairdroit_questions"
urlpatterns: list[URLPattern | URLResolver] = [
    path("poser-ma-question/", ask.ask, name="ask"),
    path("poser-ma-question/aide/", existing_help.existing_help, name="existing_help"),
    path("poser-ma-question/aide/trouvee/", existing_help.found_answer, name="found_answer"),
    path("poser-ma-question/reponse-trouvee/", existing_help.found_thanks, name="found_thanks"),
    path("poser-ma-question/merci/<slug:reference>/", ask.thanks, name="thanks"),
    path("ma-question/<str:token>/", follow.follow, name="follow"),
    path("ma-question/<str:token>/avis/", follow.feedback, name="feedback"),
    path("ma-question/<str:token>/preciser/", follow.detail, name="detail"),
    path("ma-question/<str:token>/effacer/", follow.erase, name="erase"),
    path("rappels/<str:token>/", digests.digests, name="digests"),
    path("signaler-une-erreur/", reports.report_error, name="report_error"),
    path("espace-partenaires/", partner_access.request_link, name="partner_space"),
    path("espace-partenaires/<str:token>/", partner_space.space, name="space"),
    path("espace-partenaires/<str:token>/fiche/", partner_record.record, name="record"),
    path("espace-partenaires/<str:token>/disponibilite/", own_record.own_record, name="own_record"),
    path("espace-partenaires/<str:token>/<uuid:reference>/", partner_draft.assignment, name="assignment"),
    path("espace-partenaires/<str:token>/<uuid:reference>/brouillon/", partner_draft.autosave, name="autosave"),
    path("espace-partenaires/<str:token>/<uuid:reference>/pages/", partner_aids.suggestions, name="suggestions"),
    path("espace-partenaires/<str:token>/<uuid:reference>/relire/", partner_aids.reread, name="partner_reread"),
    path("espace-partenaires/<str:token>/<uuid:reference>/presence/", partner_presence.presence, name="presence"),
    path("espace-partenaires/<str:token>/<uuid:reference>/decliner/", partner_help.decline, name="decline"),
    path("espace-partenaires/<str:token>/<uuid:reference>/transmettre/", partner_help.hand_over, name="hand_over"),
    path("espace-partenaires/<str:token>/<uuid:reference>/demander/", partner_help.ask_citizen, name="ask_citizen"),
]
