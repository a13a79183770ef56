"""Sealed values and keys, without a database; test_encrypted_rows.py looks at what stands in the tables."""

import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured, ValidationError
from django.db import models
from django.db.models import Q

from clairdroit import encryption
from clairdroit.encryption import (
    EncryptedEmailField,
    EncryptedTextField,
    KeyFormatError,
    Unreadable,
    UnreadableTextError,
    keys,
)

OLD, NEW = encryption.make_key(), encryption.make_key()
WORDS = "Je n’arrive plus à payer mon loyer. 🏠"


class Letter(models.Model):
    text = EncryptedTextField(blank=True)
    email = EncryptedEmailField("e-mail", blank=True)

    class Meta:
        app_label = "clairdroit_questions_tests"

    def __str__(self):
        return "Letter"


@pytest.fixture(autouse=True)
def _keys(settings):
    settings.CLAIRDROIT_ENCRYPTION_KEYS = [OLD]


def test_a_sealed_value_tells_nothing_but_its_key():
    sealed = encryption.seal(WORDS, "letter.text")
    assert sealed.startswith(f"e1:{keys.parse_key(OLD).id}:")
    assert "loyer" not in sealed
    assert OLD not in sealed
    assert encryption.open_sealed(sealed, "letter.text") == WORDS


def test_the_same_words_are_never_sealed_alike():
    assert encryption.seal(WORDS, "letter.text") != encryption.seal(WORDS, "letter.text")


def test_an_empty_text_stays_empty():
    assert encryption.seal("", "letter.text") == ""


def test_a_value_that_was_never_sealed_is_itself():
    assert encryption.open_sealed("e1: en clair", "letter.text") == "e1: en clair"


def test_the_first_key_encrypts_and_all_decrypt(settings):
    before = encryption.seal(WORDS, "letter.text")
    settings.CLAIRDROIT_ENCRYPTION_KEYS = [NEW, OLD]
    after = encryption.seal(WORDS, "letter.text")
    assert after.startswith(f"e1:{keys.parse_key(NEW).id}:")
    assert not encryption.is_current(before)
    assert encryption.is_current(after)
    assert {encryption.open_sealed(value, "letter.text") for value in (before, after)} == {WORDS}


def tampered(sealed):
    return sealed[:-6] + ("A" if sealed[-6] != "A" else "B") + sealed[-5:]


@pytest.mark.parametrize(
    "change", [tampered, lambda sealed: sealed[:-8], lambda sealed: sealed.replace("e1:", "e1:", 1)]
)
def test_a_damaged_or_moved_value_does_not_open(change):
    sealed = encryption.seal(WORDS, "letter.text")
    moved = change(sealed)
    found = encryption.open_sealed(moved, "letter.text" if moved != sealed else "letter.email")
    assert isinstance(found, Unreadable)
    assert found.stored == moved
    assert "loyer" not in found


def test_a_value_whose_key_is_gone_is_a_sentence_and_is_sealed_back_as_it_was(settings):
    sealed = encryption.seal(WORDS, "letter.text")
    settings.CLAIRDROIT_ENCRYPTION_KEYS = [NEW]
    found = encryption.open_sealed(sealed, "letter.text")
    assert "cannot be read" in found or "ne peut pas être lu" in found
    assert encryption.seal(found, "letter.text") == sealed


@pytest.mark.parametrize(
    "key", ["", "court", "é" * 44, OLD[:-4], OLD + "AAAA"], ids=["empty", "word", "accents", "short", "long"]
)
def test_a_key_that_cannot_be_one_is_refused_without_being_shown(key):
    with pytest.raises(KeyFormatError) as refused:
        keys.parse_key(key)
    assert not key or key not in str(refused.value)


def test_without_a_key_nothing_is_sealed(settings):
    settings.CLAIRDROIT_ENCRYPTION_KEYS = []
    with pytest.raises(ImproperlyConfigured, match="CLAIRDROIT_ENCRYPTION_KEYS"):
        encryption.seal(WORDS, "letter.text")


class TestFields:
    field = Letter._meta.get_field("text")

    def stored(self, text):
        return self.field.get_db_prep_save(text, connection=None)

    def test_what_is_written_is_sealed_and_what_is_read_is_plain(self):
        assert encryption.is_sealed(self.stored(WORDS))
        assert self.field.from_db_value(self.stored(WORDS), None, None) == WORDS

    def test_a_sealed_text_that_somebody_typed_is_a_text_like_any_other(self):
        typed = self.stored(WORDS)
        assert self.field.clean(typed, Letter()) == typed
        assert self.field.from_db_value(self.stored(typed), None, None) == typed

    def test_a_serialised_object_holds_the_sealed_text_and_comes_back_plain(self):
        written = self.field.value_to_string(Letter(text=WORDS))
        assert encryption.is_sealed(written)
        assert self.field.to_python(written) == WORDS

    @pytest.mark.parametrize("lookup", [{"text": "loyer"}, {"text__icontains": "loyer"}, {"text__in": ["loyer"]}])
    def test_no_word_can_be_asked_of_the_database(self, lookup):
        with pytest.raises(FieldError):
            str(Letter.objects.filter(**lookup).query)

    @pytest.mark.parametrize("condition", [Q(text=""), ~Q(text=""), Q(text__isnull=False)])
    def test_whether_it_is_empty_can_be_asked(self, condition):
        assert "text" in str(Letter.objects.filter(condition).query)

    def test_an_address_is_checked_as_ever(self):
        with pytest.raises(ValidationError):
            Letter(email="pas une adresse").full_clean()
        Letter(email="nadia@citoyenne.invalid").full_clean()

    def test_the_migration_names_the_package_and_keeps_a_former_name(self):
        field = EncryptedTextField(bound_to="letters.former.text")
        field.set_attributes_from_name("text")
        _name, path, _args, kwargs = field.deconstruct()
        assert path == "clairdroit.encryption.EncryptedTextField"
        assert kwargs == {"bound_to": "letters.former.text"}
        assert field.bound_to == "letters.former.text"


class TestUnreadable:
    field = Letter._meta.get_field("text")

    @pytest.fixture
    def letter(self, settings):
        sealed = self.field.get_db_prep_save(WORDS, connection=None)
        settings.CLAIRDROIT_ENCRYPTION_KEYS = [NEW]
        return Letter(text=self.field.from_db_value(sealed, None, None))

    def test_saving_the_rest_of_the_row_writes_back_what_was_there(self, letter):
        stored = letter.text.stored
        assert self.field.get_db_prep_save(self.field.pre_save(letter, add=False), connection=None) == stored
        letter.full_clean()

    @pytest.mark.parametrize("text", ["Autre chose", ""])
    def test_no_save_replaces_it(self, letter, text):
        letter.text = text
        with pytest.raises(UnreadableTextError):
            self.field.pre_save(letter, add=False)

    def test_a_form_with_another_text_is_told_why_not(self, letter):
        self.field.save_form_data(letter, "Autre chose")
        with pytest.raises(ValidationError) as refused:
            letter.full_clean()
        assert [error.code for error in refused.value.error_dict["text"]] == ["unreadable"]

    def test_a_form_that_sends_the_sentence_back_changes_nothing(self, letter):
        stored = letter.text.stored
        self.field.save_form_data(letter, str(letter.text))
        assert letter.text.stored == stored
        letter.full_clean()
