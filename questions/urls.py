from django.urls import URLPattern, URLResolver, include, path

from clairdroit.questions.views import (
    digests,
    partner_access,
    partner_link_renewal,
    partner_reading,
    partner_record,
    partner_space,
)

app_name = "clairdroit_questions"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("clairdroit.questions.citizen.urls")),
    path("", include("clairdroit.questions.editors.desk.urls")),
    path("rappels/", digests.cut, name="digests_cut"),
    path("rappels/<str:token>/", digests.digests, name="digests"),
    path("rappels/<str:token>/<path:rest>/", digests.lengthened, name="digests_lengthened"),
    path("espace-partenaires/", partner_access.request_link, name="partner_space"),
    path("espace-partenaires/liens-renouveles/", partner_link_renewal.renewed, name="links_renewed"),
    path("espace-partenaires/<str:token>/", partner_space.space, name="space"),
    path("espace-partenaires/<str:token>/lu/", partner_reading.mark_list_read, name="mark_list_read"),
    path("espace-partenaires/<str:token>/fiche/", partner_record.record, name="record"),
    path("espace-partenaires/<str:token>/liens/", partner_link_renewal.renew_own, name="renew_links"),
    path("espace-partenaires/<str:token>/<uuid:reference>/lu/", partner_reading.mark_read, name="mark_read"),
    path("", include("clairdroit.questions.partner_space.urls")),
    path("espace-partenaires/<str:token>/<path:rest>/", partner_access.lengthened, name="space_lengthened"),
]
