"""Dossiers under the eight headings, by id, and the editors' word over ours."""

import json

import pytest
from django.db import IntegrityError

from clairdroit.comarquage.actions import import_feed
from clairdroit.comarquage.enums import DossierLevel
from clairdroit.comarquage.feed import mapping, structure
from clairdroit.comarquage.feed.mapping import proposed_headings
from clairdroit.comarquage.models import Dossier, OfficialSheet, OtherHeading
from clairdroit.taxonomy.enums import Heading
from tests.comarquage.factories import DossierFactory, OfficialSheetFactory, dossier_xml, publication_xml, small_feed


def test_the_proposal_names_headings_by_their_keys_and_dossiers_by_their_ids():
    proposed = proposed_headings()
    assert len(proposed) == 174
    assert {key for keys in proposed.values() for key in keys} == set(Heading.values)
    assert all(pk[0] in "NF" and pk[1:].isdigit() for pk in proposed)


def test_every_heading_has_dossiers_to_begin_with():
    first = mapping.proposed_first()
    assert first <= set(proposed_headings())
    keys = [key for pk in first for key in proposed_headings()[pk]]
    assert all(keys.count(key) >= 5 for key in Heading.values)


@pytest.mark.shared
def test_the_proposal_is_the_shared_one(shared_data):
    shared = json.loads((shared_data / "fiches" / "rubriques.json").read_text())
    plain = {"santé": "sante", "précarité": "precarite"}
    expected = {
        entry["dossier"]: [plain.get(key, key) for key in (entry["heading"], *entry["secondary"])]
        for heading in shared["headings"].values()
        for entry in heading["dossiers"]
    }
    expected |= {
        guide["id"]: [plain.get(guide["heading"], guide["heading"])]
        for guide in shared["comment_faire_si"]
        if guide["heading"]
    }
    assert proposed_headings() == expected


@pytest.mark.django_db
class TestMapping:
    @pytest.fixture(autouse=True)
    def proposal(self, monkeypatch):
        proposal = {"N10": ["logement", "precarite"], "F8": ["famille"]}
        monkeypatch.setattr(structure, "proposed_headings", lambda: proposal)

    def test_a_new_dossier_gets_its_proposed_headings(self, feed_zip):
        import_feed(source=feed_zip())
        assert Dossier.objects.get(pk="N10").heading_keys == ["logement", "precarite"]
        assert not Dossier.objects.get(pk="N10").comes_first

    def test_a_new_dossier_is_among_the_first_where_we_propose_it(self, feed_zip, monkeypatch):
        monkeypatch.setattr(structure, "proposed_first", lambda: {"N10"})
        import_feed(source=feed_zip())
        assert Dossier.objects.get(pk="N10").comes_first
        Dossier.objects.filter(pk="N10").update(comes_first=False)
        import_feed(source=feed_zip(small_feed() | {"N10": dossier_xml(title="Se loger autrement")}))
        assert not Dossier.objects.get(pk="N10").comes_first

    def test_an_editors_change_survives_every_later_import(self, feed_zip):
        import_feed(source=feed_zip())
        dossier = Dossier.objects.get(pk="N10")
        dossier.heading = Heading.SENIORS
        dossier.other_headings.all().delete()
        dossier.save()
        import_feed(source=feed_zip(small_feed() | {"N10": dossier_xml(title="Se loger autrement")}))
        dossier.refresh_from_db()
        assert dossier.title == "Se loger autrement"
        assert dossier.heading_keys == ["seniors"]

    def test_an_editors_removal_survives_too(self, feed_zip):
        import_feed(source=feed_zip())
        Dossier.objects.filter(pk="N10").update(heading="")
        import_feed(source=feed_zip())
        assert Dossier.objects.get(pk="N10").heading == ""

    def test_the_tree_of_themes_is_read_from_the_feed(self, feed_zip):
        import_feed(source=feed_zip())
        dossier = Dossier.objects.get(pk="N10")
        assert (dossier.parent_id, dossier.parent.level) == ("N110", DossierLevel.SUBTHEME)
        assert (dossier.parent.parent_id, dossier.parent.parent.level) == ("N100", DossierLevel.THEME)
        assert OfficialSheet.objects.get(pk="F1").group_title == "Chercher"

    def test_a_dossier_without_its_own_page_still_holds_its_sheets(self, feed_zip):
        import_feed(source=feed_zip({"F1": publication_xml("F1", dossier="N55")}))
        assert OfficialSheet.objects.get(pk="F1").dossier.title == "Se loger"

    def test_a_guide_is_its_own_dossier_so_that_it_can_be_mapped(self, feed_zip):
        guide = publication_xml("F8", title="Je déménage", type_="Fiche Comment faire si")
        import_feed(source=feed_zip(small_feed() | {"F8": guide}))
        sheet = OfficialSheet.objects.get(pk="F8")
        assert (sheet.dossier.level, sheet.heading) == (DossierLevel.GUIDE, "famille")

    def test_a_dossier_that_leaves_the_feed_is_listed_no_more(self, feed_zip):
        import_feed(source=feed_zip())
        files = small_feed()
        for pk in ("N10", "F1", "F2"):
            del files[pk]
        import_feed(source=feed_zip(files), allow_shrinking=True)
        assert "N10" not in Dossier.objects.current().values_list("pk", flat=True)
        assert Dossier.objects.for_heading("logement").count() == 0


@pytest.mark.django_db
class TestHeadings:
    def test_a_heading_lists_its_own_dossiers_before_those_that_also_concern_it(self):
        also = DossierFactory(title="Aider", heading=Heading.FAMILLE, position=1)
        OtherHeading.objects.create(dossier=also, key=Heading.LOGEMENT)
        DossierFactory(title="Louer", heading=Heading.LOGEMENT, position=2)
        DossierFactory(title="Voyager")
        for dossier in Dossier.objects.all():
            OfficialSheetFactory(dossier=dossier)
        found = Dossier.objects.shown_under("logement")
        assert [dossier.title for dossier in found] == ["Louer", "Aider"]

    def test_those_marked_first_come_before_all_others(self):
        for title, first in (("Louer", False), ("Être aidé", True)):
            OfficialSheetFactory(dossier=DossierFactory(title=title, heading=Heading.LOGEMENT, comes_first=first))
        found = Dossier.objects.shown_under("logement")
        assert [dossier.title for dossier in found] == ["Être aidé", "Louer"]

    def test_its_sheets_are_counted_in_one_query_without_the_withdrawn_and_the_forms(self, django_assert_num_queries):
        dossier = DossierFactory(heading=Heading.LOGEMENT)
        for key in (Heading.FAMILLE, Heading.SENIORS):
            OtherHeading.objects.create(dossier=dossier, key=key)
        OfficialSheetFactory.create_batch(2, dossier=dossier)
        OfficialSheetFactory(dossier=dossier, is_withdrawn=True)
        OfficialSheetFactory(dossier=dossier, is_form=True)
        DossierFactory(heading=Heading.LOGEMENT, title="Vide")
        with django_assert_num_queries(1):
            (found,) = Dossier.objects.shown_under("logement")
        assert found.sheet_count == 2

    def test_sheets_are_found_by_heading_once_each(self):
        dossier = DossierFactory(heading=Heading.LOGEMENT)
        OtherHeading.objects.create(dossier=dossier, key=Heading.FAMILLE)
        OtherHeading.objects.create(dossier=dossier, key=Heading.SENIORS)
        sheet = OfficialSheetFactory(dossier=dossier)
        OfficialSheetFactory()
        for key in ("logement", "famille", "seniors"):
            assert list(OfficialSheet.objects.for_heading(key)) == [sheet]
        assert sheet.heading_keys == ["logement", "famille", "seniors"]

    def test_a_heading_cannot_be_listed_twice(self):
        dossier = DossierFactory()
        OtherHeading.objects.create(dossier=dossier, key=Heading.FAMILLE)
        with pytest.raises(IntegrityError):
            OtherHeading.objects.create(dossier=dossier, key=Heading.FAMILLE)


def test_the_proposal_is_read_once(monkeypatch):
    assert mapping.proposed_headings() is mapping.proposed_headings()
