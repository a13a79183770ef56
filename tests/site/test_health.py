from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import DatabaseError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from post_office import mail
from post_office.models import Email

from config.tasks import heartbeat

pytestmark = pytest.mark.django_db


@pytest.fixture
def living_worker():
    heartbeat.enqueue()
    DBTaskResult.objects.update(status="SUCCESSFUL", finished_at=timezone.now())


def queue_mail(minutes_ago):
    email = mail.send("a@example.org", "b@example.org", subject="x", message="y")
    Email.objects.filter(pk=email.pk).update(created=timezone.now() - timedelta(minutes=minutes_ago))


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
