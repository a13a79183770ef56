"""An article begun from elsewhere in the admin, its title given: Wagtail's own form for a new page takes none."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.models import Locale, PageQuerySet
from wagtail.permission_policies.pages import PagePermissionPolicy

from clairdroit.breadcrumbs import way_from_home
from clairdroit.kb_pages.actions import draft_article
from clairdroit.kb_pages.models import HeadingPage, TopicPage

TITLE_LENGTH = 120


def topics_open_to(user: Any) -> PageQuerySet:
    """Those under which they may write, in the site's first language."""
    allowed = PagePermissionPolicy().instances_user_has_permission_for(user, "add")
    return TopicPage.objects.filter(pk__in=allowed.values("pk"), locale=Locale.get_default()).order_by("path")


class ArticleStartForm(forms.Form):
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=TITLE_LENGTH,
        help_text=gettext_lazy("In the words of someone who looks for it."),
        error_messages={"required": gettext_lazy("Write a title.")},
    )
    topic = forms.ModelChoiceField(
        label=gettext_lazy("Topic"),
        queryset=TopicPage.objects.none(),
        empty_label=gettext_lazy("Choose"),
        help_text=gettext_lazy("Where readers find it. It can be moved later."),
        error_messages={"required": gettext_lazy("Choose a topic.")},
    )

    def __init__(self, *args: Any, topics: PageQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["topic"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = topics
        field.choices = [("", field.empty_label or ""), *_by_heading(topics)]


def _by_heading(topics: PageQuerySet) -> list[tuple[str, list[tuple[int, str]]]]:
    grouped = []
    for heading in HeadingPage.objects.filter(locale=Locale.get_default()).order_by("path"):
        below = [(topic.pk, topic.title) for topic in topics if topic.path.startswith(heading.path)]
        if below:
            grouped.append((heading.title, below))
    return grouped


@require_http_methods(["GET", "HEAD", "POST"])
def write_article(request: HttpRequest) -> HttpResponse:
    """Asks for title and topic, makes the draft, and opens it in the editor; `?title=` is what it begins with."""
    topics = topics_open_to(request.user)
    if not topics.exists():
        raise PermissionDenied
    begun = " ".join(request.GET.get("title", "").replace("\x00", "").split())[:TITLE_LENGTH]
    # Not `capitalize`, which makes small letters of all others: « aide CAF ».
    initial = {"title": begun[:1].upper() + begun[1:]}
    form = ArticleStartForm(request.POST if request.method == "POST" else None, topics=topics, initial=initial)
    if form.is_valid():
        cleaned = form.cleaned_data
        page = draft_article(topic=cleaned["topic"], title=cleaned["title"], summary="", body=[], user=request.user)
        return redirect("wagtailadmin_pages:edit", page.pk)
    context = {
        "form": form,
        "breadcrumbs_items": way_from_home(here=_("Write an article")),
    }
    return render(request, "kb_pages/admin/write_article.html", context)
