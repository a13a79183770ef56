"""What the screen "publish as a page" needs: the topics to choose from, the people not to name."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from clairdroit.freshness.enums import ReviewRhythm
from clairdroit.kb_pages.models import HeadingPage, TopicPage
from clairdroit.partners_snippets.models import PartnerMember, PrivateContact
from clairdroit.public_forms.fields import CleanTextField, PlainForm
from clairdroit.questions.forms import MAX_ANSWER
from clairdroit.questions.models import Question


def people_of(question: Question) -> list[str]:
    """Names of the contacts and members of the partners who were asked: no page names them."""
    partners = list(question.assignments.values_list("partner_id", flat=True))
    contacts = PrivateContact.objects.filter(partner__in=partners).exclude(name="").values_list("name", flat=True)
    members = PartnerMember.objects.filter(partner__in=partners, is_team_box=False).select_related("user")
    return [*contacts, *filter(None, (str(member.user.get_full_name()).strip() for member in members))]


def topics_for(question: Question) -> "list[tuple[str, list[TopicPage]]]":
    """By heading, the question's own first."""
    found = []
    for heading in HeadingPage.objects.live().public().filter(locale=Locale.get_default()).order_by("path"):
        topics = list(TopicPage.objects.live().public().child_of(heading).order_by("path"))
        if topics:
            found.append((heading.key != question.heading, heading.title, topics))
    return [(title, topics) for _is_other, title, topics in sorted(found, key=lambda each: each[0])]


class PageForm(PlainForm):
    title = CleanTextField(
        label=_("Title of the page"),
        help_text=_("In the words of someone who looks for it."),
        max_length=120,
        error_messages={"required": _("Write a title.")},
    )
    summary = CleanTextField(
        label=_("Summary in one sentence"),
        help_text=_("What the reader must know if they read nothing else."),
        max_length=240,
        error_messages={"required": _("Write the summary.")},
    )
    topic = forms.TypedChoiceField(
        label=_("Topic"), coerce=int, choices=(), error_messages={"required": _("Choose a topic.")}
    )
    review_months = forms.TypedChoiceField(
        label=_("Review"), coerce=int, choices=ReviewRhythm.choices, initial=ReviewRhythm.HALF_YEARLY
    )
    asked = CleanTextField(
        label=_("The question, for everyone to read"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages={"required": _("Write the question.")},
    )
    answered = CleanTextField(
        label=_("The answer, for everyone to read"),
        max_length=MAX_ANSWER,
        widget=forms.Textarea(attrs={"rows": 18}),
        error_messages={"required": _("Write the answer.")},
    )
    confirmed = forms.BooleanField(
        label=_("I have read both texts over: nobody can be recognised."),
        required=False,
    )

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["topic"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [
            ("", _("Choose")),
            *((title, [(topic.pk, topic.title) for topic in topics]) for title, topics in topics_for(question)),
        ]
