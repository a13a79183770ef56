"""Wagtail's preview of what is being typed, of answers: the page comes back with the very request that sends the text.

Wagtail stores what was typed and shows it when the panel asks for the page. Of an answer nothing is stored, not even
for a moment: `answer_preview.js` puts the page that came back into the panel's frame.
"""

from typing import Any

from django.forms import Media
from django.http import HttpRequest, HttpResponse, JsonResponse
from wagtail.admin.models import FormState
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import PreviewSidePanel
from wagtail.snippets.views.snippets import PreviewOnEditView

from clairdroit.questions.enums import ReadingPlace
from clairdroit.questions.views.readings import Shown, ask_for_reading

# Of the address: the page itself is wanted, in a tab of its own.
IN_TAB = "onglet"


class AnswerPreviewView(PreviewOnEditView):
    """Asked for without what was typed, Wagtail's own view then says that there is no preview."""

    def get_form_state_queryset(self) -> Any:
        return FormState.objects.none()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form(request.POST)
        is_valid = self.validate_form(form)
        page = self._page(form) if is_valid else self.error_response().render()
        if IN_TAB in request.GET:
            return page
        answer: dict[str, Any] = {"is_valid": is_valid, "is_available": is_valid}
        return JsonResponse({**answer, "page": page.content.decode()} if is_valid else answer)

    def _page(self, form: Any) -> HttpResponse:
        form.save(commit=False)
        mode = self.object.default_preview_mode
        page = self.object.make_preview_request(self.request, mode, self.get_extra_request_attrs())
        shown = [Shown([self.object.question], ReadingPlace.PREVIEW)]
        return ask_for_reading(self.request, page, shown, is_page=True)


class AnswerPreviewPanel(PreviewSidePanel):
    template_name = "questions/editors/answers/preview_panel.html"

    @property
    def media(self) -> Media:
        return Media(js=[versioned_static("questions/editors/answer_preview.js")])

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {**super().get_context_data(parent_context), "tab_url": f"{self.preview_url}?{IN_TAB}=1"}


def with_our_preview(panels: MediaContainer) -> MediaContainer:
    return MediaContainer(
        AnswerPreviewPanel(panel.object, panel.request, preview_url=panel.preview_url)
        if isinstance(panel, PreviewSidePanel)
        else panel
        for panel in panels
    )
