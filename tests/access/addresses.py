"""Every address that the site knows, with something real in the place of each of its parameters.

Where it matters whose thing it is, an address comes several times, with a word that says which.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern
from wagtail.models import Collection, Locale, Page, Revision, Site, Task, TaskState, Workflow, WorkflowState

from clairdroit.comarquage.models import Dossier, FeedImport, OfficialSheet
from clairdroit.connections import models as connections
from clairdroit.mail import models as outgoing
from clairdroit.questions import models as questions
from clairdroit.questions.models import ProposedAnswer
from clairdroit.search.models import AskedQuery
from clairdroit.territories.models import Commune, Epci


@dataclass(frozen=True)
class Address:
    """`path` is what a browser asks for; `name` stands in the table."""

    name: str
    path: str


# Which model's key the plain parameter `pk` is, by the beginning of the address's name; the first that fits.
MODELS = {
    "questions_modeladmin": questions.Question,
    "reponses-trouvees": questions.FoundHelp,
    "signalements": questions.ErrorReport,
    "courriels-recus": questions.IncomingMail,
    "courriels": outgoing.OutboxMail,
    "adresses": outgoing.UnreachableAddress,
    "webhooks": connections.Webhook,
    "cles-partenaires": connections.PartnerToken,
    "clairdroit_questions_review": ProposedAnswer,
    "clairdroit_questions_merge": ProposedAnswer,
    "clairdroit_questions_act": questions.Question,
    "clairdroit_questions_publish": questions.Question,
    "clairdroit_questions_matter": questions.Question,
    "clairdroit_questions_answer_oneself": questions.Question,
    "clairdroit_questions_keep_draft": questions.Question,
    "clairdroit_questions_suggest_pages": questions.Question,
    "clairdroit_questions_discard": questions.Question,
    "clairdroit_questions_confirm": ProposedAnswer,
    "clairdroit_questions_preview_mail": ProposedAnswer,
    "clairdroit_questions_correct_address": questions.Question,
    "clairdroit_mail_retry": outgoing.OutboxMail,
    "clairdroit_mail_clear_bounce": outgoing.UnreachableAddress,
    "clairdroit_questions_try_rule": questions.RoutingRule,
    "clairdroit_questions_handle_report": questions.ErrorReport,
    "clairdroit_connections_revoke_token": connections.PartnerToken,
    "clairdroit_connections_send_test": connections.Webhook,
    "clairdroit_connections_renew_secret": connections.Webhook,
    "clairdroit_connections_resend_webhook": connections.WebhookDelivery,
    "clairdroit_questions_": questions.IncomingMail,
    "clairdroit_search_settle": AskedQuery,
    "demo:mail": outgoing.OutboxMail,
    "commune_chooser": Commune,
    "epci_chooser": Epci,
    "official_dossiers": Dossier,
    "official_sheet": OfficialSheet,
    "official_imports": FeedImport,
    "wagtaillocales": Locale,
    "wagtailsites": Site,
    "wagtailsettings": Site,
    "wagtailusers_groups": None,
    "wagtailadmin_collections": Collection,
    "wagtailadmin_workflows:edit_task": Task,
    "wagtailadmin_workflows:disable_task": Task,
    "wagtailadmin_workflows:enable_task": Task,
    "wagtailadmin_workflows": Workflow,
}
DESK = {
    f"clairdroit_questions:{name}" for name in ("taken_down", "sheet", "tell", "add_said", "desk_address", "desk_erase")
}
CITIZENS = {f"clairdroit_questions:{name}" for name in ("follow", "follow_lengthened", "feedback", "detail", "erase")}


def every_address(world) -> Iterator[Address]:
    for name, route, callback in patterns(get_resolver().url_patterns):
        paths: dict[str, str] = {}
        for word, values in choices(world, name, callback):
            path = filled(route, values)
            if path is not None:
                paths.setdefault(f"/{path}{queries(world, name)}", word)
        for path, word in paths.items():
            yield Address(f"{name} {word}".strip() if len(paths) > 1 else name, path)


def patterns(found, namespace="", prefix=""):
    """`(name, route, view)`; parameters stand in the route as `<name>`, whichever way the pattern is written."""
    for each in found:
        if isinstance(each, URLResolver):
            inner = namespace + (f"{each.namespace}:" if each.namespace else "")
            yield from patterns(each.url_patterns, inner, prefix + plain(each.pattern))
        elif isinstance(each, URLPattern):
            yield namespace + (each.name or each.callback.__name__), prefix + plain(each.pattern), each.callback


def plain(pattern) -> str:
    written = str(pattern)
    if not isinstance(pattern, RegexPattern):
        return re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", written)
    written = re.sub(r"\(\?P<(\w+)>[^()]*(?:\([^()]*\)[^()]*)*\)", r"<\1>", written)
    return written.removeprefix("^").removesuffix("$").replace("\\", "").removesuffix("?")


def filled(route: str, values: dict[str, object]) -> str | None:
    missing = [name for name in re.findall(r"<(\w+)>", route) if name not in values]
    if missing or "(" in route or "*" in route:
        return None
    return re.sub(r"<(\w+)>", lambda part: str(values[part[1]]), route)


def choices(world, name, callback) -> Iterator[tuple[str, dict[str, object]]]:
    """`(whose, value of each parameter)`."""
    model = model_of(name, callback)
    if name == "clairdroit_moderation_decide":
        yield "", common(world, world.partner, kind="fiche", number=world.partner.pk)
    elif name.startswith("wagtailusers_users:"):
        yield "superuser", common(world, world.superuser)
        yield "colleague", common(world, world.colleague)
    elif name in CITIZENS:
        yield "own", common(world, None, token=world.follow)
        yield "other", common(world, None, token=world.token)
    elif name == "clairdroit_connections:revoke_key":
        yield "own", common(world, world.key, token=world.token)
        yield "withdrawn", common(world, world.key, token=world.withdrawn)
    elif name in DESK:
        for word, question in (("own", world.taken), ("other", world.taken_elsewhere)):
            yield word, common(world, question.tellings.get(), reference=question.uuid)
    elif name.startswith(("clairdroit_questions:", "clairdroit_public_forms:")):
        asked, other = world.asked.question, world.elsewhere.question
        yield "own", common(world, None, token=world.token, reference=asked.uuid)
        yield "other", common(world, None, token=world.token, reference=other.uuid)
        yield "withdrawn", common(world, None, token=world.withdrawn, reference=asked.uuid)
    elif name.startswith("clairdroit_partner_api:"):
        yield "own", common(world, None, question_id=world.asked.question.uuid)
        yield "other", common(world, None, question_id=world.elsewhere.question.uuid)
    elif name.startswith("wagtaildocs"):
        yield "other", common(world, world.document)
    elif name.startswith("wagtailimages"):
        yield "other", common(world, world.image)
    elif issubclass(model, Page):
        yield "own", common(world, world.own_article)
        yield "other", common(world, world.other_article)
        yield "home", common(world, world.home)
    elif name.startswith("clairdroit_partners_snippets:partner"):
        yield "", common(world, world.partner, slug=world.partner.slug)
    elif model in world.things:
        yield "", common(world, world.things[model])
    else:
        yield "", common(world, model._default_manager.order_by("pk").last())


def model_of(name, callback):
    given = getattr(callback, "view_initkwargs", {}).get("model")
    if given is not None:
        return given
    fitting = (model for beginning, model in MODELS.items() if name.startswith(beginning))
    return next(fitting, Page) or get_user_model().groups.field.related_model


def common(world, thing, **more) -> dict[str, object]:
    """The values of the parameters that mean the same in every address, about `thing` where it has such."""
    key = getattr(thing, "pk", None)
    page = thing if isinstance(thing, Page) else world.own_article
    revision = Revision.objects.for_instance(thing).last() if thing is not None else None
    state = WorkflowState.objects.for_instance(thing).last() if thing is not None else None
    task = TaskState.objects.filter(workflow_state=state).last() if state else TaskState.objects.last()
    parent = page.get_parent() if page.pk == world.own_article.pk or page.pk == world.other_article.pk else page
    values: dict[str, object] = {
        "pk": key,
        "instance_pk": key,
        "page_id": page.pk,
        "page_pk": page.pk,
        "parent_page_id": parent.pk,
        "page_to_move_id": page.pk,
        "destination_id": world.other_article.get_parent().pk,
        "revision_id": revision.pk if revision else 0,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "task_state_id": task.pk,
        "workflow_state_id": state.pk if state else 0,
        "task_id": task.task_id,
        "workflow_pk": Workflow.objects.first().pk,
        "action_name": "approve",
        "action": "delete",
        "app_label": "wagtailcore",
        "model_name": "page",
        "object_id": page.pk,
        "session_id": 0,
        "content_type_app_name": "clairdroit_kb_pages",
        "content_type_model_name": "articlepage",
        "app_name": "clairdroit_kb_pages",
        "image_id": world.image.pk,
        "filter_spec": "width-4",
        "document_id": world.document.pk,
        "doc_id": world.document.pk,
        "uploaded_file_id": world.uploaded.pk,
        "redirect_id": world.redirect.pk,
        "collection_id": world.image.collection_id,
        "restriction_id": world.restriction.pk,
        "page_view_restriction_id": world.restriction.pk,
        "translation_id": world.translation.pk,
        "translation_source_id": world.translation.source_id,
        "string_segment_id": world.string_segment,
        "overridable_segment_id": world.overridable_segment,
        "mode": "",
        "sheet_id": OfficialSheet.objects.first().sheet_id,
        "question_id": world.asked.question.uuid,
        "section": "pages",
        "slug": "x",
        "number": 0,
        "rest": "x",
        "other": key,
        "uidb64": "MQ",
        "token": "x-y",
        "reference": world.asked.question.reference,
    }
    return values | more


def queries(world, name) -> str:
    """What stands after the question mark, where the address says nothing without it."""
    if name == "clairdroit_kb_pages:colours":
        return "?v=1a4f8f-x"
    return f"?id={world.own_article.pk}" if name == "wagtail_bulk_action" else ""
