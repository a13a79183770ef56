"""Whatever changes is seen on every page that shows it: in the process that changed it at once, in another at its next
look. The pages compared are those of a small site, and each with what Django answers at that moment."""

import logging
import time
import zlib

import pytest
from django.db import OperationalError, connection, transaction
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect

from clairdroit.comarquage.models import OfficialSheet
from clairdroit.glossary.models import GlossaryEntry
from clairdroit.kb_pages.models import SiteIdentity
from clairdroit.page_store import tables, versions
from clairdroit.page_store.models import TableVersion
from clairdroit.partners_snippets.models import Partner
from clairdroit.territories.models import Commune
from tests.comarquage.factories import OfficialSheetFactory
from tests.glossary.factories import GlossaryEntryFactory
from tests.kb_pages.factories import ArticlePageFactory, EventPageFactory, NewsPageFactory, stream
from tests.page_store.serving import now
from tests.partners_snippets.factories import PartnerFactory
from tests.territories.factories import CommuneFactory


class Town:
    """An article that cites a partner and uses an explained word, news, an event, a fiche, a commune."""

    def __init__(self, tree, topic):
        self.tree, self.topic = tree, topic
        self.commune = CommuneFactory()
        self.partner = PartnerFactory(name="CCAS du Centre", headings=["logement"], communes=[self.commune])
        self.word = GlossaryEntryFactory(term="quotité", plain_wording="part")
        body = [
            ("paragraph", "<h2>La quotité</h2><p>La quotité est une part.</p>"),
            ("partners", [self.partner.pk]),
        ]
        self.article = ArticlePageFactory(parent=topic)
        self.article.body = stream(type(self.article), *body)
        self.article.save_revision().publish()
        home = tree.home
        self.news = NewsPageFactory(parent=home.get_children().type(_news_index(home)).get())
        self.event = EventPageFactory(parent=home.get_children().type(_event_index(home)).get())
        self.sheet = OfficialSheetFactory()

    @property
    def partner_address(self):
        return reverse("clairdroit_partners_snippets:partner", args=[self.partner.slug, self.partner.pk])

    @property
    def addresses(self):
        pages = [
            self.tree.home,
            self.tree.headings["logement"],
            self.topic,
            self.article,
            self.news.get_parent(),
            self.news,
            self.event.get_parent(),
            self.event,
        ]
        own = [page.url for page in pages]
        return [
            *own,
            *(f"{address}?commune=78646" for address in own[:4]),
            self.partner_address,
            f"{self.partner_address}?commune=78646",
            reverse("clairdroit_partners_snippets:directory"),
            reverse("clairdroit_partners_snippets:directory") + "?commune=78646&rubrique=logement",
            reverse("clairdroit_comarquage:sheet", args=[self.sheet.pk]),
            reverse("clairdroit_comarquage:index"),
            reverse("clairdroit_glossary:words"),
        ]


def _news_index(home):
    from clairdroit.kb_pages.models import NewsIndexPage

    return NewsIndexPage


def _event_index(home):
    from clairdroit.kb_pages.models import EventIndexPage

    return EventIndexPage


@pytest.fixture
def town(tree, topic):
    return Town(tree, topic)


def edit(page, **values):
    page = page.specific_class.objects.get(pk=page.pk)
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()


def raw(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


CHANGES = {
    "an article": lambda town: edit(town.article, title="Un autre titre", summary="Autrement."),
    "an article withdrawn": lambda town: town.article.unpublish(),
    "an article deleted": lambda town: town.article.delete(),
    "an article moved": lambda town: town.article.move(town.tree.headings["emploi"], pos="last-child"),
    "a new article": lambda town: ArticlePageFactory(parent=town.topic, title="Tout nouveau"),
    "a private article": lambda town: town.article.view_restrictions.create(restriction_type="login"),
    "a topic": lambda town: edit(town.topic, title="Un autre sujet"),
    "a heading": lambda town: edit(town.tree.headings["logement"], examples="Autre chose"),
    "the home page": lambda town: edit(town.tree.home, headline="Que cherchez-vous ?"),
    "news": lambda town: edit(town.news, title="Une autre nouvelle"),
    "an event": lambda town: edit(town.event, title="Un autre atelier"),
    "a partner": lambda town: _saved(town.partner, phone="01 99 00 56 78", name="CCAS du Nord"),
    "a partner in bulk": lambda town: Partner.objects.update(description="En bloc."),
    "a partner withdrawn": lambda town: _saved(town.partner, live=False),
    "a new partner": lambda town: PartnerFactory(name="ADIL", communes=[town.commune]),
    "a word": lambda town: _saved(town.word, plain_wording="morceau"),
    "a word deleted": lambda town: GlossaryEntry.objects.all().delete(),
    "a fiche": lambda town: _saved(town.sheet, title="Un autre toit", packed_xml=_xml(town.sheet)),
    "a fiche withdrawn": lambda town: OfficialSheet.objects.update(withdrawn_at="2026-01-01T00:00Z"),
    "a commune": lambda town: Commune.objects.update(name="Versailles-sur-Mer"),
    "the site's name": lambda town: SiteIdentity.objects.update_or_create(
        site=town.tree.home.get_site(), defaults={"site_name": "Un autre nom"}
    ),
    "raw SQL": lambda town: raw("UPDATE clairdroit_partners_snippets_partner SET phone = %s", "01 99 00 99 99"),
}


def _saved(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def _xml(sheet):
    return zlib.compress(zlib.decompress(sheet.packed_xml).replace(b"Un toit pour chacun", b"Une cave"))


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_seen_on_every_page_of_both_processes(name, town, process, other_process, committed):
    addresses = town.addresses
    before = {}
    for address in addresses:
        before[address] = process.kept(address).body
        assert other_process.kept(address).body == before[address], address
    with committed():
        CHANGES[name](town)
    after = {address: now(address) for address in addresses}
    assert any(answer.status != 200 or answer.body != before[at] for at, answer in after.items()), "no change"
    other_process.let_it_look()
    for each in (process, other_process):
        for address, answer in after.items():
            found = each.get(address)
            assert found.status == answer.status, address
            assert found.status != 200 or found.body == answer.body, address


def test_what_no_page_reads_drops_none(town, process, committed):
    for address in town.addresses:
        process.kept(address)
    kept = set(process.pages.store.pages)
    with committed():
        Redirect.objects.create(old_path="/alt", redirect_link="/neu")
    assert set(process.pages.store.pages) == kept
    assert not TableVersion.objects.filter(table=Redirect._meta.db_table).exists()


def test_what_is_undone_drops_none(town, process, committed):
    address = town.partner_address
    process.kept(address)
    with committed():
        undone = transaction.savepoint()
        Partner.objects.update(phone="01 99 00 00 00")
        transaction.savepoint_rollback(undone)
    assert process.is_kept(address)
    asked = len(process.django.asked)
    process.get(address)
    assert len(process.django.asked) == asked


def test_a_change_while_the_page_is_made_is_not_lost(town, process, committed):
    address = town.partner_address
    process.kept(address)
    process.pages.store.drop({Partner._meta.db_table})
    made = process.django.application

    def changed_after(environ, start_response):
        body = made(environ, start_response)
        with committed():
            Partner.objects.update(phone="01 99 00 77 77")
        return body

    process.django.application = changed_after
    process.get(address)
    process.django.application = made
    assert process.get(address).body == now(address).body


def test_another_process_looks_within_a_second(process):
    assert versions.LOOK_EVERY_SECONDS <= 0.5
    process.let_it_look()
    looked_at = process.pages.watcher.looked_at
    process.pages.watcher.look()
    assert process.pages.watcher.looked_at > looked_at
    looked_at = process.pages.watcher.looked_at
    process.pages.watcher.look()
    assert process.pages.watcher.looked_at == looked_at


class TestWithoutADatabase:
    @pytest.fixture
    def silent(self, monkeypatch):
        def fail(*args):
            raise OperationalError("the server closed the connection")

        return lambda: monkeypatch.setattr(TableVersion.objects, "values_list", fail)

    def test_what_is_kept_is_answered_and_the_log_says_so_once(self, town, process, silent, caplog):
        address = town.article.url
        kept = process.kept(address).body
        silent()
        caplog.clear()
        for _ in range(3):
            process.let_it_look()
            assert process.get(address).body == kept
        assert [record.message for record in caplog.records if record.name.startswith("clairdroit.page_store")] == [
            "Kept pages are answered unchecked"
        ]

    def test_nothing_new_is_kept(self, town, process, silent):
        silent()
        process.let_it_look()
        assert not process.is_kept(town.article.url)

    def test_a_page_whose_time_is_over_stands_in_for_an_error(self, town, process, caplog):
        address = town.article.url
        kept = process.kept(address).body
        next(iter(process.pages.store.pages.values())).fresh_until = time.monotonic() - 1
        process.django.application = _unavailable
        with caplog.at_level(logging.WARNING):
            answer = process.get(address)
        assert (answer.status, answer.body) == (200, kept)
        assert "A kept page stands in for one that could not be made" in caplog.messages

    def test_a_page_that_was_dropped_does_not(self, town, process):
        address = town.article.url
        process.kept(address)
        process.pages.store.drop({"wagtailcore_page"})
        process.django.application = _unavailable
        assert process.get(address).status == 503

    def test_writing_goes_on(self, town, process, committed, monkeypatch, caplog):
        class Busy:
            def filter(self, **kwargs):
                raise OperationalError("database is locked")

        monkeypatch.setattr(TableVersion, "objects", Busy())
        with committed():
            Partner.objects.update(phone="01 99 00 12 12")
        assert Partner.objects.get(pk=town.partner.pk).phone == "01 99 00 12 12"
        assert "Kept pages of other processes stay until they are too old" in caplog.messages


def _unavailable(environ, start_response):
    start_response("503 Service Unavailable", [("Retry-After", "30")])
    return [b"later"]


def test_a_page_is_made_anew_when_its_time_is_over(town, process):
    process.kept(town.article.url)
    next(iter(process.pages.store.pages.values())).fresh_until = time.monotonic() - 1
    asked = len(process.django.asked)
    process.get(town.article.url)
    assert len(process.django.asked) == asked + 1
    process.get(town.article.url)
    assert len(process.django.asked) == asked + 1


def test_while_one_makes_it_anew_others_get_it_as_it_was(town, process):
    kept = process.kept(town.article.url).body
    key, page = next(iter(process.pages.store.pages.items()))
    page.fresh_until = time.monotonic() - 1
    turn, is_ours = process.pages.store.begin(key)
    assert is_ours
    asked = len(process.django.asked)
    assert process.get(town.article.url).body == kept
    assert len(process.django.asked) == asked
    process.pages.store.end(key, turn, page)


@pytest.mark.parametrize(
    ("statement", "found", "has_written"),
    [
        ('SELECT "a"."x" FROM "a" INNER JOIN "b" ON (1) WHERE x IN (SELECT 1 FROM "c") FOR UPDATE', "a b c", False),
        ('INSERT INTO "a" ("x") SELECT 1 FROM "b"', "a", True),
        ("INSERT OR IGNORE INTO a VALUES (1)", "a", True),
        ('UPDATE "a" SET "x" = 1', "a", True),
        ("  delete from a where x in (select 1)", "a", True),
        ('WITH "gone" AS (DELETE FROM "a" RETURNING *) INSERT INTO "b" SELECT * FROM "gone"', "a b", True),
        ('WITH RECURSIVE "t" AS (SELECT 1 FROM "a") SELECT * FROM "t"', "a t", False),
        ('TRUNCATE "a", "b"', "a b", True),
        ("COPY a FROM STDIN", "a", True),
        ("SAVEPOINT s1", "", False),
        ("PRAGMA foreign_keys = ON", "", False),
        ("ALTER TABLE a ADD x int", "a", True),
    ],
)
def test_tables_of_a_statement(statement, found, has_written):
    assert tables.tables_of(statement) == (frozenset(found.split()), has_written)


def test_each_statement_of_a_transaction_is_told_once(watched, committed, django_assert_num_queries):
    partner = PartnerFactory()
    with committed():
        for number in range(5):
            _saved(partner, phone=f"01 99 00 00 0{number}")
        told = [callback for _, callback, _ in connection.run_on_commit if isinstance(callback, tables.CommittedWrites)]
        assert len(told) == 1
