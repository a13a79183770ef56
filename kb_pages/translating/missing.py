"""Which passages of a translation are still in the language it is made from: readers are shown these in its place."""

from dataclasses import dataclass
from html import unescape
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Locale, Page, TranslatableMixin
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from clairdroit.freshness.board import Line, WorkList


def missing_from(translation: Translation) -> QuerySet[StringSegment]:
    """In the order of the text; one whose translation has an error counts, as it is not shown."""
    segments = StringSegment.objects.filter(source_id=translation.source_id)
    # wagtail-localize's own annotation: a translation with an error is none.
    missing = segments.annotate_translation(translation.target_locale).filter(translation__isnull=True)
    return missing.select_related("string", "context").order_by("order")


def translation_into(thing: TranslatableMixin) -> Translation | None:
    """The one that `thing` is made by; None for what is written in its own language, or no longer kept alike."""
    found = Translation.objects.filter(
        source__object_id=thing.translation_key, target_locale_id=thing.locale_id, enabled=True
    )
    return found.select_related("source__locale", "target_locale").first()


@dataclass(frozen=True)
class Half:
    """What readers of a translation would get as it was written."""

    missing: list[str]
    source: Locale
    language: Locale


def half(thing: Any) -> Half | None:
    """None for what is whole, or written in its own language."""
    translation = translation_into(thing) if isinstance(thing, TranslatableMixin) else None
    if translation is None:
        return None
    missing = [unescape(strip_tags(segment.string.data)) for segment in missing_from(translation)]
    return Half(missing, translation.source.locale, translation.target_locale) if missing else None


def incomplete() -> QuerySet[Translation]:
    """Each with the number of passages that `missing_from` finds, as `missing`."""
    is_translated = Exists(
        StringTranslation.objects.filter(
            translation_of_id=OuterRef("string_id"),
            context_id=OuterRef("context_id"),
            locale_id=OuterRef("target"),
            has_error=False,
        )
    )
    # The same as `missing_from`, counted in the database for all translations at once.
    waiting = (
        StringSegment.objects.filter(source_id=OuterRef("source_id"))
        .annotate(target=OuterRef("target_locale_id"), is_translated=is_translated)
        .filter(is_translated=False)
    )
    number = waiting.order_by().values("source_id").annotate(number=Count("pk")).values("number")
    return Translation.objects.filter(enabled=True).annotate(missing=Subquery(number)).filter(missing__gt=0)


def to_translate(user: Any) -> list[Line]:
    """What is online in another language, and has passages in the first one, for whoever may edit it."""
    found = list(incomplete().select_related("source", "target_locale").order_by("pk"))
    lines = []
    for model_pk in {translation.source.specific_content_type_id for translation in found}:
        model = ContentType.objects.get_for_id(model_pk).model_class()
        if model is None:
            continue
        of_model = {
            (translation.source.object_id, translation.target_locale_id): translation
            for translation in found
            if translation.source.specific_content_type_id == model_pk
        }
        for thing in _editable(user, model).filter(translation_key__in={key for key, _ in of_model}):
            translation = of_model.get((thing.translation_key, thing.locale_id))
            if translation is not None:
                lines.append(Line(str(thing), _edit_url(user, thing), _words(translation)))
    return sorted(lines, key=lambda line: line.title)


def count_to_translate(user: Any) -> int:
    """One query for each kind of text that is translated."""
    kinds = Translation.objects.filter(enabled=True).order_by().values_list("source__specific_content_type", flat=True)
    total = 0
    for model_pk in kinds.distinct():
        model = ContentType.objects.get_for_id(model_pk).model_class()
        if model is None:
            continue
        waiting = incomplete().filter(
            source__specific_content_type=model_pk,
            source__object_id=OuterRef("translation_key"),
            target_locale=OuterRef("locale"),
        )
        total += _editable(user, model).filter(Exists(waiting)).count()
    return total


def _editable(user: Any, model: type[Any]) -> QuerySet:
    if issubclass(model, Page):
        pages = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
        return model._default_manager.filter(pk__in=pages.values("pk"), live=True)
    things = model._default_manager.all()
    if not user.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}"):
        return things.none()
    return things.filter(live=True) if any(field.name == "live" for field in model._meta.fields) else things


def _edit_url(user: Any, thing: Any) -> str:
    if isinstance(thing, Page):
        return reverse("wagtailadmin_pages:edit", args=[thing.pk])
    return AdminURLFinder(user).get_edit_url(thing) or ""


def _words(translation: Translation) -> str:
    number: int = translation.missing
    return ngettext(
        "%(language)s: %(number)s passage is not translated yet.",
        "%(language)s: %(number)s passages are not translated yet.",
        number,
    ) % {"language": translation.target_locale.get_display_name(), "number": number}


TO_TRANSLATE = WorkList(
    key="to-translate",
    title=gettext_lazy("Translations to bring up to date"),
    words=gettext_lazy(
        "Their text has changed since, or was never translated whole: readers get these passages as they were written."
    ),
    lines=to_translate,
    count=count_to_translate,
    counted=lambda total: ngettext("translation to bring up to date", "translations to bring up to date", total),
)
