"""No fiche and no partner record of the real data is committed: they are read where they lie, beside the repository."""

import gzip
import re

import pytest

from tests.repository.files import ROOT, tracked

BIGGEST = 400_000
TEXTS = ("*.py", "*.toml", "*.md", "*.html", "*.txt", "*.po", "*.json", "*.csv")
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# Facts without an author: the communes of France (licence in the file beside it).
TABLES = {"territories/data/communes.csv.gz"}


def test_no_tracked_file_is_big_enough_to_be_a_data_set():
    big = {str(path.relative_to(ROOT)) for path in tracked() if path.stat().st_size > BIGGEST}
    assert big <= TABLES


def test_no_tracked_file_has_the_form_of_the_real_data():
    names = [path.name for path in tracked()]
    assert not [name for name in names if name.endswith((".jsonl", ".jsonl.gz", ".zip", ".xml", ".xlsx"))]


@pytest.mark.shared
def test_no_mail_address_of_a_real_partner_is_committed(shared_data):
    found = set()
    for path in sorted((shared_data / "partenaires").glob("partenaires_*.jsonl*")):
        written = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        found.update(MAIL.findall(written.decode("utf-8").lower()))
    assert len(found) > 1000
    ours = {mail for path in tracked(*TEXTS) for mail in MAIL.findall(path.read_text(errors="ignore").lower())}
    assert len(ours) > 20
    assert not ours & found
