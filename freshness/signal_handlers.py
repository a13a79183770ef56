from typing import Any

from wagtail.signals import copy_for_translation_done


def share_with_translation(source_obj: Any, target_obj: Any, **kwargs: Any) -> None:
    """What a copy does not take along a translation does: it is the same text, confirmed with it.

    Read from the row, because the source may be a draft. Set on the object too: who asked for it goes on to save it.
    """
    names: list[str] = getattr(target_obj, "shared_by_translations", [])
    if not names:
        return
    rows = type(target_obj)._default_manager
    values = rows.filter(pk=source_obj.pk).values(*names).first()
    if values is None:
        return
    for name, value in values.items():
        setattr(target_obj, target_obj._meta.get_field(name).attname, value)
    if target_obj.pk:
        rows.filter(pk=target_obj.pk).update(**values)
    # The translation's first version was made before this signal: published, it would bring empty values back.
    first = getattr(target_obj, "latest_revision", None)
    if first is not None:
        data = target_obj.serializable_data()
        first.content |= {name: data[name] for name in names}
        first.save(update_fields=["content"])


def register() -> None:
    copy_for_translation_done.connect(
        share_with_translation, dispatch_uid="clairdroit_freshness.share_with_translation"
    )
