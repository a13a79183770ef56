"""What the map's points and the site map cost with a national number of partners, in one process.

    .venv/bin/python tests/benchmarks/partner_files.py [--partners 45000]

Adds them to the database that the settings name, within a transaction that is taken back. For each address: queries,
bytes as they are and compressed, milliseconds of the processor (the least of three), and of what a reader who has the
answer already asks again (304).
"""

import argparse
import gzip
import os
import random
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOURS = [
    "Mo-Fr 08:30-12:00,13:30-17:00; PH off",
    "Mo,We,Fr 09:00-12:00; PH off",
    "Tu 14:00-17:00",
    "Mo-Th 08:30-17:30; Fr 08:30-16:30; Sa 09:00-12:00; PH off",
    "",
]


def fill(number: int) -> str:
    from clairdroit.partners_snippets.models import Partner, Place
    from tests.territories.factories import CommuneFactory

    here = CommuneFactory()
    chance = random.Random(1)
    partners = [
        Partner(name=f"Association d’aide aux droits n° {each}", live=True, phone="01 99 00 12 34")
        for each in range(number)
    ]
    made = Partner.objects.bulk_create(partners, batch_size=2000)
    places = []
    for each, partner in enumerate(made):
        spread = 0.1 if each % 20 == 0 else 4  # one in twenty near the commune that is asked for
        places.append(
            Place(
                partner=partner,
                street=f"{each % 99 + 1} rue des Essais",
                postal_code="78000",
                city="Versailles",
                commune=here,
                latitude=here.latitude + chance.uniform(-spread, spread),
                longitude=here.longitude + chance.uniform(-spread, spread),
                opening_hours=HOURS[each % len(HOURS)],
            )
        )
    Place.objects.bulk_create(places, batch_size=2000)
    return str(here.pk)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measures the map's points and the site map.")
    parser.add_argument("--partners", type=int, default=45_000)
    options = parser.parse_args()
    sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    os.environ.setdefault("DEBUG", "false")
    import django

    django.setup()
    from django.db import connection, transaction
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    def measure(path: str, **headers: str) -> None:
        client, spent = Client(headers={"Accept-Encoding": "gzip"}), []
        for _each in range(3):
            started = time.process_time()
            answer = client.get(path, headers=headers)
            spent.append((time.process_time() - started) * 1000)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(path, headers=headers)
        sent = answer.content
        whole = gzip.decompress(sent) if answer.get("Content-Encoding") == "gzip" else sent
        print(f"{path:52} {answer.status_code} {len(queries):3} {len(whole):9,} {len(sent):9,} {min(spent):8.1f}")
        if not headers and answer.get("ETag"):
            measure(path, **{"If-None-Match": answer["ETag"]})

    print(f"{'address':52} code  q     bytes   sent      ms")
    with transaction.atomic():
        commune = fill(options.partners)
        for path in (
            "/sitemap.xml",
            "/sitemap-partners.xml",
            "/sitemap-partners.xml?p=2",
            "/a-qui-s-adresser/carte.json",
            f"/a-qui-s-adresser/carte.json?commune={commune}",
            f"/a-qui-s-adresser/carte.json?commune={commune}&distance=5",
            "/a-qui-s-adresser/carte.json?q=association",
        ):
            measure(path)
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()
