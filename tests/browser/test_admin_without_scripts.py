"""What went wrong is seen where no script runs: Wagtail's messages wait above the page for one to bring them in."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone

from clairdroit.questions.enums import ReportStatus
from tests.questions.factories import ErrorReportFactory
from tests.shell import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "un mot de passe de chef"
SEEN = """(list) => {
  const style = getComputedStyle(list), box = list.getBoundingClientRect();
  return style.opacity === "1" && box.top >= 0 && box.height > 10;
}"""


@pytest.fixture
def boss(served):
    factories.site_with_a_home_page()
    return get_user_model().objects.create_superuser("chef", "chef@ville.invalid", PASSWORD)


def fill_in(page, password):
    page.locator("#id_username").fill("chef")
    page.locator("#id_password").fill(password)
    page.locator("button[type=submit]").first.click()


def test_a_wrong_password_is_said(visit, boss, javascript):
    page = visit("/admin/login/", javascript=javascript)
    fill_in(page, "faux")
    page.wait_for_function(f"() => [...document.querySelectorAll('.messages > ul')].some({SEEN})")
    assert "mot de passe" in page.locator(".messages > ul").inner_text()


def test_what_is_wrong_in_a_form_is_said(visit, boss):
    page = visit("/admin/login/", javascript=False)
    fill_in(page, PASSWORD)
    # Its fields stand behind tabs.
    page.goto(reverse("wagtailusers_users:add"))
    values = {"username": "lise", "email": "lise@ville.invalid", "first_name": "Lise", "last_name": "Morel"}
    for name, value in (values | {"password1": PASSWORD, "password2": "un autre mot de passe"}).items():
        page.locator(f"#id_{name}").fill(value)
    page.locator("main form button[type=submit]").last.click()
    page.locator(".error-message").first.wait_for()
    assert page.locator(".messages > ul").evaluate(SEEN)


def test_a_list_is_narrowed(visit, boss):
    ErrorReportFactory(text="Le numéro ne répond plus.")
    ErrorReportFactory(text="Une coquille.", status=ReportStatus.HANDLED, handled_at=timezone.now())
    page = visit("/admin/login/", javascript=False)
    fill_in(page, PASSWORD)
    page.goto(reverse("signalements:index"))
    page.get_by_label("Statut").last.select_option(label="Traité")
    page.get_by_role("button", name="Réduire la liste").click()
    page.get_by_text("Une coquille.").wait_for()
    assert page.get_by_text("Le numéro ne répond plus.").count() == 0
