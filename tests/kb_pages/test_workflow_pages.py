"""Wagtail's screen of a workflow opens whatever its address says of the leaf of its pages."""

import pytest
from django.urls import reverse
from wagtail.models import Workflow


@pytest.mark.parametrize("leaf", ["", "1", "2", "0", "-1", "x", "9" * 30, "1.5", "\0"])
def test_it_opens(client, admin_user, roles, leaf):
    client.force_login(admin_user)
    workflow = Workflow.objects.active().get(name="Relecture")
    answer = client.get(reverse("wagtailadmin_workflows:edit", args=[workflow.pk]), {"p": leaf})
    assert answer.status_code == 200
    assert "Mon logement" in answer.content.decode()
