"""The list of translations names drafts: it is for those who may write them, and names no others."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission, Locale
from wagtail_localize.models import Translation, TranslationSource

from clairdroit.kb_pages import roles as role_names
from clairdroit.roles import Role
from tests.glossary.factories import GlossaryEntryFactory

from .factories import ArticlePageFactory, TopicPageFactory

ADDRESSES = [reverse(f"wagtail_localize:{name}") for name in ("translations_report", "translations_report_results")]
HOUSING, HEALTH, WORD = "Payer son loyer", "Trouver un médecin", "aide juridictionnelle"


@pytest.fixture
def english(roles):
    locale = Locale.objects.create(language_code="en")
    roles.home.copy_for_translation(locale)
    for key in ("logement", "sante"):
        roles.headings[key].copy_for_translation(locale)
    return locale


@pytest.fixture
def translated(roles, english):
    """An article of each of two headings, and a word of the glossary."""
    things = {}
    for key, title in (("logement", HOUSING), ("sante", HEALTH)):
        topic = TopicPageFactory(parent=roles.headings[key])
        topic.copy_for_translation(english)
        things[key] = ArticlePageFactory(parent=topic, title=title)
        things[key].copy_for_translation(english)
    things["word"] = GlossaryEntryFactory(term=WORD)
    for thing in things.values():
        source, _created = TranslationSource.get_or_create_from_instance(thing)
        Translation.objects.create(source=source, target_locale=english)
    return things


def named(client, address, **query):
    response = client.get(address, query)
    assert response.status_code == 200
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return {title for title in (HOUSING, HEALTH, WORD) if title in content.decode()}


@pytest.mark.parametrize("address", ADDRESSES)
class TestWho:
    def test_an_account_that_only_enters_the_admin_is_refused(self, client, translated, address):
        user = get_user_model().objects.create_user("stagiaire")
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client.force_login(user)
        for query in ({}, {"export": "csv"}, {"export": "xlsx"}):
            response = client.get(address, query, follow=True)
            assert HOUSING not in response.content.decode()
            assert response.redirect_chain
        assert ADDRESSES[0] not in client.get(reverse("wagtailadmin_home")).content.decode()

    def test_an_editor_reads_of_their_own_heading_and_of_the_words_they_write(
        self, client, translated, member_of, address
    ):
        client.force_login(member_of(role_names.editors_of("logement")))
        assert named(client, address) == {HOUSING, WORD}
        assert ADDRESSES[0] in client.get(reverse("wagtailadmin_home")).content.decode()

    @pytest.mark.parametrize("role", [Role.MODERATORS, Role.COORDINATION])
    def test_who_reads_over_everywhere_sees_all(self, client, translated, member_of, role, address):
        client.force_login(member_of(role))
        assert named(client, address) == {HOUSING, HEALTH, WORD}

    def test_a_translator_sees_what_they_may_write_in_their_language(self, client, translated, english, address):
        group = Group.objects.create(name="Traduction")
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        GroupPagePermission.objects.create(
            group=group,
            page=translated["sante"].get_translation(english),
            permission=Permission.objects.get(codename="change_page"),
        )
        user = get_user_model().objects.create_user("traductrice")
        user.groups.add(group)
        client.force_login(user)
        assert named(client, address) == {HEALTH}


def test_what_is_downloaded_names_no_more_than_the_page(client, translated, member_of):
    client.force_login(member_of(role_names.editors_of("logement")))
    assert HEALTH not in named(client, ADDRESSES[0], export="csv")
    assert named(client, ADDRESSES[0], source_title="médecin") == set()
