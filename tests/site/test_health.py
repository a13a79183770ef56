from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import DatabaseError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from clairdroit.encryption import make_key
from clairdroit.mail.enums import MailStatus
from clairdroit.mail.models import OutboxMail
from config.tasks import heartbeat
from tests.questions.factories import OutboxMailFactory, QuestionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def living_worker():
    heartbeat.enqueue()
    DBTaskResult.objects.update(status="SUCCESSFUL", finished_at=timezone.now())


def queue_mail(minutes_ago):
    email = OutboxMailFactory()
    OutboxMail.objects.filter(pk=email.pk).update(created_at=timezone.now() - timedelta(minutes=minutes_ago))


def test_healthz_answers_without_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").json() == {"status": "ok"}


def test_readyz_is_well_with_a_living_worker_and_no_old_mail(client, living_worker):
    queue_mail(minutes_ago=5)
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json()["checks"] == {"database": "ok", "worker": "ok", "mail": "ok"}


def test_readyz_says_when_no_worker_lives(client):
    response = client.get("/readyz")
    assert response.status_code == 503
    assert "no heartbeat" in response.json()["checks"]["worker"]


def test_a_heartbeat_that_waits_is_not_a_living_worker(client):
    heartbeat.enqueue()
    assert client.get("/readyz").status_code == 503


def test_readyz_says_when_mails_wait(client, living_worker):
    queue_mail(minutes_ago=31)
    assert client.get("/readyz").json()["checks"]["mail"].startswith("1 mails have waited")


def test_readyz_says_when_the_database_does_not_answer(client):
    with patch("config.health.connection.cursor", side_effect=DatabaseError):
        response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"]["database"] == "does not answer"


@pytest.mark.parametrize(("seconds", "status"), [(-5, 200), (5, 503)])
def test_a_heartbeat_counts_until_the_limit(client, settings, living_worker, seconds, status):
    age = timedelta(seconds=settings.CLAIRDROIT_WORKER_SILENCE_SECONDS + seconds)
    DBTaskResult.objects.update(finished_at=timezone.now() - age)
    assert client.get("/readyz").status_code == status


def test_another_tasks_end_is_no_heartbeat(client, living_worker):
    DBTaskResult.objects.update(task_path="config.tasks.run_command")
    assert client.get("/readyz").status_code == 503


@pytest.mark.parametrize(
    ("state", "status"),
    [(MailStatus.SENT, 200), (MailStatus.FAILED, 200), (MailStatus.WAITING, 503)],
)
def test_only_mails_that_still_wait_are_a_backlog(client, living_worker, state, status):
    queue_mail(minutes_ago=600)
    OutboxMail.objects.update(status=state)
    assert client.get("/readyz").status_code == status


def test_one_failing_part_leaves_the_others_told(client, living_worker):
    queue_mail(minutes_ago=31)
    checks = client.get("/readyz").json()
    assert checks["status"] == "failing"
    assert (checks["checks"]["database"], checks["checks"]["worker"]) == ("ok", "ok")


def test_a_database_that_fails_halfway_leaves_nothing_said_to_be_well(client, living_worker, caplog):
    with patch("config.health.check_mail", side_effect=DatabaseError):
        response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"] == {"database": "does not answer", "worker": "unknown", "mail": "unknown"}
    assert "The database does not answer" in caplog.text


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_no_proxy_keeps_the_answer_and_no_cookie_is_set(client, path):
    response = client.get(path)
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


def test_a_missing_key_of_questions_is_told_and_closes_nothing(client, living_worker, settings):
    QuestionFactory()
    settings.CLAIRDROIT_ENCRYPTION_KEYS = [make_key()]
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json()["status"] == "degraded"
    assert response.json()["checks"]["question keys"].startswith("questions cannot be read: 1 ")


def test_no_key_at_all_is_told(client, living_worker, settings):
    settings.CLAIRDROIT_ENCRYPTION_KEYS = []
    assert client.get("/readyz").json()["checks"]["question keys"].startswith("there is no key")
