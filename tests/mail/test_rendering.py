"""What every mail knows of the site that sends it, and what none may say; keys by the shapes that apps register."""

import re

import pytest
from django.core.exceptions import ImproperlyConfigured
from wagtail.models import Site

from clairdroit.encryption import Unreadable, UnreadableTextError
from clairdroit.kb_pages.models import SiteIdentity
from clairdroit.mail import rendering, shown_keys
from clairdroit.partners_snippets.defaults import new_version
from clairdroit.questions.defaults import new_token

pytestmark = pytest.mark.django_db
LINK = "partners_snippets/emails/partner_link"


def test_a_mail_calls_the_site_as_the_town_does():
    SiteIdentity.objects.create(site=Site.objects.get(is_default_site=True), site_name="Droits & Cie")
    said = rendering.rendered(LINK, "fr", {"partner": {"name": "ADIL"}, "days": 30})
    assert said.subject.endswith("– Droits & Cie")
    assert "partenaire de «\xa0Droits & Cie\xa0». Le lien ouvre votre espace pendant 30 jours" in said.text
    assert "Droits &amp; Cie" in said.html


def test_what_is_known_of_it_is_read_once_for_the_three_templates(django_assert_num_queries):
    with django_assert_num_queries(1):
        rendering.rendered(LINK, "fr", {"partner": {"name": "ADIL"}, "days": 30})


def test_where_no_app_knows_its_name_it_is_wagtail_s(only_registered, settings):
    settings.WAGTAIL_SITE_NAME = "Le site"
    settings.WAGTAILADMIN_BASE_URL = "https://ville.invalid"
    only_registered(rendering.site_facts)
    assert rendering.about_site() == {"site_name": "Le site", "site_url": "https://ville.invalid/"}


def test_a_second_app_that_tells_of_it_is_refused():
    rendering.site_facts.register(SiteIdentity.about_default_site)
    with pytest.raises(ImproperlyConfigured, match="One app tells mails of the site"):
        rendering.site_facts.register(lambda: {"site_name": "Autre"})


def test_a_text_whose_key_is_missing_stands_in_no_mail():
    with pytest.raises(UnreadableTextError):
        rendering.rendered(LINK, "fr", {"partner": Unreadable("enc1:x"), "days": 30})


LINK_KEY = new_version() + "AAx9-" + "aB3_" * 8
REPLY_KEY = new_token()


# Named, since each process makes other keys, and all must collect the same tests.
@pytest.mark.parametrize(
    ("key", "text"),
    [
        pytest.param(LINK_KEY, f"Mon lien : {LINK_KEY}, merci.", id="link"),
        pytest.param(REPLY_KEY, f"autre+{REPLY_KEY}@ville.example", id="reply"),
    ],
)
def test_what_an_app_makes_as_a_key_is_known_because_it_said_so(only_registered, key, text):
    assert key not in shown_keys.without_keys(text)
    only_registered(shown_keys.key_shapes)
    assert key in shown_keys.without_keys(text)


def test_each_shape_says_what_of_it_is_the_key():
    shapes = list(shown_keys.key_shapes)
    assert len(shapes) >= 4
    assert all("key" in re.compile(shape).groupindex for shape in shapes)
