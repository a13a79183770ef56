from django.urls import URLPattern, URLResolver, include, path

from clairdroit.questions.views import (
    desk,
    digests,
    partner_access,
    partner_keys,
    partner_link_renewal,
    partner_reading,
    partner_record,
    partner_space,
)

app_name = "clairdroit_questions"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("clairdroit.questions.citizen.urls")),
    path("saisir-une-question/", desk.take_down, name="take_down"),
    path("saisir-une-question/lu/", desk.note_reading, name="note_desk_readings"),
    path("saisir-une-question/<uuid:reference>/", desk.taken_down, name="taken_down"),
    path("saisir-une-question/<uuid:reference>/feuille/", desk.sheet, name="sheet"),
    path("saisir-une-question/<uuid:reference>/dire/<int:pk>/", desk.tell, name="tell"),
    path("saisir-une-question/<uuid:reference>/preciser/", desk.add_said, name="add_said"),
    path("saisir-une-question/<uuid:reference>/adresse/", desk.correct_address, name="desk_address"),
    path("saisir-une-question/<uuid:reference>/effacer/", desk.erase, name="desk_erase"),
    path("rappels/", digests.cut, name="digests_cut"),
    path("rappels/<str:token>/", digests.digests, name="digests"),
    path("rappels/<str:token>/<path:rest>/", digests.lengthened, name="digests_lengthened"),
    path("espace-partenaires/", partner_access.request_link, name="partner_space"),
    path("espace-partenaires/liens-renouveles/", partner_link_renewal.renewed, name="links_renewed"),
    path("espace-partenaires/<str:token>/", partner_space.space, name="space"),
    path("espace-partenaires/<str:token>/lu/", partner_reading.mark_list_read, name="mark_list_read"),
    path("espace-partenaires/<str:token>/fiche/", partner_record.record, name="record"),
    path("espace-partenaires/<str:token>/cles/", partner_keys.keys, name="keys"),
    path("espace-partenaires/<str:token>/cles/<int:pk>/retirer/", partner_keys.revoke_key, name="revoke_key"),
    path("espace-partenaires/<str:token>/liens/", partner_link_renewal.renew_own, name="renew_links"),
    path("espace-partenaires/<str:token>/cles/<str:key>/", partner_keys.new_key, name="new_key"),
    path("espace-partenaires/<str:token>/<uuid:reference>/lu/", partner_reading.mark_read, name="mark_read"),
    path("", include("clairdroit.questions.partner_space.urls")),
    path("espace-partenaires/<str:token>/<path:rest>/", partner_access.lengthened, name="space_lengthened"),
]
