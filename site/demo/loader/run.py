from django.conf import settings
from django.db import transaction
from django.utils import translation
from django_tasks_db.models import DBTaskResult, TaskResultStatus

from clairdroit.kb_pages.actions import build_tree
from clairdroit.kb_pages.models import ArticlePage
from clairdroit.partners_snippets.models import Partner
from clairdroit.roles.actions import compose_roles
from clairdroit.territories.imports import DATA_DIR, import_territories
from clairdroit.territories.models import LaterWords
from config.tasks import run_command
from demo.loader import (
    connections,
    english,
    news,
    pages,
    partners,
    people,
    questions,
    received,
    routing,
    waiting,
    words,
)
from demo.loader.partners import SOURCE
from demo.loader.past import deliver_mails, last_mail
from demo.loader.progress import Loading

# What Wagtail leaves to the worker for each saved object.
ONE_BY_ONE = (
    "wagtail.tasks.update_reference_index_task",
    "modelsearch.tasks.insert_or_update_object_task",
)


class NotADemoError(Exception):
    """The database holds a real site: demonstration content is never mixed into it."""


def is_loaded() -> bool:
    """Everything is loaded in one transaction, so one partner of the demonstration tells that all is there."""
    return Partner.objects.filter(source=SOURCE).exists()


def refuse_real_site() -> None:
    if is_loaded():
        return
    if Partner.objects.exists() or ArticlePage.objects.exists():
        raise NotADemoError("this database already holds partners or articles that are not the demonstration's.")


def rebuild_once() -> None:
    """Two tasks in place of the two or three that each saved object leaves to the worker: a thousand in all."""
    DBTaskResult.objects.filter(task_path__in=ONE_BY_ONE, status=TaskResultStatus.READY).delete()
    for command in ("rebuild_references_index", "wagtail_update_index"):
        run_command.enqueue(command, {"verbosity": 0})


def load(*, keep: bool = False) -> Loading:
    """Bring the demonstration town to life, or bring its texts back. With `keep`, only what is missing is added."""
    refuse_real_site()
    loading = Loading(keep=keep)
    if not LaterWords.objects.exists():  # nothing loaded, or loaded by an older version
        import_territories(DATA_DIR)
    # Some actions write sentences for editors into the history: in the site's language, not the terminal's.
    with translation.override(settings.LANGUAGE_CODE), transaction.atomic():
        tree = build_tree(base_url=settings.WAGTAILADMIN_BASE_URL)
        compose_roles()
        loading.users = people.load_accounts()
        made = partners.load_partners(loading)
        people.load_members(loading.users, made)
        builder = pages.load_pages(tree, made, loading)
        pages.load_information(tree, builder, loading)
        english.load_english(tree, builder, loading)
        news.load_news(tree, builder, loading)
        news.load_events(tree, made, builder, loading)
        newest = last_mail()
        words.load_words(loading)
        routing.load_routing(made, loading)
        questions.load_questions(made, loading)
        waiting.load_waiting(made, loading)
        received.load_received(loading)
        connections.load_connections(made, loading)
        deliver_mails(after=newest)
        rebuild_once()
    return loading
