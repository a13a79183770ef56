"""Two addresses for a supervisor: is the process alive, and can the site do its work?"""

import logging
from datetime import timedelta

from django.apps import apps
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django_tasks_db.models import DBTaskResult

from clairdroit.mail import conf as mail_conf
from clairdroit.mail.models import OutboxMail
from clairdroit.search import conf as search_conf
from config import conf

logger = logging.getLogger(__name__)


@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Whether the process answers; it looks at nothing else, so that a slow database restarts nothing."""
    return JsonResponse({"status": "ok"})


@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Database, worker's heartbeat and mail backlog: 200 when all is well, else 503 and which part is not.

    Shape: `{"status": "ok" | "degraded" | "failing", "checks": {"database": "ok", "worker": "ok", "mail": "ok"}}`, and
    "search" where an Elasticsearch is set, "mailbox" where replies are fetched from one, "question keys" where one is
    missing. What is wrong with these three closes no page to readers: 200.
    """
    checks = {"database": "ok", "worker": "ok", "mail": "ok"}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        checks["worker"] = check_worker()
        checks["mail"] = check_mail()
    except DatabaseError:
        logger.exception("The database does not answer")
        checks = {"database": "does not answer", "worker": "unknown", "mail": "unknown"}
    if set(checks.values()) != {"ok"}:
        return JsonResponse({"status": "failing", "checks": checks}, status=503)
    if apps.is_installed("clairdroit.search") and search_conf.elasticsearch_url():
        checks["search"] = check_search()
    if mail_conf.imap_url():
        checks["mailbox"] = check_mailbox()
    if apps.is_installed("clairdroit.questions") and (said := check_question_keys()):
        checks["question keys"] = said
    healthy = set(checks.values()) == {"ok"}
    return JsonResponse({"status": "ok" if healthy else "degraded", "checks": checks})


def check_worker() -> str:
    """The clock asks for a heartbeat each minute: none done for a while means a dead worker or a dead clock."""
    limit = timezone.now() - timedelta(seconds=conf.worker_silence_seconds())
    alive = DBTaskResult.objects.filter(task_path="config.tasks.heartbeat", finished_at__gte=limit).exists()
    return "ok" if alive else f"no heartbeat for {conf.worker_silence_seconds()} s"


def check_question_keys() -> str:
    from clairdroit.questions.confidentiality.health import trouble

    return trouble()


def check_mailbox() -> str:
    from clairdroit.mail.mailbox.notice import failure

    found = failure()
    return f"cannot be read since {found.since:%Y-%m-%d %H:%M} UTC: {found.sentence}" if found else "ok"


def check_search() -> str:
    from clairdroit.search.mirror.health import trouble

    found = trouble()
    return f"the database searches: {found.sentence}" if found else "ok"


def check_mail() -> str:
    late, minutes = OutboxMail.objects.late().count(), int(mail_conf.backlog().total_seconds() // 60)
    return f"{late} mails have waited for over {minutes} minutes" if late else "ok"
