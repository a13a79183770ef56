"""What is published is told to its translations at once: wagtail-localize asks an editor to think of it.

Only the passages to translate are taken anew; what readers of the other language see stays as it is until somebody
publishes it.
"""

from typing import Any

from django.db import transaction
from django.db.models import Model
from django_tasks import task
from wagtail.models import TranslatableMixin
from wagtail_localize.models import TranslationSource


def follow_published(instance: Model, **kwargs: Any) -> None:
    if not isinstance(instance, TranslatableMixin) or getattr(instance, "alias_of_id", None):
        return
    sources = TranslationSource.objects.filter(
        object_id=instance.translation_key, locale_id=instance.locale_id, translations__enabled=True
    )
    keys = sorted(set(sources.values_list("pk", flat=True)))
    if keys:
        # A worker that starts before the commit would read the text of before.
        transaction.on_commit(lambda: take_anew.enqueue(keys))


@task()
def take_anew(keys: list[int]) -> None:
    """Twice does no harm; a text that was deleted meanwhile has nothing left to translate."""
    for source in TranslationSource.objects.filter(pk__in=keys):
        # update_from_db always sets last_updated_at, by which translators are told of changes.
        before, said_on = _passages(source), source.last_updated_at
        model: Any = source.specific_content_type.model_class()
        try:
            source.update_from_db()
        except model.DoesNotExist:
            continue
        if _passages(source) == before:
            # Readers are told of changed words, not of a text that was published again as it is.
            TranslationSource.objects.filter(pk=source.pk).update(last_updated_at=said_on)


def _passages(source: TranslationSource) -> list[tuple[Any, ...]]:
    return list(source.stringsegment_set.order_by("order", "pk").values_list("context_id", "string_id", "order"))
