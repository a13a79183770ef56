"""What the command says and does beside loading: refusals, and the start of `make run` that finds all loaded."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from clairdroit.kb_pages.models import ArticlePage
from clairdroit.partners_snippets.models import Partner
from clairdroit.questions.models import Question
from demo.accounts import ACCOUNTS, PASSWORD, describe_accounts
from demo.loader.run import NotADemoError, refuse_real_site


@pytest.fixture
def demo_site(settings):
    settings.CLAIRDROIT_DEMO = True


def test_the_printed_table_names_every_account_and_the_password():
    table = describe_accounts()
    assert PASSWORD in table
    assert all(f"  {account.username}" in table for account in ACCOUNTS)


@pytest.mark.django_db
def test_a_real_site_is_refused():
    Partner.objects.create(name="Un vrai partenaire")
    with pytest.raises(NotADemoError):
        refuse_real_site()


@pytest.mark.django_db
def test_the_command_says_why_it_refuses_a_real_site(demo_site):
    Partner.objects.create(name="Un vrai partenaire")
    with pytest.raises(CommandError, match="Nothing was loaded"):
        call_command("load_demo", stdout=StringIO())
    assert not Question.objects.exists()


@pytest.mark.django_db
def test_the_command_asks_for_the_setting(settings):
    settings.CLAIRDROIT_DEMO = False
    with pytest.raises(CommandError, match="CLAIRDROIT_DEMO"):
        call_command("load_demo", stdout=StringIO())


@pytest.mark.django_db
def test_once_leaves_a_loaded_site_alone_and_says_nothing(demo_site):
    Partner.objects.create(name="Point conseil", source="demo", source_id="point-conseil")
    out = StringIO()
    call_command("load_demo", once=True, stdout=out)
    assert out.getvalue() == ""
    assert not ArticlePage.objects.exists()
