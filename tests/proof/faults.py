"""Kills the web server and the worker at random instants while people ask and are answered, then counts what is left.

    PYTHONPATH=site python -m tests.proof.faults --submissions 1000 --seed 1 [--database postgres://…]

Without --database a new SQLite file. Exit code 1 when anything was lost or happened twice. Figures: docs/proof.md.
"""

import argparse
import datetime
import itertools
import json
import logging
import os
import queue
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
SUBMITTERS, ANSWERERS = 4, 3
# A quick machine has done what was asked for before anything was killed: then visitors go on coming, one a second each,
# for so many seconds at most.
EXTRA_PAUSE, EXTRA_SECONDS = 1, 240
# What the machine waits in reality (minutes after a failure, LEASE after a crash) is shortened for the proof alone.
SETTLING_TURNS = 60
# What visitors, editors and partners wrote, and the keys in addresses: no line of a log may hold any of it.
WORDS = re.compile(r"personne-\d|loyer|n\d+n\.|r\d+r\.|/ma-question/\w|/espace-partenaires/\w")


def set_up(arguments, folder, ports, **services):
    """The environment of all processes, this one included, and an empty migrated database."""
    url = arguments.database or f"sqlite:///{folder}/proof.sqlite3"
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "tests.proof.settings",
        "DATABASE_URL": url,
        "CLAIRDROIT_VAR_DIR": str(folder),
        "CLAIRDROIT_BASE_URL": f"http://127.0.0.1:{ports['web']}",
        "EMAIL_URL": f"smtp://127.0.0.1:{ports['smtp']}",
        "REDIS_URL": "",
        "ELASTICSEARCH_URL": "",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "site"), str(ROOT)]),
        **services,
    }
    if not arguments.migrated:
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, check=True)
    subprocess.run([sys.executable, "manage.py", "createcachetable"], cwd=ROOT, check=True)
    import django

    django.setup()


class LookUp:
    """What an editor reads off a page, read from the rows."""

    def question(self, reference):
        from clairdroit.questions.models import Question

        found = [one for one in Question.objects.values_list("pk", "uuid") if one[1].hex[:8].upper() == reference]
        assert len(found) == 1, f"{len(found)} questions for one thank-you page"
        return found[0]

    def answer(self, question):
        from clairdroit.questions.models import ProposedAnswer

        return ProposedAnswer.objects.get(question_id=question).pk

    def version(self, answer):
        """What the last look shows of it."""
        from clairdroit.questions.drafts import version_of
        from clairdroit.questions.models import ProposedAnswer

        return version_of(ProposedAnswer.objects.get(pk=answer))


def people():
    """An editor with a session, a partner with a key."""
    from django.conf import settings
    from django.contrib.auth import login
    from django.contrib.sessions.backends.db import SessionStore
    from django.test import RequestFactory

    from clairdroit.connections import actions
    from clairdroit.roles.actions import compose_roles
    from tests.partners_snippets.factories import PartnerFactory
    from tests.questions.factories import UserFactory
    from tests.territories.factories import CommuneFactory

    compose_roles()
    commune = CommuneFactory()
    partner = PartnerFactory(headings=["logement"], communes=[commune])
    editor = UserFactory(username="redaction", coordinator=True)
    # As the form does it: whatever else a site notes when somebody signs in is noted.
    request = RequestFactory().get("/admin/login/")
    request.session = SessionStore()
    login(request, editor, backend=settings.AUTHENTICATION_BACKENDS[-1])
    request.session.save()
    _token, key = actions.make_partner_token(partner=partner, name="Preuve", user=editor)
    return commune, request.session.session_key, key


def form_tokens(number):
    """As from pages that were opened a minute ago."""
    from clairdroit.public_forms import tokens

    now = tokens.timezone.now
    try:
        tokens.timezone.now = lambda: now() - datetime.timedelta(minutes=1)
        return [tokens.FormToken.issue("question").raw for _ in range(number)]
    finally:
        tokens.timezone.now = now


def keep_worker_busy(stop):
    """The clock of the reference site, faster: asks for the outbox each time nobody else did."""
    from django.db import close_old_connections
    from django_tasks_db.models import DBTaskResult

    from config.tasks import run_command

    while not stop.wait(0.5):
        close_old_connections()
        if not DBTaskResult.objects.ready().exists():
            run_command.enqueue("send_outbox", {"limit": 20})


def submissions(number, *, is_enough, until):
    """A function for several threads that names the next one: so many, then more until it is enough; then None."""
    begun, lock = itertools.count(), threading.Lock()
    patience = None

    def begin():
        nonlocal patience
        with lock:
            if time.monotonic() > until:
                return None
            if (one := next(begun)) < number:
                return one
            patience = patience or time.monotonic() + EXTRA_SECONDS
            if is_enough() or time.monotonic() > patience:
                return None
        time.sleep(EXTRA_PAUSE)
        return one

    return begin


def work(crowd, next_submission):
    """Everybody at once: whoever was thanked is answered as soon as an editor is free. How many began, and failures."""
    begun, to_answer, failures = [], queue.Queue(), []

    def submitter():
        for number in iter(next_submission, None):
            begun.append(number)
            try:
                crowd.submit(number)
                if number in crowd.accepted:
                    to_answer.put(number)
            except Exception as error:
                failures.append(f"submission {number}: {error}")

    def answerer():
        from django.db import connections

        while True:
            number = to_answer.get()
            if number is None:
                connections.close_all()
                return
            try:
                crowd.answer(number)
            except Exception as error:
                failures.append(f"answer {number}: {type(error).__name__} {error}")

    submitters = [threading.Thread(target=submitter) for _ in range(SUBMITTERS)]
    answerers = [threading.Thread(target=answerer) for _ in range(ANSWERERS)]
    for thread in [*submitters, *answerers]:
        thread.start()
    for thread in submitters:
        thread.join()
    for _ in answerers:
        to_answer.put(None)
    for thread in answerers:
        thread.join()
    return len(begun), failures


def drain(*, until):
    """While mails wait the processes go on being killed: sends, too, are under fault. Pauses are skipped."""
    from clairdroit.mail.models import OutboxMail

    while time.monotonic() < until and OutboxMail.objects.waiting().exists():
        OutboxMail.objects.waiting().update(not_before=None)
        time.sleep(1)


def settle(server):
    """Until nothing waits: the pauses after failures are skipped, and crashed attempts are found at once."""
    from django.db.models import F

    from clairdroit.mail import delivery
    from clairdroit.mail.models import DeliveryAttempt, OutboxMail

    for turn in range(SETTLING_TURNS):
        server.handler.calm = turn >= SETTLING_TURNS // 3
        DeliveryAttempt.objects.under_way().update(started_at=F("started_at") - delivery.LEASE * 2)
        OutboxMail.objects.waiting().update(not_before=None)
        delivery.send_due()
        if not OutboxMail.objects.waiting().exists() and not DeliveryAttempt.objects.under_way().exists():
            return


def count(crowd, taken):
    """What is left, and what should not be: `violations` is empty when the promises were kept."""
    from clairdroit.mail.enums import DeliveryOutcome
    from clairdroit.mail.models import OutboxMail
    from clairdroit.questions.enums import EventKind, MailKind
    from clairdroit.questions.models import Event, ProposedAnswer, Question, QuestionMail

    stored, received = Counter(), Counter()
    for question in Question.objects.all():
        stored[int(re.search(r"n(\d+)n", question.text)[1])] += 1
    for number in Event.objects.filter(kind=EventKind.RECEIVED).values_list("question_id", flat=True):
        received[number] += 1
    mails = {
        kind: Counter(QuestionMail.objects.filter(kind=kind).values_list("question_id", flat=True))
        for kind in (MailKind.ACKNOWLEDGEMENT, MailKind.ASSIGNMENT, MailKind.ANSWER)
    }
    fates, violations = {kind: Counter() for kind in mails}, []
    for link in QuestionMail.objects.select_related("email").prefetch_related("email__attempts"):
        if link.kind not in fates:
            continue
        mail, arrived = link.email, taken[link.email.message_id]
        last = mail.last_attempt
        if mail.is_waiting:
            fate = "waiting"
        elif not mail.is_failed:
            fate = "delivered"
        else:
            fate = DeliveryOutcome(last.outcome).value if last else "failed"
        fates[link.kind][f"{fate}, arrived {arrived}×"] += 1
        expected = {"delivered": {1}, "uncertain": {0, 1}, "permanent": {0}, "waiting": {0}}.get(fate, set())
        if arrived not in expected:
            violations.append(f"{link.kind} of question {link.question_id}: {fate}, arrived {arrived} times")
    unknown = set(taken) - set(OutboxMail.objects.values_list("message_id", flat=True))
    violations += [f"a mail arrived that no row knows: {one}" for one in unknown]
    violations += [f"submission {one}: thanked, stored {stored[one]}×" for one in crowd.accepted if stored[one] != 1]
    violations += [f"submission {one} is stored twice" for one, times in stored.items() if times > 1]
    once = {"receptions": received, "acknowledgements": mails[MailKind.ACKNOWLEDGEMENT]}
    once["mails to the partner"] = mails[MailKind.ASSIGNMENT]
    for pk in Question.objects.values_list("pk", flat=True):
        violations += [f"question {pk} has {found[pk]} {what}" for what, found in once.items() if found[pk] != 1]
    answered = {
        int(re.search(r"r(\d+)r", answer.text)[1]): answer for answer in ProposedAnswer.objects.filter(live=True)
    }
    for number in crowd.approved:
        answer = answered.get(number)
        sent = mails[MailKind.ANSWER][answer.question_id] if answer else 0
        if sent != 1:
            violations.append(f"answer {number} was approved and has {sent} mails")
    return {
        "stored": sum(stored.values()),
        "stored though the visitor gave up": sum(stored[one] for one in crowd.given_up),
        "answers approved": len(crowd.approved),
        "mails": {kind.value: dict(sorted(found.items())) for kind, found in fates.items()},
        "violations": violations,
    }


def complaint(line):
    """What an error in the logs says in short; "" for any other line."""
    try:
        record = json.loads(line)
    except ValueError:
        return line.strip()[:120] if re.match(r"^[\w.]+(Error|Exception)\b", line) else ""
    if record.get("level") not in ("ERROR", "CRITICAL"):
        return ""
    return record.get("exc_info", record.get("message", "")).strip().splitlines()[-1][:120]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=1000)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--database", default="", help="address of an empty database; default: a new SQLite file")
    parser.add_argument("--migrated", action="store_true", help="the database has its tables already")
    parser.add_argument("--lives", type=float, nargs=2, default=(0.5, 12.0), help="seconds between start and SIGKILL")
    parser.add_argument("--minutes", type=float, default=120, help="begin no further submission after so long")
    parser.add_argument("--drain", type=float, default=30, help="minutes at most for sending what waits, under fault")
    parser.add_argument("--json", help="also write the result there")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="clairdroit-proof-") as folder:
        result = run(arguments, Path(folder))
    text = json.dumps(result, ensure_ascii=False, indent=1)
    print(text)
    if arguments.json:
        Path(arguments.json).write_text(text)
    sys.exit(1 if result["violations"] else 0)


def run(arguments, folder):
    ports = {"web": free_port(), "smtp": free_port()}
    set_up(arguments, folder, ports)
    from django.db import connection

    from config.management.commands.start_site import site_processes
    from tests.proof.fickle_smtp import Fickle, FickleServer
    from tests.proof.processes import Mortal, web_answers
    from tests.proof.visitors import Crowd

    commune, session, key = people()
    server = FickleServer(Fickle(arguments.seed), hostname="127.0.0.1", port=ports["smtp"])
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    server.start()
    site = site_processes(host="127.0.0.1", port=ports["web"], address=os.environ["CLAIRDROIT_BASE_URL"])
    environment = {**site.environment, "PYTHONPATH": os.environ["PYTHONPATH"]}
    begun, stop = time.monotonic(), threading.Event()
    with (folder / "processes.log").open("w") as log:
        shared = {"environment": environment, "seed": arguments.seed, "lives": arguments.lives, "log": log}
        web = Mortal("web", site.commands["web"], is_ready=lambda: web_answers(ports["web"]), **shared)
        worker = Mortal("worker", site.commands["worker"], is_ready=lambda: True, **shared)
        # It says nothing when it is up: its life is counted from its start, of which the imports take some seconds.
        worker.lives = tuple(2 * seconds + 3 for seconds in arguments.lives)
        clock = threading.Thread(target=keep_worker_busy, args=(stop,), daemon=True)
        crowd = Crowd(
            ports["web"],
            seed=arguments.seed,
            tokens=form_tokens(50),
            commune=commune,
            editor_cookie=session,
            csrf="c" * 32,
            partner_key=key,
            look_up=LookUp(),
        )
        try:
            for each in (web, worker, clock):
                each.start()
            web.ready.wait()
            earlier = {each.name: len(each.kills) for each in (web, worker)}

            def killed_during_work():
                return {each.name: len(each.kills) - earlier[each.name] for each in (web, worker)}

            next_submission = submissions(
                arguments.submissions,
                is_enough=lambda: all(killed_during_work().values()),
                until=begun + arguments.minutes * 60,
            )
            submitted, failures = work(crowd, next_submission)
            killed = killed_during_work()
            worked = round(time.monotonic() - begun)
            drain(until=time.monotonic() + arguments.drain * 60)
            sent_under_fault = sum(server.handler.accepted.values())
        finally:
            stop.set()
            clock.join()
            for process in (web, worker):
                process.spare()
                process.end()
        settle(server)
        server.stop()
        lines = (folder / "processes.log").read_text(errors="replace").splitlines()
        complaints = Counter(filter(None, map(complaint, lines)))
    found = count(crowd, server.handler.accepted)
    failures += [f"a log holds somebody's words: {line[:120]}" for line in lines if WORDS.search(line)]
    return {
        "database": connection.vendor,
        "seed": arguments.seed,
        "seconds": round(time.monotonic() - begun),
        "submissions": submitted,
        "seconds of work": worked,
        "mails that the server took while processes were killed": sent_under_fault,
        "thanked": len(crowd.accepted),
        "gave up": len(crowd.given_up),
        "web killed": len(web.kills),
        "worker killed": len(worker.kills),
        "killed while people were at work": killed,
        "first lives of the web server, seconds": web.kills[:5],
        "broken lines": dict(crowd.broken),
        "answers other than expected": dict(crowd.odd),
        "moods of the mail server": dict(server.handler.met),
        "lines in the logs": len(lines),
        "errors in the logs": dict(complaints.most_common(8)),
        **found,
        "violations": failures + found["violations"],
    }


if __name__ == "__main__":
    main()
