"""The readers of settings, one by one; `test_settings` shows that the site's start uses them."""

import pytest
from django.conf import settings

from clairdroit.app_settings import Setting, declared, whole_number
from clairdroit.mail import conf as mail_conf
from clairdroit.registries import registered
from config import conf, environment
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


@pytest.fixture
def setting():
    with registered(declared):
        return whole_number(NAME, 7, least=3)


@pytest.mark.parametrize("text", [None, "", "  "])
def test_a_variable_that_is_unset_or_empty_gives_the_default(setting, value, text):
    value(text)
    assert environment.given(setting) == 7
    assert environment.given(setting, 9) == 9


@pytest.mark.parametrize(("text", "expected"), [("3", 3), ("4", 4), (" 5 ", 5)])
def test_what_a_variable_says_goes_before_any_default(setting, value, text, expected):
    value(text)
    assert environment.given(setting) == environment.given(setting, 9) == expected


@pytest.mark.parametrize("text", ["2", "-3", "3.5", "three", "0x10"])
def test_any_other_value_is_refused_by_the_variable_s_name_and_not_shown(setting, value, text):
    value(text)
    with pytest.raises(BadSetting) as refused:
        environment.given(setting)
    assert str(refused.value) == f"{NAME}: it expects a whole number, 3 or more."


def test_a_refusal_names_the_variable_where_it_has_another_name_than_the_setting(monkeypatch):
    monkeypatch.setenv("IMAP_URL", "imap://a:secret@imap.ville.example")
    with pytest.raises(BadSetting, match=r"^IMAP_URL: ") as refused:
        environment.given(mail_conf.imap_url)
    assert "secret" not in str(refused.value)


def test_of_the_apps_all_that_they_declare_is_read(monkeypatch):
    monkeypatch.setenv("CLAIRDROIT_WEBHOOK_PATIENCE_DAYS", "9")
    found = environment.given_to_apps(settings.INSTALLED_APPS)
    assert found["CLAIRDROIT_WEBHOOK_PATIENCE_DAYS"] == 9
    own = {setting.name for setting in vars(conf).values() if isinstance(setting, Setting)}
    assert set(found) | own == declared.keys()


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
