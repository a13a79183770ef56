"""What an editor chooses in Wagtail's own account page."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab

from clairdroit.mail.models import DigestChoice
from clairdroit.questions.permissions import user_can_handle_questions


class DigestForm(forms.ModelForm):
    class Meta:
        model = DigestChoice
        fields = ["rhythm"]
        widgets = {"rhythm": forms.RadioSelect}


class DigestPanel(BaseSettingsPanel):
    name = "digests"
    title = _("E-mail that lists what waits")
    tab = notifications_tab
    order = 200
    form_class = DigestForm

    def is_active(self) -> bool:
        return user_can_handle_questions(self.user)

    def get_form(self) -> DigestForm:
        choice = DigestChoice.objects.filter(user=self.user).first() or DigestChoice(user=self.user)
        data = self.request.POST if self.request.method == "POST" else None
        return DigestForm(data, instance=choice, prefix=self.name)
