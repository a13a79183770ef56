from django.urls import URLPattern, path

from clairdroit.questions.citizen.views import ask, existing_help, follow, reports

urlpatterns: list[URLPattern] = [
    path("poser-ma-question/", ask.ask, name="ask"),
    path("poser-ma-question/aide/", existing_help.existing_help, name="existing_help"),
    path("poser-ma-question/aide/trouvee/", existing_help.found_answer, name="found_answer"),
    path("poser-ma-question/reponse-trouvee/", existing_help.found_thanks, name="found_thanks"),
    path("poser-ma-question/merci/<slug:reference>/", ask.thanks, name="thanks"),
    path("ma-question/<str:token>/", follow.follow, name="follow"),
    path("ma-question/<str:token>/avis/", follow.feedback, name="feedback"),
    path("ma-question/<str:token>/preciser/", follow.detail, name="detail"),
    path("ma-question/<str:token>/effacer/", follow.erase, name="erase"),
    # What mail programs make of these links: cut before the key or within what follows it, or with more behind.
    path("ma-question/", follow.cut, name="follow_cut"),
    path("ma-question/<str:token>/<path:rest>/", follow.lengthened, name="follow_lengthened"),
    path("signaler-une-erreur/", reports.report_error, name="report_error"),
]
