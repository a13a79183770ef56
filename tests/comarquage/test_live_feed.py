"""The live feed of 2026 is in version 3.5, which nobody could try here: a small one of its kind, of our own words."""

import pytest

from clairdroit.comarquage.actions import import_feed
from clairdroit.comarquage.feed.redirections import redirections_in
from clairdroit.comarquage.models import MovedSheet, OfficialSheet
from tests.comarquage.factories import INDEX_FILES, live_feed, small_feed

pytestmark = pytest.mark.django_db


@pytest.fixture
def live(feed_zip):
    return import_feed(source=feed_zip(live_feed()))


def test_index_files_are_neither_counted_nor_malformed(live):
    assert (live.read, live.created, live.rejected) == (5, 5, [])
    assert live.schema_versions == "3.5"


def test_elements_of_a_newer_schema_are_counted(live):
    assert live.unknown_elements == {"Nuance": 1, "Encart": 1}


def test_and_the_reader_gets_all_their_words_in_order(live, client):
    text = " ".join(client.get("/fiches/F1/").text.split())
    assert "<p>Un toit bien <strong" in " ".join(text.replace("</strong>", "").split())
    for words in ("sec", "pour chacun.", "Bon signe", "La porte ferme."):
        assert words in text
    assert text.index("pour chacun.") < text.index("Bon signe") < text.index("La porte ferme.")


def test_an_unchanged_live_feed_changes_nothing(live, feed_zip):
    assert import_feed(source=feed_zip(live_feed())).unchanged == 5


class TestRedirections:
    def test_an_address_that_service_public_gave_up_leads_to_the_sheet_of_today(self, live, client):
        response = client.get("/fiches/F90/?commune=78646")
        assert (response.status_code, response["Location"]) == (301, "/fiches/F1/?commune=78646")

    def test_a_withdrawn_sheet_that_was_replaced_leads_there_too(self, live, feed_zip, client):
        feed = live_feed()
        del feed["F2"]
        feed["redirections"] = b'<Redirections><Redirection ancien="F2" nouveau="F1"/></Redirections>'
        import_feed(source=feed_zip(feed))
        assert client.get("/fiches/F2/")["Location"] == "/fiches/F1/"

    def test_nobody_is_led_to_a_sheet_that_is_withdrawn(self, live, client):
        OfficialSheet.objects.filter(pk="F1").update(withdrawn_at="2026-01-01T00:00Z")
        assert client.get("/fiches/F90/").status_code == 404

    def test_the_next_feed_replaces_them(self, live, feed_zip):
        import_feed(source=feed_zip(live_feed() | {"redirections": b"<Redirections/>"}))
        assert not MovedSheet.objects.exists()

    def test_a_feed_without_the_file_leaves_what_is_known(self, live, feed_zip):
        import_feed(source=feed_zip(small_feed()))
        assert MovedSheet.objects.get().old_id == "F90"

    def test_a_malformed_file_is_reported_and_leaves_what_is_known(self, live, feed_zip):
        entry = import_feed(source=feed_zip(live_feed() | {"redirections": b"<Redirections"}))
        assert [rejected["file"] for rejected in entry.rejected] == ["redirections.xml"]
        assert MovedSheet.objects.get().target_id == "F1"

    @pytest.mark.parametrize(
        "content",
        [
            b'<R><Redirection ancien="F90" nouveau="F1"/></R>',
            b"<R><Redirection><Source>F90</Source><Cible>F1</Cible></Redirection></R>",
            b'<R><Redirection cible="F1">F90</Redirection></R>',
            b"<R><R><De>https://www.service-public.fr/particuliers/vosdroits/F90</De>"
            b"<Vers>https://www.service-public.fr/particuliers/vosdroits/F1</Vers></R></R>",
        ],
    )
    def test_whatever_an_entry_looks_like_its_new_sheet_is_the_one_in_the_feed(self, content):
        assert redirections_in(content, {"F1", "F2"}) == {"F90": "F1"}

    def test_a_chain_leads_straight_to_its_end(self):
        content = b'<R><X a="F80" b="F90"/><X a="F90" b="F1"/></R>'
        assert redirections_in(content, {"F1"}) == {"F90": "F1", "F80": "F1"}

    @pytest.mark.parametrize(
        "entry", [b'<X a="F1" b="F2"/>', b'<X a="F80" b="F90"/>', b'<X a="F90"/>', b'<X a="F80" b="F90" c="F1"/>']
    )
    def test_an_entry_whose_direction_cannot_be_told_is_left_out(self, entry):
        assert redirections_in(b"<R>" + entry + b"</R>", {"F1", "F2"}) == {}


def test_the_index_files_of_the_live_feed_are_all_tried_here():
    assert {"arborescence", "menu", "questionsReponses", "redirections", "servicesEnLigne", "idxDateModifImp"} == set(
        INDEX_FILES
    )
