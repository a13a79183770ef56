import gzip
import json
from io import StringIO

import pytest
import tablib
from django.core.management import CommandError, call_command

from clairdroit.partners_snippets.imports.merging import differences
from clairdroit.partners_snippets.models import Offer, Partner, Place, PrivateContact
from clairdroit.partners_snippets.signals import partners_imported
from tests.territories.factories import CommuneFactory

pytestmark = pytest.mark.django_db

ROW = {
    "id": "ccas-1",
    "source": "essai",
    "nom": "CCAS de Versailles",
    "adresse": "6 rue d’Essai",
    "code_postal": "78000",
    "commune": "VERSAILLES",
    "code_insee": "78646",
    "lat": 48.80,
    "lon": 2.12,
    "telephone": "0199001234",
    "courriel": "ccas@exemple.invalid",
    "site_web": "www.exemple.invalid",
    "horaires": "Mo-Fr 08:30-12:00; PH off",
    "services": ["Accompagner les démarches de santé"],
    "date_maj": "2026-01-31",
}


@pytest.fixture(autouse=True)
def versailles():
    return CommuneFactory()


@pytest.fixture
def run(tmp_path):
    def import_rows(rows, *args, name="partenaires.jsonl"):
        path = tmp_path / name
        text = "".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows)
        path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
        return call(path, *args)

    return import_rows


def call(path, *args):
    out = StringIO()
    call_command("import_partners", str(path), "--json", *args, stdout=out)
    return json.loads(out.getvalue())


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_a_structure_becomes_a_partner_with_place_kind_headings_and_territory(run, name):
    report = run([ROW], name=name)

    assert (report["read"], report["created"], report["rejected"]) == (1, 1, [])
    partner = Partner.objects.get()
    assert (partner.kind_id, partner.phone) == ("ccas", "01 99 00 12 34")
    assert partner.website == "https://www.exemple.invalid"
    assert partner.live
    assert partner.latest_revision is None
    assert set(partner.heading_keys) == {"famille", "handicap", "precarite", "sante", "seniors"}
    assert [commune.pk for commune in partner.communes.all()] == ["78646"]
    place = partner.places.get()
    assert (place.commune_id, place.opening_hours) == ("78646", "Mo-Fr 08:30-12:00; PH off")
    assert Offer.objects.get().name == "Accompagner les démarches de santé"


def test_a_second_run_changes_nothing(run, django_assert_max_num_queries):
    run([ROW])
    partner = Partner.objects.get()
    report = run([ROW])
    assert (report["created"], report["updated"], report["unchanged"]) == (0, 0, 1)
    assert Partner.objects.get() == partner


def test_a_dry_run_tells_all_and_changes_nothing(run):
    report = run([ROW, {"id": "2"}], "--dry-run")
    assert (report["created"], len(report["rejected"])) == (1, 1)
    assert not Partner.objects.exists()
    run([ROW])
    assert run([ROW | {"telephone": "0199005678"}], "--dry-run")["updated"] == 1
    assert Partner.objects.get().phone == "01 99 00 12 34"


def test_the_sources_news_is_taken_over(run):
    run([ROW])
    report = run([ROW | {"telephone": "0199005678", "lat": 48.81, "services": [], "horaires": "24/7"}])
    assert report["updated"] == 1
    partner = Partner.objects.get()
    place = partner.places.get()
    assert (partner.phone, place.latitude, place.opening_hours) == ("01 99 00 56 78", 48.81, "24/7")
    assert not Offer.objects.exists()
    assert partner.latest_revision is None


def test_an_editors_correction_stays_and_the_sources_news_is_set_aside(run):
    run([ROW])
    partner = Partner.objects.get()
    partner.phone = "01 99 00 00 00"
    partner.save_revision().publish()
    report = run([ROW | {"telephone": "0199005678", "courriel": "nouveau@exemple.invalid"}])

    partner.refresh_from_db()
    assert (partner.phone, partner.email) == ("01 99 00 00 00", "nouveau@exemple.invalid")
    assert report["set_aside"] == 1
    assert differences(partner) == {"phone": "01 99 00 56 78"}
    assert partner.get_latest_revision_as_object().email == "nouveau@exemple.invalid"
    partner.phone = "01 99 00 56 78"
    partner.save()
    assert differences(partner) == {}


def test_a_correction_the_source_has_no_news_about_is_not_mentioned(run):
    run([ROW])
    Partner.objects.update(phone="01 99 00 00 00")
    report = run([ROW | {"courriel": "nouveau@exemple.invalid"}])
    assert report["set_aside"] == 0
    assert Partner.objects.get().phone == "01 99 00 00 00"


def test_a_draft_in_work_gets_the_news_and_is_not_published(run):
    run([ROW])
    partner = Partner.objects.get()
    partner.description = "Texte en projet"
    partner.save_revision()
    run([ROW | {"telephone": "0199005678"}])

    partner.refresh_from_db()
    draft = partner.get_latest_revision_as_object()
    assert (partner.description, partner.phone) == ("", "01 99 00 56 78")
    assert (draft.description, draft.phone) == ("Texte en projet", "01 99 00 56 78")
    assert partner.has_unpublished_changes


def test_a_place_that_an_editor_removed_does_not_come_back(run):
    run([ROW])
    Place.objects.all().delete()
    run([ROW | {"adresse": "8 rue d’Essai"}])
    assert not Place.objects.exists()


def test_rows_that_cannot_be_used_are_named_with_line_and_reason(run):
    report = run([ROW, "{not json", "[]", {"id": "x", "source": "essai"}, "", ROW])
    rejected = {bad["line"]: bad["reason"] for bad in report["rejected"]}
    assert list(rejected) == [2, 3, 4, 6]
    assert rejected[2].startswith("not JSON")
    assert rejected[4] == "no value for nom"
    assert "second row with the id ccas-1" in rejected[6]
    assert report["created"] == 1


def test_values_that_are_not_valid_are_left_out_with_a_warning(run):
    report = run([ROW | {"telephone": "12", "courriel": "x@", "site_web": "pas de site", "lat": 999}])
    partner = Partner.objects.get()
    assert (partner.email, partner.website) == ("", "")
    assert partner.places.get().latitude == pytest.approx(48.8039)
    assert {warning["reason"].split(" ")[0] for warning in report["warnings"]} >= {"email", "website", "position"}


def test_hours_that_no_one_can_read_are_kept_as_words_and_flagged(run):
    report = run([ROW | {"horaires": "", "horaires_brut": "Mardi matin, sur rendez-vous"}])
    place = Place.objects.get()
    assert (place.opening_hours, place.opening_hours_text) == ("", "Mardi matin, sur rendez-vous")
    assert report["hours_as_words"] == 1


def test_a_position_outside_the_commune_gives_way_to_its_centre(run, versailles):
    report = run([ROW | {"lat": 43.3, "lon": 5.4}])
    assert Place.objects.get().latitude == versailles.latitude
    assert "outside its commune" in report["warnings"][0]["reason"]


def test_a_commune_is_found_without_its_code(run):
    CommuneFactory(marseille=True)
    CommuneFactory(marseille=True, insee="13211", name="Marseille 11e Arrondissement", main_postal_code="13011")
    rows = [
        ROW | {"id": "1", "code_insee": "78999"},
        ROW | {"id": "2", "code_insee": "", "code_postal": "78011", "commune": "Versailles Cedex"},
        ROW | {"id": "3", "code_insee": "", "code_postal": "13011", "commune": "MARSEILLE 11"},
    ]
    run(rows)
    found = dict(Place.objects.values_list("partner__source_id", "commune"))
    assert found == {"1": "78646", "2": "78646", "3": "13211"}


def test_a_shelters_address_is_withheld_from_the_start(run):
    run([ROW | {"nom": "CHRS Le Refuge", "type": "CHRS"}])
    assert Place.objects.get().address_visibility == "commune"


@pytest.mark.parametrize(
    ("name", "type_name", "kind"),
    [
        ("Mairie de Versailles", "", "mairie"),
        ("CROIX ROUGE FRANCAISE", "emmaus_asso", "croix-rouge"),
        ("Maison France Services de Viroflay", "", "france-services"),
        ("Agence", "PE", "france-travail"),
        ("Maison départementale de l’autonomie", "", "mdph"),
        ("Centre Jean Moulin", "", None),
    ],
)
def test_the_kind_is_told_by_type_or_name(run, name, type_name, kind):
    run([ROW | {"nom": name, "type_devine": type_name}])
    assert Partner.objects.get().kind_id == kind


def test_partners_that_left_the_source_are_counted_and_stay(run):
    run([ROW, ROW | {"id": "ccas-2"}])
    report = run([ROW])
    assert report["absent"] == 1
    assert Partner.objects.live().count() == 2


def test_others_are_told_once_which_partners_changed(run):
    heard = []

    def listen(keys, **kwargs):
        heard.append(list(keys))

    partners_imported.connect(listen)
    try:
        run([ROW, ROW | {"id": "ccas-2"}])
        run([ROW])
    finally:
        partners_imported.disconnect(listen)
    assert [len(keys) for keys in heard] == [2]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("absent.jsonl", None, "There is no file"),
        ("liste.pdf", b"x", "unknown form"),
        ("liste.xlsx", b"not excel", "not a readable Excel file"),
        ("liste.jsonl.gz", gzip.compress(b'{"id": 1}\n' * 99)[:30], "damaged"),
    ],
    ids=["absent", "unknown form", "not excel", "cut short"],
)
def test_a_file_that_cannot_be_read_ends_in_one_sentence(tmp_path, name, content, sentence):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError, match=sentence):
        call_command("import_partners", str(path))
    assert not Partner.objects.exists()


def test_without_communes_the_import_says_what_to_do_first(tmp_path, versailles):
    versailles.delete()
    with pytest.raises(CommandError, match="import_territories"):
        call_command("import_partners", str(tmp_path / "x.jsonl"))


STRUCTURE = {
    "source": "essai",
    "id": "essai--1",
    "nom": "Mission locale d’essai",
    "date_maj": "2026-03-01",
    "code_postal": "78000",
    "code_insee": "78646",
    "commune": "Versailles",
    "adresse": "1 place d’Essai",
    "latitude": "48.8",
    "longitude": "2.13",
    "telephone": "0199001234",
    "reseaux_porteurs": "mission-locale, france-service",
    "horaires_accueil": "Mo-Fr 09:00-17:00",
}
SERVICE = {
    "source": "essai",
    "structure_id": "essai--1",
    "id": "essai--s1",
    "nom": "Aide au logement des jeunes",
    "description": "Recherche d’un premier logement.",
    "date_maj": "2026-03-01",
    "thematiques": "logement-hebergement--louer-un-logement",
    "publics": "jeunes, personnes-en-situation-de-handicap",
    "zone_eligibilite": "78, 247800584, 00000",
    "frais": "gratuit",
    "contact_nom_prenom": "Dominique Privé",
    "telephone": "0199009999",
    "courriel": "dominique@interne.invalid",
}


def workbook(path, structures, services):
    book = tablib.Databook()
    for title, rows in (("Structures", structures), ("Services", services)):
        headers = ["__ignore__", *dict.fromkeys(name for row in rows for name in row if name != "__ignore__")]
        sheet = tablib.Dataset(*[[row.get(name, "") for name in headers] for row in rows], headers=headers, title=title)
        book.add_sheet(sheet)
    path.write_bytes(book.export("xlsx"))
    return path


def test_a_data_inclusion_workbook_is_read_with_its_services(tmp_path):
    path = workbook(tmp_path / "di.xlsx", [STRUCTURE, STRUCTURE | {"id": "essai--2", "__ignore__": "x"}], [SERVICE])
    report = call(path)

    assert (report["created"], report["rejected"]) == (1, [])
    partner = Partner.objects.get()
    assert partner.kind_id == "france-services" or partner.kind_id == "mission-locale"
    assert {"logement", "handicap"} <= set(partner.heading_keys)
    assert [departement.pk for departement in partner.departements.all()] == ["78"]
    assert [epci.pk for epci in partner.epcis.all()] == ["247800584"]
    assert Offer.objects.get().fees == "Gratuit"
    contact = PrivateContact.objects.get()
    assert (contact.name, contact.phone) == ("Dominique Privé", "01 99 00 99 99")
    assert any("unknown code: 00000" in warning["reason"] for warning in report["warnings"])
    assert call(path)["unchanged"] == 1


def test_a_named_persons_line_is_nowhere_public(tmp_path):
    call(workbook(tmp_path / "di.xlsx", [STRUCTURE], [SERVICE]))
    public = str(list(Partner.objects.values())) + str(list(Offer.objects.values())) + str(list(Place.objects.values()))
    assert "Dominique" not in public
    assert "01 99 00 99 99" not in public
    assert "dominique@" not in public


def test_the_schema_rejects_required_faults_and_leaves_out_optional_ones(tmp_path):
    rows = [
        STRUCTURE | {"id": "essai--1", "nom": "ab"},
        STRUCTURE | {"id": "essai--2", "date_maj": "1999-01-01"},
        STRUCTURE | {"id": "essai--3", "courriel": "x@", "siret": "12", "horaires_accueil": "le matin"},
    ]
    report = call(workbook(tmp_path / "di.xlsx", rows, [SERVICE | {"publics": "tous-publics, jeunes"}]))
    rejected = [(bad["line"], bad["reason"].split(":")[0]) for bad in report["rejected"]]
    assert (2, "nom") in rejected
    assert (3, "date_maj") in rejected
    assert report["created"] == 1
    assert Place.objects.get().opening_hours_text == "le matin"
    assert {warning["reason"].split(" ")[0] for warning in report["warnings"]} >= {"courriel", "siret"}


def test_the_order_of_a_list_is_no_news(tmp_path):
    call(workbook(tmp_path / "di.xlsx", [STRUCTURE], [SERVICE]))
    turned = SERVICE | {"publics": "personnes-en-situation-de-handicap, jeunes"}
    assert call(workbook(tmp_path / "di.xlsx", [STRUCTURE], [turned]))["unchanged"] == 1


def test_one_thematic_of_an_older_schema_leaves_the_others(tmp_path):
    service = SERVICE | {"thematiques": "mobilite, logement-hebergement--louer-un-logement, numerique"}
    report = call(workbook(tmp_path / "di.xlsx", [STRUCTURE], [service]))
    assert Partner.objects.get().thematics == ["logement-hebergement--louer-un-logement"]
    left_out = [warning["reason"] for warning in report["warnings"] if warning["reason"].startswith("thematiques")]
    assert [reason.rsplit(": ", 1)[1] for reason in left_out] == ["numerique", "mobilite"]


def test_a_csv_of_structures_is_read(tmp_path):
    path = tmp_path / "structures.csv"
    path.write_text(tablib.Dataset(list(STRUCTURE.values()), headers=list(STRUCTURE)).export("csv", delimiter=";"))
    (tmp_path / "services.csv").write_text(tablib.Dataset(list(SERVICE.values()), headers=list(SERVICE)).export("csv"))
    assert call(path)["created"] == 1
    assert Offer.objects.count() == 1


@pytest.mark.shared
def test_the_real_partners_of_a_departement_all_load(shared_data):
    path = shared_data / "partenaires" / "partenaires_78.jsonl"
    report = call(path)
    assert (report["read"], report["created"], report["rejected"]) == (328, 328, [])
    assert call(path)["unchanged"] == 328
