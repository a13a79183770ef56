"""The network's openings and closings: a first set, and the admin where editors change them."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from wagtail.models import Locale

from clairdroit.questions.enums import PhraseKind
from clairdroit.questions.models import StandardPhrase
from tests.questions.factories import PhraseFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_a_new_site_starts_with_phrases_in_its_languages_and_each_place():
    Locale.objects.get_or_create(language_code="en")
    call_command("setup_questions")
    found = set(StandardPhrase.objects.values_list("locale__language_code", "kind"))
    assert found == {(language, kind) for language in ("fr", "en") for kind in PhraseKind.values}


def test_what_editors_changed_or_removed_does_not_come_back():
    phrase = PhraseFactory(text="À nous.")
    call_command("setup_questions")
    assert list(StandardPhrase.objects.all()) == [phrase]


def test_editors_write_them_in_the_admin(client):
    client.force_login(UserFactory(moderator=True))
    address = reverse("wagtailsnippets_clairdroit_questions_standardphrase:add")
    locale = Locale.get_default()
    sent = {"kind": "closing", "text": "Bon courage.", "heading": "logement", "locale": locale.pk, "position": 3}
    assert client.post(address, sent).status_code == 302
    phrase = StandardPhrase.objects.get()
    assert (phrase.kind, phrase.text, phrase.heading) == (PhraseKind.CLOSING, "Bon courage.", "logement")
    listed = client.get(reverse("wagtailsnippets_clairdroit_questions_standardphrase:list")).content.decode()
    assert "Bon courage." in listed


def test_who_may_not_handle_questions_does_not(client):
    client.force_login(UserFactory())
    address = reverse("wagtailsnippets_clairdroit_questions_standardphrase:add")
    assert client.post(address, {"kind": "closing", "text": "Non."}).status_code == 302
    assert not StandardPhrase.objects.exists()


def test_the_database_refuses_a_phrase_without_text_or_place():
    for wrong in ({"text": ""}, {"kind": "milieu"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PhraseFactory(**wrong)
