import csv
import gzip
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from clairdroit.territories.imports import DATA_DIR
from clairdroit.territories.models import Commune, Departement, Epci, PostalCode
from clairdroit.territories.place import clear_choice
from tests.partners_snippets.factories import PartnerFactory
from tests.territories.factories import CommuneFactory

pytestmark = pytest.mark.django_db

FIRST_FOUND = {
    "78000": "Versailles (78000)",
    "75011": "Paris 11e Arrondissement (75011)",
    "75116": "Paris 16e Arrondissement (75016)",
    "78646": "Versailles (78000)",
    "78011 Cedex": "Versailles (78000)",
    "versailles": "Versailles (78000)",
    "VERSAILLES 78000": "Versailles (78000)",
    "st germain en laye": "Saint-Germain-en-Laye (78100)",
    "L'Hay les roses": "L’Haÿ-les-Roses (94240)",
    "mans": "Le Mans (72000)",
    "Paris": "Paris (75)",
    "Paris 11": "Paris 11e Arrondissement (75011)",
    "lyon 3e": "Lyon 3e Arrondissement (69003)",
    "Marseille 13013": "Marseille 13e Arrondissement (13013)",
    "saint denis 93": "Saint-Denis (93200)",
    "ajaccio 2a": "Ajaccio (20000)",
    "en laye": "Saint-Germain-en-Laye (78100)",
    "versaile": "Versailles (78000)",
    "strasbourd": "Strasbourg (67000)",
    "Saint Germian en Laye": "Saint-Germain-en-Laye (78100)",
    "78 000": "Versailles (78000)",
    "F-78000 Versailles": "Versailles (78000)",
    "78005 CEDEX": "Versailles (78000)",
    "75700": "Paris (75)",
    "Reims CEDEX 2": "Reims (51100)",
    "Marseille 8ème": "Marseille 8e Arrondissement (13008)",
    "Paris 13ème arrondissement": "Paris 13e Arrondissement (75013)",
    "Versailles, Yvelines": "Versailles (78000)",
    "Saint-Denis La Réunion": "Saint-Denis (97400)",
    "Vesailles": "Versailles (78000)",
    "monigny le bretonneux": "Montigny-le-Bretonneux (78180)",
    "Saint-Quentin-en-Yvelines": "Trappes (78190)",
    "Cergy Pontoise": "Cergy (95000)",
}
CERTAIN = {
    "78000": "78646",
    "versailles": "78646",
    "Paris": "75056",
    "le mans": "72181",
    "Saint-Quentin": "02691",
    "saint-denis 93200": "93066",
    "78000 CEDEX": "78646",
    "Paris (75)": "75056",
    "Marseille 8ème": "13208",
    "le chesnay": "78158",
}
UNCERTAIN = [
    "rocquencourt",
    "Vesailles",
    "Saint-Quentin-en-Yvelines",
    "aix",
    "saint-denis",
    "versaile",
    "78011",
    "vers",
    "",
    "01400",
    "zzzz",
]


def run(*args):
    out = StringIO()
    call_command("import_territories", *args, stdout=out)
    return out.getvalue()


def write(folder, communes):
    for name in ("departements.csv", "epci.csv"):
        (folder / name).write_bytes((DATA_DIR / name).read_bytes())
    with gzip.open(folder / "communes.csv.gz", "wt") as file:
        writer = csv.writer(file)
        writer.writerow(
            [
                "insee",
                "name",
                "postal_codes",
                "departement",
                "epci",
                "ept",
                "population",
                "latitude",
                "longitude",
                "parent",
            ]
        )
        writer.writerows(communes)


def test_all_of_france_is_loaded_and_found_by_what_people_type():
    report = json.loads(run("--json"))

    assert (report["communes"], report["departements"], report["epcis"]) == (35014, 109, 1266)
    assert Commune.objects.count() == 35014
    assert Commune.objects.filter(parent__isnull=False).count() == 45
    assert PostalCode.objects.count() == report["postal_codes"]
    versailles = Commune.objects.get(pk="78646")
    assert (versailles.departement.name, versailles.departement.region_name) == ("Yvelines", "Île-de-France")
    assert versailles.population > 80_000
    found = {text: next(iter(Commune.objects.lookup(text)), None) for text in FIRST_FOUND}
    assert {text: commune and commune.label for text, commune in found.items()} == FIRST_FOUND
    sure = {text: clear_choice(text, Commune.objects.lookup(text)) for text in CERTAIN}
    assert {text: commune and commune.insee for text, commune in sure.items()} == CERTAIN
    assert [text for text in UNCERTAIN if clear_choice(text, Commune.objects.lookup(text))] == []
    homonyms = [commune.full_label for commune in Commune.objects.lookup("saint-denis", limit=2)]
    assert homonyms == ["Saint-Denis (97400, La Réunion)", "Saint-Denis (93200, Seine-Saint-Denis)"]


def test_a_dry_run_changes_nothing():
    assert "Would load 35014 communes" in run("--dry-run")
    assert not Commune.objects.exists()
    assert not Epci.objects.exists()


def test_a_second_file_updates_and_removes_what_nothing_refers_to(tmp_path):
    kept = CommuneFactory(insee="99901", name="Gardée")
    PartnerFactory(communes=[kept])
    CommuneFactory(insee="99902", name="Disparue")
    CommuneFactory(name="Ancien nom")
    row = ["78646", "Versailles", "78000", "78", "", "", "85000", "48.8", "2.13", ""]
    write(tmp_path, [row])

    output = run("--folder", str(tmp_path))

    assert "99901" in output
    assert set(Commune.objects.values_list("pk", flat=True)) == {"78646", "99901"}
    assert Commune.objects.get(pk="78646").name == "Versailles"


@pytest.mark.parametrize(
    "row",
    [
        ["78646", "Versailles", "78000", "78", "", "", "many", "48.8", "2.13", ""],
        ["78646", "Versailles", "78000", "78", "", "", "1", "north", "2.13", ""],
    ],
)
def test_a_damaged_file_is_refused_in_one_sentence_and_changes_nothing(tmp_path, row):
    write(tmp_path, [row])
    with pytest.raises(CommandError, match="not in the expected form"):
        run("--folder", str(tmp_path))
    assert not Departement.objects.exists()


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"departements\.csv cannot be read"):
        run("--folder", str(tmp_path))
