"""In the admin, below its prefix."""

from django.urls import URLPattern, path

from clairdroit.questions.editors import late_questions
from clairdroit.questions.editors.answers import own_answer, review, sending
from clairdroit.questions.editors.file import buttons, change_matter, correct_address
from clairdroit.questions.editors.publishing import views as publishing_views
from clairdroit.questions.editors.rules import views as rules_views

urlpatterns: list[URLPattern] = [
    path("a-decider/relire/", review.reread, name="clairdroit_questions_reread"),
    path("a-decider/reponse/<int:pk>/", review.review, name="clairdroit_questions_review"),
    path("a-decider/reponse/<int:pk>/reunir/<int:other>/", review.merge, name="clairdroit_questions_merge"),
    path("questions/relances/", late_questions.chase, name="clairdroit_questions_chase"),
    path(
        "questions/<int:pk>/<slug:action>/agir/",
        buttons.act_on_question,
        name="clairdroit_questions_act",
    ),
    path("questions/<int:pk>/matiere/", change_matter.change_matter, name="clairdroit_questions_matter"),
    path("questions/<int:pk>/repondre/", own_answer.answer_oneself, name="clairdroit_questions_answer_oneself"),
    path("questions/<int:pk>/repondre/brouillon/", own_answer.keep_draft, name="clairdroit_questions_keep_draft"),
    path("questions/<int:pk>/repondre/pages/", own_answer.suggest_pages, name="clairdroit_questions_suggest_pages"),
    path("questions/<int:pk>/repondre/supprimer/", own_answer.discard, name="clairdroit_questions_discard"),
    path("questions/reponses/<int:pk>/envoi/", sending.confirm, name="clairdroit_questions_confirm"),
    path("questions/reponses/<int:pk>/apercu/", sending.preview, name="clairdroit_questions_preview_mail"),
    path("questions/<int:pk>/page/", publishing_views.publish_question, name="clairdroit_questions_publish"),
    path("questions/<int:pk>/adresse/", correct_address.correct, name="clairdroit_questions_correct_address"),
    path("routage/essai/", rules_views.try_routing, name="clairdroit_questions_try_routing"),
    path("routage/essai/<int:pk>/", rules_views.try_rule, name="clairdroit_questions_try_rule"),
    path("routage/besoins/", rules_views.needs, name="clairdroit_questions_needs"),
]
