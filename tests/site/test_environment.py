"""The readers of settings, one by one; `test_settings` shows that the site's start uses them."""

import pytest

from config import environment
from config.environment import BadSetting

NAME = "CLAIRDROIT_TESTED"


@pytest.fixture
def value(monkeypatch):
    def give(text):
        if text is None:
            monkeypatch.delenv(NAME, raising=False)
        else:
            monkeypatch.setenv(NAME, text)

    return give


def address(**more):
    return environment.address(NAME, **{"schemes": ("redis", "unix"), "expected": "an address", **more})


@pytest.mark.parametrize("text", [None, "", "  "])
def test_a_variable_that_is_unset_or_empty_gives_the_default(value, text):
    value(text)
    assert environment.whole_number(NAME, 7, least=1) == 7
    assert environment.read(environment.env.bool, NAME, True, expected="yes or no") is True
    assert address(default="redis://a") == "redis://a"
    assert environment.mail_address(NAME, "a@b.example") == "a@b.example"


@pytest.mark.parametrize(("text", "expected"), [("3", 3), ("4", 4), (" 5 ", 5)])
def test_a_whole_number_may_be_the_least_itself(value, text, expected):
    value(text)
    assert environment.whole_number(NAME, 7, least=3) == expected


@pytest.mark.parametrize("text", ["2", "-3", "3.5", "three", "0x10"])
def test_any_other_number_is_refused_and_the_sentence_says_what_is_expected(value, text):
    value(text)
    with pytest.raises(BadSetting, match=f"^{NAME}: .*expects a whole number, 3 or more"):
        environment.whole_number(NAME, 7, least=3)


@pytest.mark.parametrize("text", ["redis://a", "redis://a:6379/0", "redis://[::1]:1", "unix:///run/redis.sock"])
def test_an_address_is_taken_as_it_is(value, text):
    value(text)
    assert address() == text


@pytest.mark.parametrize(
    "text", ["a", "http://a", "redis://", "redis:///0", "redis://a:0", "redis://a:65536", "redis://a:x", "redis://[::1"]
)
def test_an_address_that_none_could_reach_is_refused(value, text):
    value(text)
    with pytest.raises(BadSetting, match=f"^{NAME}: it expects an address"):
        address()


def test_a_refusal_never_shows_the_value_which_may_hold_a_password(value):
    value("redis://user:secret@host:many")
    with pytest.raises(BadSetting) as refused:
        address()
    assert "secret" not in str(refused.value)
    with pytest.raises(BadSetting) as refused:
        environment.whole_number(NAME, 7, least=3)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("text", ["droits@ville.example", "Vos droits <droits@ville.example>"])
def test_a_mail_address_may_have_a_name(value, text):
    value(text)
    assert environment.mail_address(NAME, "") == text


@pytest.mark.parametrize("text", ["droits", "@ville.example", "droits@", "Vos droits <>"])
def test_half_a_mail_address_is_refused(value, text):
    value(text)
    with pytest.raises(BadSetting, match=f"^{NAME}: it expects an e-mail address"):
        environment.mail_address(NAME, "")


def test_what_the_environment_holds_goes_before_the_file(tmp_path, value):
    value("from the environment")
    file = tmp_path / ".env"
    file.write_text(f"{NAME}=from the file\n")
    environment.read_file(file)
    assert environment.env.str(NAME) == "from the environment"


def test_a_file_that_is_absent_is_none_and_one_that_is_not_text_is_named(tmp_path):
    environment.read_file(tmp_path / "absent")
    file = tmp_path / ".env"
    file.write_bytes(b"NAME=\xe9\n")
    with pytest.raises(BadSetting, match=r"\.env: the file cannot be read"):
        environment.read_file(file)
