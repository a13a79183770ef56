"""In the admin, below its prefix."""

from django.urls import URLPattern, path

from clairdroit.questions.incoming.views import handling, making_question

urlpatterns: list[URLPattern] = [
    path("courriels-recus/<int:pk>/joindre/", handling.join_mail, name="clairdroit_questions_join_mail"),
    path(
        "courriels-recus/<int:pk>/question/", making_question.make_question, name="clairdroit_questions_make_question"
    ),
    path("courriels-recus/<int:pk>/remerciement/", handling.note_as_thanks, name="clairdroit_questions_note_as_thanks"),
    path("courriels-recus/<int:pk>/classer/", handling.set_mail_aside, name="clairdroit_questions_set_mail_aside"),
    path("courriels-recus/<int:pk>/original/", handling.download_raw, name="clairdroit_questions_raw_mail"),
    path(
        "courriels-recus/<int:pk>/pieces/<int:number>/",
        handling.download_attachment,
        name="clairdroit_questions_mail_attachment",
    ),
    path(
        "courriels-recus/<int:pk>/pieces/<int:number>/transmettre/",
        handling.pass_on,
        name="clairdroit_questions_pass_on",
    ),
]
