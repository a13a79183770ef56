"""Sends hostile inputs to every address that takes any, as tests do, and looks for what they left.

    PYTHONPATH=site python -m tests.proof.hostility --inputs 10000 --seed 1 [--database postgres://…]

Each input is undone before the next. Exit code 1 and the numbers of the inputs that left something; --only tries one.
"""

import argparse
import csv
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from urllib.parse import quote

from tests.questions import hostile

ROOT = Path(__file__).resolve().parents[2]
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "＝")


class Hunt:
    """One world, many inputs. `findings` are sentences that begin with the input's number."""

    def __init__(self, *, seed, look_closer=0.05):
        from django.test import Client

        from tests.proof.targets import TARGETS, World

        self.seed, self.look_closer, self.world = seed, look_closer, World()
        self.names = list(TARGETS)
        self.citizen = Client(raise_request_exception=False)
        self.editor = Client(raise_request_exception=False)
        self.editor.force_login(self.world.editor)
        self.worker = Client(raise_request_exception=False)
        self.worker.force_login(self.world.worker)
        # What every input starts from, because each is undone.
        self.before = counts()
        self.statuses, self.kinds, self.findings = Counter(), Counter(), []
        self.pages = self.accepted = 0

    def run(self, numbers):
        from django.db import transaction

        for number in numbers:
            with transaction.atomic():
                self.one(number)
                transaction.set_rollback(True)
        return self

    def one(self, number):
        from django.core.cache import cache

        from tests.proof.targets import TARGETS, address

        # Rate limits would keep most inputs away from what they are meant for.
        cache.clear()
        chance, marker = hostile.generator(self.seed, number), f"zq{number}qz"
        # The forms that store most are tried most.
        name = chance.choice([*self.names, *[n for n in self.names if TARGETS[n].rows]])
        target, path = TARGETS[name], address(name, self.world)
        how, answer = self.send(chance, target, path, marker)
        self.statuses[answer.status_code] += 1
        self.kinds[how] += 1

        def found(what):
            self.findings.append(f"{number} {name} ({how}): {what}")

        if answer.status_code >= 500:
            found(f"status {answer.status_code}")
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if "html" in answer.headers.get("Content-Type", "html"):
            for problem in echoes(body.decode(errors="replace"), marker):
                found(f"echo: {problem}")
        if any(marker in header and marker != header for header in answer.headers if f"X-{marker}" in header):
            found("a header was injected")
        if answer.cookies and not target.signed_in:
            found("a cookie was set")
        after = counts()
        changed = {table for table in after if after[table] != self.before.get(table)}
        if changed - target.rows - WRITTEN_BY_READING:
            found(f"rows changed in {sorted(changed - target.rows)}")
        if changed & target.rows:
            self.accepted += 1
            for problem in outbox(marker):
                found(problem)
            if chance.random() < self.look_closer:
                for problem in self.look(marker):
                    found(problem)

    def send(self, chance, target, path, marker):
        client = self.worker if target.signed_in else self.citizen
        values = {name: str(value) for name, value in target.values(self.world).items()}
        headers = {"X-Forwarded-For": f"10.0.0.{chance.randrange(250)}"}
        if chance.random() < 0.1:
            headers |= {
                "Accept-Language": hostile.text(chance, marker).encode("ascii", "ignore").decode()[:500],
                "Referer": f"http://testserver/<{marker}>",
                "User-Agent": f"<{marker}>",
                "X-Request-ID": f"{marker}\r\nX-{marker}: oui",
            }
        if "/api/" in path:
            headers["Authorization"] = f"Bearer {self.world.key}"
        if target.is_json:
            how, content_type, body = hostile.document(chance, values, marker)
        else:
            how, content_type, body = hostile.form(chance, values, marker)
        if target.method == "get":
            query = body[:60_000].decode("latin-1")
            if chance.random() < 0.7:
                how, query = (
                    "query",
                    hostile.encoded([(name, hostile.text(chance, marker)[:2000]) for name in values]).decode(),
                )
            return how, client.get(f"{path}?{quote(query, safe='=&%+')}", headers=headers)
        return how, client.generic(target.method.upper(), path, data=body, content_type=content_type, headers=headers)

    def look(self, marker):
        """Every page, export and preview on which an editor, the partner or the citizen may meet what was stored."""
        from django.urls import reverse

        from clairdroit.mail.models import OutboxMail
        from clairdroit.questions import links
        from clairdroit.questions.models import ErrorReport, ProposedAnswer, Question

        world = self.world
        questions = list(Question.objects.order_by("-pk")[:3])
        pages = [reverse(f"{name}_modeladmin_index") for name in ("questions", "courriels")]
        pages += [reverse("signalements:index"), reverse("webhooks:index")]
        pages += [reverse("wagtailadmin_home")]
        pages += [reverse("questions_modeladmin_inspect", args=[each.pk]) for each in questions]
        pages += [
            reverse("courriels_modeladmin_inspect", args=[each.pk]) for each in OutboxMail.objects.order_by("-pk")[:4]
        ]
        pages += [reverse("signalements:inspect", args=[each.pk]) for each in ErrorReport.objects.order_by("-pk")[:1]]
        pages += [
            reverse("wagtailsnippets_clairdroit_questions_proposedanswer:edit", args=[each.pk])
            for each in ProposedAnswer.objects.order_by("-pk")[:1]
        ]
        public = [reverse("clairdroit_questions:follow", args=[links.follow_token(each)]) for each in questions]
        public += [
            reverse("clairdroit_partner_space:space", args=[world.space]),
            reverse("clairdroit_questions:assignment", args=[world.space, world.question.uuid]),
        ]
        for client, paths in ((self.editor, pages), (self.citizen, public)):
            for path in paths:
                answer = client.get(path)
                self.pages += 1
                if answer.status_code >= 500:
                    yield f"{path} answers {answer.status_code}"
                for problem in echoes(answer.content.decode(errors="replace"), marker):
                    yield f"{path}: {problem}"
        yield from self.look_at_exports(marker)

    def look_at_exports(self, marker):
        from django.urls import reverse
        from openpyxl import load_workbook

        for kind in ("csv", "xlsx"):
            answer = self.editor.post(f"{reverse('questions_modeladmin_index')}?export={kind}")
            self.pages += 1
            if answer.status_code != 200:
                yield f"the {kind} export answers {answer.status_code}"
                continue
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            if kind == "csv":
                cells = [cell for row in csv.reader(io.StringIO(content.decode())) for cell in row]
            else:
                rows = load_workbook(io.BytesIO(content)).active.iter_rows()
                found = [cell for row in rows for cell in row]
                if any(cell.data_type == "f" for cell in found):
                    yield "a formula in the xlsx export"
                cells = [str(cell.value) for cell in found]
            if any(marker in cell and cell.startswith(FORMULAS) for cell in cells):
                yield f"a formula in the {kind} export"


# What Wagtail and Django fill when it is first looked up.
WRITTEN_BY_READING = {
    "clairdroit_kb_pages_siteidentity",
    "django_content_type",
    "django_session",
    "clairdroit_sign_in_signin",
    # The search is told of changed rows by a task.
    "django_tasks_database_dbtaskresult",
}


def counts():
    """Rows of every table, in one question to the database."""
    from django.db import connection

    if not hasattr(counts, "sql"):
        tables = [name for name in connection.introspection.table_names() if "fts" not in name]
        quoted = connection.ops.quote_name
        parts = [f"SELECT '{name}' AS t, count(*) FROM {quoted(name)}" for name in tables if "cache" not in name]
        # SQLite takes 500 selects in one statement at most.
        counts.sql = [" UNION ALL ".join(parts[start : start + 100]) for start in range(0, len(parts), 100)]
    found = {}
    with connection.cursor() as cursor:
        for sql in counts.sql:
            cursor.execute(sql)
            found |= dict(cursor.fetchall())
    return found


def echoes(html, marker):
    """What a browser would take for markup or script, or a template engine has worked out."""
    if marker not in html:
        return
    raw = re.search(rf"<[^>&\"']{{0,40}}{marker}|<script>{marker}|on\w+={marker}\(|href=\"javascript:{marker}", html)
    if raw:
        around = html[max(0, raw.start() - 60) : raw.end() + 60]
        # Inside an attribute's quotes or escaped it is text: ask a parser before crying wolf.
        if is_live(html, marker):
            yield f"unescaped: {around!r}"
    if f"7351{marker}" in html or f"7351 {marker}" in html:
        yield "a template was worked out"


def is_live(html, marker):
    """Whether a parser finds an element, an attribute's name or a script that the marker belongs to."""
    import lxml.html

    try:
        tree = lxml.html.document_fromstring(
            html.encode(errors="replace"), parser=lxml.html.HTMLParser(encoding="utf-8")
        )
    except (ValueError, lxml.etree.ParserError):
        return True
    for element in tree.iter():
        if not isinstance(element.tag, str):
            if marker in str(element):
                return True
            continue
        if marker in element.tag:
            return True
        for name, value in element.attrib.items():
            if marker in name or (marker in value and (name.startswith("on") or name == "id")):
                return True
            if name in ("href", "src", "action") and marker in value and value.strip().lower().startswith("javascript"):
                return True
        if element.tag in ("script", "style") and marker in (element.text or ""):
            return True
    return False


def outbox(marker):
    """The mails as they would go out: headers, and the html part."""
    from clairdroit.mail.models import OutboxMail

    for mail in OutboxMail.objects.order_by("-pk")[:6]:
        html, subject = mail.html_message or "", mail.subject
        for problem in echoes(html, marker):
            yield f"mail: {problem}"
        if "\n" in subject or "\r" in subject:
            yield "mail: a subject of several lines"
        try:
            message = mail.as_message().message()
        except (ValueError, UnicodeError) as error:
            yield f"mail that cannot be written: {error}"
            continue
        if any(marker in name for name in message.keys()) or message.get("Bcc"):  # noqa: SIM118 (a message, no dict)
            yield "mail: a header was injected"
        if any(marker in str(message.get(name, "")) for name in ("To", "From", "Reply-To")) and "@intrus" in str(
            message["To"]
        ):
            yield "mail: a recipient was injected"
        message.as_bytes()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--only", type=int, help="this one input")
    parser.add_argument("--minutes", type=float, default=600)
    parser.add_argument("--database", default="", help="address of an empty database; default: a new SQLite file")
    parser.add_argument("--migrated", action="store_true", help="the database has its tables already")
    parser.add_argument("--json", help="also write the result there")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="clairdroit-proof-") as folder:
        os.environ["DATABASE_URL"] = arguments.database or f"sqlite:///{folder}/proof.sqlite3"
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
        if not arguments.migrated:
            subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, check=True)
        result = hunt(arguments)
    print(json.dumps(result, ensure_ascii=False, indent=1))
    if arguments.json:
        Path(arguments.json).write_text(json.dumps(result, ensure_ascii=False, indent=1))
    sys.exit(1 if result["findings"] else 0)


def hunt(arguments):
    import logging

    import django

    django.setup()
    logging.disable(logging.CRITICAL)
    from django.db import connection, transaction
    from django.test.utils import setup_test_environment

    setup_test_environment()
    begun, sent = time.monotonic(), 0
    with transaction.atomic():
        quest = Hunt(seed=arguments.seed)
        numbers = [arguments.only] if arguments.only is not None else range(arguments.inputs)
        for number in numbers:
            if time.monotonic() - begun > arguments.minutes * 60:
                break
            quest.run([number])
            sent += 1
        transaction.set_rollback(True)
    return {
        "database": connection.vendor,
        "seed": arguments.seed,
        "inputs": sent,
        "addresses": len(quest.names),
        "seconds": round(time.monotonic() - begun),
        "statuses": dict(sorted(quest.statuses.items())),
        "kinds": dict(quest.kinds.most_common()),
        "accepted": quest.accepted,
        "pages looked at": quest.pages,
        "findings": quest.findings,
    }


if __name__ == "__main__":
    main()
