import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page, Site, WorkflowPage

from clairdroit.kb_pages.actions import build_tree, record_address
from clairdroit.kb_pages.models import HeadingPage, HomePage
from clairdroit.roles import Role
from clairdroit.taxonomy.enums import Heading

pytestmark = pytest.mark.django_db


def counts():
    return (
        Page.objects.count(),
        Group.objects.count(),
        GroupPagePermission.objects.count(),
        GroupCollectionPermission.objects.count(),
        WorkflowPage.objects.count(),
        sum(group.permissions.count() for group in Group.objects.all()),
    )


def test_a_new_site_has_a_home_page_eight_headings_news_and_events():
    call_command("setup_site", base_url="https://droits.example.org", verbosity=0)
    site = Site.objects.get()
    assert site.root_url == "https://droits.example.org"
    assert isinstance(site.root_page.specific, HomePage)
    assert set(HeadingPage.objects.live().values_list("key", flat=True)) == set(Heading.values)
    children = site.root_page.get_children().live().specific()
    assert [type(page).__name__ for page in children] == ["HeadingPage"] * 8 + ["NewsIndexPage", "EventIndexPage"]


def test_the_first_words_are_french():
    tree = build_tree()
    assert tree.home.headline == "Quel est votre besoin\u00a0?"
    assert tree.headings["precarite"].title == "Manger, payer, tenir"


def test_what_is_above_all_pages_has_a_french_name_and_keeps_another_one():
    build_tree()
    root = Page.get_first_root_node()
    assert (root.title, root.draft_title) == ("Toutes les pages", "Toutes les pages")
    Page.objects.filter(pk=root.pk).update(title="Nos sites")
    build_tree()
    assert Page.get_first_root_node().title == "Nos sites"


def test_running_it_again_changes_nothing():
    call_command("setup_site", verbosity=0)
    before = counts()
    call_command("setup_site", verbosity=0)
    assert counts() == before


def test_it_keeps_what_an_editor_wrote():
    tree = build_tree()
    heading = tree.headings["logement"]
    heading.title = "Se loger"
    heading.save_revision().publish()
    assert build_tree().headings["logement"].title == "Se loger"


def test_it_puts_back_what_is_missing():
    tree = build_tree()
    tree.headings["seniors"].delete()
    again = build_tree()
    assert again.made == ["Bien vieillir"]
    assert again.headings["seniors"].live


def test_it_keeps_the_site_address_unless_one_is_given():
    build_tree(base_url="https://droits.example.org")
    assert build_tree().site.root_url == "https://droits.example.org"
    assert build_tree(base_url="http://127.0.0.1:8011").site.root_url == "http://127.0.0.1:8011"


def test_the_page_of_wagtails_first_migration_goes():
    assert Page.objects.filter(title__startswith="Welcome").exists()
    build_tree()
    assert not Page.objects.filter(title__startswith="Welcome").exists()


def test_a_new_site_takes_the_address_of_the_settings_and_one_that_has_its_own_keeps_it(settings):
    settings.WAGTAILADMIN_BASE_URL = "https://droits.example.org"
    call_command("setup_site", verbosity=0)
    assert Site.objects.get().root_url == "https://droits.example.org"
    settings.WAGTAILADMIN_BASE_URL = "http://127.0.0.1:8000"
    call_command("setup_site", verbosity=0)
    assert Site.objects.get().root_url == "https://droits.example.org"


def test_an_address_can_be_recorded_again():
    call_command("setup_site", base_url="http://127.0.0.1:8000", verbosity=0)
    record_address("http://127.0.0.1:8123")
    assert Site.objects.get().root_url == "http://127.0.0.1:8123"


def test_a_dry_run_makes_nothing(capsys):
    before = counts()
    call_command("setup_site", dry_run=True)
    assert counts() == before
    assert capsys.readouterr().out.startswith("Would make 11 pages")


def test_an_address_that_is_none_is_refused():
    with pytest.raises(CommandError, match="expects an address"):
        call_command("setup_site", base_url="droits.example.org")


def test_wagtails_own_groups_go_unless_someone_is_in_them():
    user = get_user_model().objects.create_user("ancienne")
    user.groups.add(Group.objects.get(name="Moderators"))
    call_command("setup_site", verbosity=0)
    assert not Group.objects.filter(name="Editors").exists()
    assert Group.objects.filter(name="Moderators").exists()


def test_every_heading_and_the_news_and_events_are_moderated(roles):
    for page in [*roles.headings.values(), roles.news_index, roles.event_index]:
        workflow = page.get_workflow()
        assert workflow.name == "Relecture"
    task = workflow.tasks.get().specific
    assert {group.name for group in task.groups.all()} == {Role.MODERATORS, Role.COORDINATION}
