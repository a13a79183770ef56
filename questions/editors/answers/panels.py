from typing import Any

from wagtail.admin.panels import Panel

from clairdroit.questions.models import ProposedAnswer


class QuestionPanel(Panel):
    """Beside the answer being edited: the question, its place, the note to the editor, the other proposals."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "questions/editors/answers/question_panel.html"
        instance: ProposedAnswer

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            question = self.instance.question
            others = question.answers.exclude(pk=self.instance.pk).select_related("assignment__partner")
            context.update(question=question, others=others, note=self.instance.note)
            return context
