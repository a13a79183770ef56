"""On a partner's telephone its page begins with the question; on that of somebody who asks, the site is all there."""

import pytest
from django.urls import reverse

from clairdroit.questions import links
from tests.questions.factories import AssignmentFactory
from tests.shell import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def asked(served, settings, live_server):
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    factories.site_with_a_home_page()
    return AssignmentFactory(partner__name="ADIL 78", question__text="Mon propriétaire garde ma caution.")


@pytest.fixture
def telephone(browser, live_server):
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 390, "height": 844}, locale="fr-FR", has_touch=True
    )
    yield context.new_page()
    context.close()


def test_the_question_is_read_without_scrolling(telephone, asked):
    token = links.partner_token(asked.partner)
    telephone.goto(reverse("clairdroit_questions:assignment", args=[token, asked.question.uuid]))
    words = telephone.get_by_text("Mon propriétaire garde ma caution.")
    assert words.bounding_box()["y"] < 300
    for part in (".site-nav", ".search-box", ".languages"):
        assert telephone.locator(part).count() == 0, part
    assert telephone.get_by_role("link", name="Poser une question").count() == 0
    assert telephone.locator(".site-header").bounding_box()["height"] < 60


def test_whoever_asks_keeps_the_whole_header(telephone, asked):
    telephone.goto(reverse("clairdroit_questions:ask"))
    assert telephone.locator(".site-nav").is_visible()
