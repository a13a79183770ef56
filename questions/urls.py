from django.urls import URLPattern, URLResolver, include, path

app_name = "clairdroit_questions"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("clairdroit.questions.citizen.urls")),
    path("", include("clairdroit.questions.editors.desk.urls")),
    path("", include("clairdroit.questions.partner_space.urls")),
]
