"""Wagtail's form of a body made of blocks is filled in by its script alone: without one nothing of it can be saved.

Said where the form stands (`needs_script`, in a `noscript`), and in answer to what is sent all the same: Wagtail would
end in an error.
"""

from typing import Any

from django import forms
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from wagtail.admin.panels import get_edit_handler
from wagtail.blocks.base import BlockField
from wagtail.models import Page


def needs_script(form: forms.BaseForm) -> bool:
    return any(isinstance(field, BlockField) for field in form.fields.values())


def refuse_without_blocks(request: HttpRequest, model: type[Model]) -> HttpResponse | None:
    """None where the script has sent what it makes of the blocks, their number before all."""
    if request.method != "POST" or not request.accepts("text/html"):
        return None
    fields = _form_class(model).base_fields
    # Wagtail's block form always sends its number of blocks, also of none.
    if all(f"{name}-count" in request.POST for name, field in fields.items() if isinstance(field, BlockField)):
        return None
    typed = [
        (capfirst(str(field.label or name)), text)
        for name, field in fields.items()
        if not isinstance(field.widget, forms.HiddenInput) and (text := request.POST.get(name, "").strip())
    ]
    return render(request, "kb_pages/admin/needs_script.html", {"typed": typed}, status=400)


def _form_class(model: type[Model]) -> Any:
    # A page model's own has its tabs.
    own = getattr(model, "get_edit_handler", None)
    return (own() if own else get_edit_handler(model)).get_form_class()


def before_creating_page(request: HttpRequest, parent: Page, model: type[Page]) -> HttpResponse | None:
    return refuse_without_blocks(request, model)


def before_editing(request: HttpRequest, thing: Model) -> HttpResponse | None:
    return refuse_without_blocks(request, thing.specific_class if isinstance(thing, Page) else type(thing))
