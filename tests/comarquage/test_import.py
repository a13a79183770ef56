import json
import sqlite3
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, OperationalError

from clairdroit.comarquage import actions
from clairdroit.comarquage.actions import import_feed
from clairdroit.comarquage.enums import ImportStatus
from clairdroit.comarquage.feed import sources
from clairdroit.comarquage.feed.errors import (
    DatabaseBusy,
    FeedDamaged,
    FeedError,
    FeedOvertaken,
    FeedShrunk,
    FeedVersionUnsupported,
    NoSpaceForFeed,
)
from clairdroit.comarquage.models import ConditionLabel, Dossier, FeedImport, OfficialSheet
from clairdroit.comarquage.signals import sheets_imported
from tests.comarquage.factories import dossier_xml, publication_xml, small_feed

pytestmark = pytest.mark.django_db


def online():
    return {sheet.pk: sheet.title for sheet in OfficialSheet.objects.public()}


def snapshot():
    return list(OfficialSheet.objects.order_by("pk").values()), list(Dossier.objects.order_by("pk").values())


def test_the_first_import_brings_every_publication_online(feed_zip):
    entry = import_feed(source=feed_zip())
    assert (entry.read, entry.created, entry.changed, entry.withdrawn) == (5, 5, 0, 0)
    assert entry.status == ImportStatus.DONE
    assert online()["F2"] == "Signer un bail"
    assert OfficialSheet.objects.get(pk="F1").xml == small_feed()["F1"]
    assert FeedImport.objects.get() == entry


def test_an_unchanged_feed_changes_nothing(feed_zip):
    import_feed(source=feed_zip())
    before = snapshot()
    entry = import_feed(source=feed_zip())
    assert (entry.unchanged, entry.created, entry.changed, entry.withdrawn) == (5, 0, 0, 0)
    assert entry.status == ImportStatus.UNCHANGED
    assert snapshot() == before


def test_only_what_changed_is_written(feed_zip):
    import_feed(source=feed_zip())
    untouched = OfficialSheet.objects.get(pk="F2").changed_at
    entry = import_feed(
        source=feed_zip(small_feed() | {"F1": publication_xml("F1", title="Un autre toit", dossier="N10")})
    )
    assert (entry.changed, entry.unchanged) == (1, 4)
    assert online()["F1"] == "Un autre toit"
    assert OfficialSheet.objects.get(pk="F2").changed_at == untouched


def test_a_sheet_that_leaves_the_feed_is_withdrawn_but_keeps_its_row(feed_zip):
    import_feed(source=feed_zip())
    files = small_feed()
    del files["F2"]
    assert import_feed(source=feed_zip(files)).withdrawn == 1
    assert "F2" not in online()
    assert OfficialSheet.objects.withdrawn().get().pk == "F2"


def test_a_sheet_that_comes_back_is_public_again(feed_zip):
    import_feed(source=feed_zip())
    files = small_feed()
    del files["F2"]
    import_feed(source=feed_zip(files))
    assert import_feed(source=feed_zip()).created == 1
    assert "F2" in online()


def test_a_malformed_file_is_reported_and_the_rest_goes_on(feed_zip):
    entry = import_feed(source=feed_zip(small_feed() | {"F1": b"<Publication"}))
    assert set(online()) == {"N100", "N10", "F2", "R1"}
    assert [rejected["file"] for rejected in entry.rejected] == ["F1.xml"]
    assert entry.rejected[0]["reason"]


def test_a_file_that_became_malformed_leaves_what_is_online(feed_zip):
    import_feed(source=feed_zip())
    entry = import_feed(source=feed_zip(small_feed() | {"F1": b"<Publication"}))
    assert entry.withdrawn == 0
    assert online()["F1"] == "Trouver un toit"


def test_a_publication_that_the_archive_holds_twice_is_read_once_and_reported(feed_zip, tmp_path):
    again = publication_xml("F1", title="Un faux toit")
    entry = import_feed(source=feed_zip(small_feed() | {"copie/F1": again}))
    assert (entry.read, [rejected["file"] for rejected in entry.rejected]) == (5, ["F1.xml"])
    assert online()["F1"] == "Trouver un toit"


def test_identifiers_and_types_that_no_column_could_hold_do_not_stop_the_import(feed_zip):
    long = "9" * 60
    files = small_feed() | {
        "F1": publication_xml("F1", type_="Fiche " + "x" * 200, dossier=f"N{long}"),
        "F2": publication_xml(
            "F2",
            f'<Branche><Titre>Vous louez</Titre><SiSelectionne><affecteVrai var="T{long}"/></SiSelectionne>'
            f'<LienInterne LienPublication="F1"/></Branche><QuestionReponse ID="F{long}">Quoi ?</QuestionReponse>',
        ),
        "N10": dossier_xml(sheets=(("F1", "Un toit"), (f"F{long}", "Ailleurs"))),
        f"F{long}": publication_xml(f"F{long}"),
    }
    entry = import_feed(source=feed_zip(files))
    assert (entry.read, entry.created) == (5, 5)
    for model in (OfficialSheet, Dossier, ConditionLabel):
        for row in model.objects.values():
            for field in model._meta.fields:
                if limit := getattr(field, "max_length", None):
                    assert len(row[field.attname] or "") <= limit, (model, field.name)


def test_what_another_import_wrote_in_the_meantime_is_not_mixed_with(feed_zip, monkeypatch):
    import_feed(source=feed_zip())
    others = {"F1": publication_xml("F1", title="Un autre toit", dossier="N10")}
    mine = {"F2": publication_xml("F2", title="Un autre bail", dossier="N10")}
    compare = actions.compare

    def overtaken(reading):
        monkeypatch.setattr(actions, "compare", compare)
        import_feed(source=feed_zip(small_feed() | others, name="others.zip"))
        return compare(reading)

    monkeypatch.setattr(actions, "compare", overtaken)
    with pytest.raises(FeedOvertaken):
        import_feed(source=feed_zip(small_feed() | mine))
    assert online() == {**online(), "F1": "Un autre toit", "F2": "Signer un bail"}
    assert FeedImport.objects.latest("pk").status == ImportStatus.FAILED
    import_feed(source=feed_zip(small_feed() | mine))
    assert (online()["F1"], online()["F2"]) == ("Trouver un toit", "Un autre bail")


def test_a_database_that_others_write_to_for_too_long_is_one_sentence(feed_zip, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError(sqlite3.OperationalError("database is locked"))

    monkeypatch.setattr(actions, "write_sheets", fail)
    with pytest.raises(DatabaseBusy):
        import_feed(source=feed_zip())


def test_unknown_elements_are_counted_in_the_log(feed_zip):
    files = small_feed() | {"F1": publication_xml("F1", "<Texte><Nouveau>Mot</Nouveau><Nouveau/></Texte>")}
    assert import_feed(source=feed_zip(files)).unknown_elements == {"Nouveau": 2}


@pytest.mark.parametrize(
    ("files", "error"),
    [
        ({"menu": b"<menu/>"}, FeedDamaged),
        ({"F1": b"<Publication"}, FeedDamaged),
        ({"F1": publication_xml("F1", version="9.1")}, FeedVersionUnsupported),
    ],
)
def test_a_feed_that_cannot_be_used_changes_nothing_and_is_logged(feed_zip, files, error):
    import_feed(source=feed_zip())
    before = snapshot()
    with pytest.raises(error) as refusal:
        import_feed(source=feed_zip(files))
    assert snapshot() == before
    failure = FeedImport.objects.latest("started_at")
    assert failure.status == ImportStatus.FAILED
    assert failure.message == str(refusal.value)


def test_the_supported_versions_are_a_setting(feed_zip, settings):
    settings.CLAIRDROIT_COMARQUAGE_VERSIONS = ["9.1"]
    assert import_feed(source=feed_zip({"F1": publication_xml("F1", version="9.1")})).created == 1


def test_a_feed_that_lacks_most_sheets_is_refused_unless_allowed(feed_zip):
    import_feed(source=feed_zip())
    source = feed_zip({"F1": small_feed()["F1"]})
    with pytest.raises(FeedShrunk, match="4"):
        import_feed(source=source)
    assert len(online()) == 5
    assert import_feed(source=source, allow_shrinking=True).withdrawn == 4


def test_readers_see_the_old_set_when_writing_fails_half_way(feed_zip, monkeypatch):
    import_feed(source=feed_zip())
    before = snapshot()

    def fail(reading):
        raise RuntimeError("interrupted")

    monkeypatch.setattr(actions, "write_places", fail)
    files = {key: value.replace(b"toit", b"abri") for key, value in small_feed().items()}
    with pytest.raises(RuntimeError):
        import_feed(source=feed_zip(files))
    assert snapshot() == before


def test_a_full_database_disk_is_one_sentence_and_nothing_changed(feed_zip, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError(sqlite3.OperationalError("database or disk is full"))

    monkeypatch.setattr(actions, "write_sheets", fail)
    with pytest.raises(NoSpaceForFeed):
        import_feed(source=feed_zip())
    assert not OfficialSheet.objects.exists()
    assert not Dossier.objects.exists()


def test_another_database_error_is_not_taken_for_a_full_disk(feed_zip, monkeypatch):
    def fail(*args, **kwargs):
        raise DatabaseError("no such table")

    monkeypatch.setattr(actions, "write_sheets", fail)
    with pytest.raises(DatabaseError, match="no such table"):
        import_feed(source=feed_zip())


def test_too_little_room_for_the_database_is_noticed_before_writing(feed_zip, monkeypatch, tmp_path):
    monkeypatch.setattr(actions, "database_folder", lambda: tmp_path)
    monkeypatch.setattr(sources, "DISK_MARGIN_BYTES", 1024**5)
    with pytest.raises(NoSpaceForFeed, match=str(tmp_path)):
        import_feed(source=feed_zip())
    assert not OfficialSheet.objects.exists()


def test_a_dry_run_counts_and_writes_nothing(feed_zip):
    entry = import_feed(source=feed_zip(), dry_run=True)
    assert (entry.created, entry.pk) == (5, None)
    assert not OfficialSheet.objects.exists()
    assert not FeedImport.objects.exists()


def test_a_failed_dry_run_leaves_no_log_either(feed_zip):
    with pytest.raises(FeedError):
        import_feed(source=feed_zip({}), dry_run=True)
    assert not FeedImport.objects.exists()


def test_what_changed_is_announced_after_the_commit(feed_zip, django_capture_on_commit_callbacks):
    import_feed(source=feed_zip())
    heard = []
    sheets_imported.connect(listener := lambda **kwargs: heard.append(kwargs))
    try:
        files = small_feed() | {
            "F1": publication_xml("F1", title="Un autre toit", dossier="N10"),
            "F3": publication_xml("F3"),
        }
        del files["F2"]
        with django_capture_on_commit_callbacks(execute=True):
            import_feed(source=feed_zip(files))
    finally:
        sheets_imported.disconnect(listener)
    assert [(news["created"], news["changed"], news["withdrawn"]) for news in heard] == [({"F3"}, {"F1"}, {"F2"})]


def test_the_words_of_conditions_are_kept_for_the_sheets_that_the_answers_lead_to(feed_zip):
    guided = publication_xml(
        "F5",
        "<Problematiques><Problematique><Titre>Logement</Titre><Branche><Titre>Vous louez votre logis</Titre>"
        '<SiSelectionne><affecteVrai var="T1"/></SiSelectionne><LienInterne LienPublication="F1"/></Branche>'
        "</Problematique></Problematiques>",
        type_="Recherche guidée",
    )
    for _again in range(2):
        import_feed(source=feed_zip(small_feed() | {"F5": guided}))
        assert list(ConditionLabel.objects.values_list("sheet_id", "variable", "label")) == [
            ("F1", "T1", "Vous louez votre logis")
        ]


class TestCommand:
    def run(self, *arguments):
        out, err = StringIO(), StringIO()
        call_command("import_comarquage", *arguments, stdout=out, stderr=err)
        return out.getvalue(), err.getvalue()

    def test_it_ends_with_one_line_of_counts(self, feed_zip):
        out, _err = self.run(feed_zip())
        assert out.count("\n") == 1
        assert "5" in out

    def test_it_lists_rejected_files_and_unknown_elements(self, feed_zip):
        files = small_feed() | {"F1": b"<Publication", "F2": publication_xml("F2", "<Texte><Nouveau/></Texte>")}
        _out, err = self.run(feed_zip(files))
        assert "F1.xml" in err
        assert "Nouveau" in err

    def test_json_holds_the_counts(self, feed_zip):
        out, _err = self.run(feed_zip(), "--json", "--dry-run")
        result = json.loads(out)
        assert (result["read"], result["created"], result["dry_run"]) == (5, 5, True)
        assert result["unknown_elements"] == {}
        assert not OfficialSheet.objects.exists()

    def test_a_failure_is_one_sentence(self, tmp_path):
        with pytest.raises(CommandError, match=r"nowhere\.zip") as failure:
            self.run(str(tmp_path / "nowhere.zip"))
        assert "\n" not in str(failure.value)

    def test_without_a_path_it_reads_the_address_of_the_setting(self, feed_zip, settings):
        settings.CLAIRDROIT_COMARQUAGE_URL = feed_zip()
        self.run()
        assert len(online()) == 5


def test_a_dossier_page_alone_moves_sheets_that_did_not_change(feed_zip):
    import_feed(source=feed_zip())
    assert [s.pk for s in Dossier.objects.get(pk="N10").sheets.order_by("position")] == ["F1", "F2"]
    turned = dossier_xml(sheets=(("F2", "Un bail"), ("F1", "Un toit")))
    import_feed(source=feed_zip(small_feed() | {"N10": turned}))
    assert [s.pk for s in Dossier.objects.get(pk="N10").sheets.order_by("position")] == ["F2", "F1"]
