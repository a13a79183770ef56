from django.urls import path

from demo import views

app_name = "demo"
urlpatterns = [
    path("mails/", views.mails, name="mails"),
    path("mails/<int:pk>/", views.mail, name="mail"),
]
