"""Nothing half translated goes live without somebody having read which passages are not."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail_localize.views.update_translations import UpdateTranslationsView

from clairdroit.kb_pages.translating.missing import half, missing_from

CONFIRMED = "confirmed"


def ask_before_publishing(request: HttpRequest, thing: Any) -> HttpResponse | None:
    """Of wagtail-localize's editor, which publishes first and says what is missing after."""
    is_asked = request.method == "POST" and request.POST.get("action") == "publish" and CONFIRMED not in request.POST
    found = half(thing) if is_asked else None
    if found is None:
        return None
    return render(request, "kb_pages/admin/publish_half.html", {"thing": thing, "half": found, "field": CONFIRMED})


class UpdateTranslations(UpdateTranslationsView):
    """Publishes only what is whole; the rest waits for its translator."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        if form.cleaned_data["publish_translations"] and not form.cleaned_data.get("use_machine_translation"):
            # Before it is asked what is missing: the form is there to take the changed text over.
            self.object.update_from_db()
            enabled = self.object.translations.filter(enabled=True).select_related("target_locale")
            if any(missing_from(translation).exists() for translation in enabled):
                form.cleaned_data["publish_translations"] = False
                messages.warning(
                    self.request,
                    _("Nothing was published: some passages are not translated yet. Open each translation."),
                )
        response: HttpResponse = super().form_valid(form)
        return response


def urls() -> list[URLPattern]:
    return [
        path(
            "localize/update/<int:translation_source_id>/",
            UpdateTranslations.as_view(),
            name="clairdroit_kb_pages_update_translations",
        )
    ]
