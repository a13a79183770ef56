from django.urls import URLPattern, path

from clairdroit.questions.editors.desk import views

urlpatterns: list[URLPattern] = [
    path("saisir-une-question/", views.take_down, name="take_down"),
    path("saisir-une-question/lu/", views.note_reading, name="note_desk_readings"),
    path("saisir-une-question/<uuid:reference>/", views.taken_down, name="taken_down"),
    path("saisir-une-question/<uuid:reference>/feuille/", views.sheet, name="sheet"),
    path("saisir-une-question/<uuid:reference>/dire/<int:pk>/", views.tell, name="tell"),
    path("saisir-une-question/<uuid:reference>/preciser/", views.add_said, name="add_said"),
    path("saisir-une-question/<uuid:reference>/adresse/", views.correct_address, name="desk_address"),
    path("saisir-une-question/<uuid:reference>/effacer/", views.erase, name="desk_erase"),
]
