"""Hundreds of visitors in one thread, over plain streams: what they do, and what each request came to.

A browser's style sheets and pictures are left out: a proxy serves them. The visitors share the processor with the site.
"""

import asyncio
import dataclasses
import json
import random
import re
import time
from html import unescape
from urllib.parse import quote, urlencode

PATIENCE_SECONDS = 90
FIRST_ID = 0x0A000000  # 10.0.0.0: each visitor has an address of their own
# What a form's page carries for its next sending.
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
CHALLENGE = re.compile(r'data-challenge="([^"]+)"')
THANKED = re.compile(r"/merci/([0-9A-F]+)/")
PAGES = re.compile(r'href="(/[^"#?]*)"')
NO_PAGE = re.compile(
    r"^/(static|(?:en/)?_util|media|documents|admin|healthz|demo|api|espace-partenaires|rappels|ma-question)"
)
WORDS_SAID = ("ne peut pas répondre pour le moment", "cannot answer at the moment")
SEARCHES = (
    "loyer",
    "aide au logement",
    "caf",
    "impayé",
    "RSA",
    "carte d’identité",
    "expulsion",
    "rent",
    "mdph",
    "vélo",
)
# Of a hundred things that a visitor does.
DEEDS = {"read": 68, "search": 22, "suggest": 6, "ask": 4}
QUICK = 8  # one in so many sends the form before the time trap allows, and solves a task


@dataclasses.dataclass
class Outcome:
    """`status`: of HTTP, or "refused" (nobody listened), "broken" (it ended halfway), "silent" (no patience left).

    `phase` is that in which it ended: what broke off did so then.
    """

    kind: str
    phase: str
    status: int | str
    begun: float
    seconds: float
    location: str = ""
    body: str = ""
    complaint: str = ""

    @property
    def is_failure(self):
        return isinstance(self.status, str) or self.status >= 500


class Web:
    """One connection for each request, as from another telephone each."""

    def __init__(self, port):
        self.port, self.phase, self.outcomes = port, "start", []

    async def ask(self, kind, method, path, *, form=None, headers=None, visitor=0):
        begun = time.monotonic()
        status, head, body = await self._speak(method, path, form, headers or {}, visitor)
        outcome = Outcome(kind, self.phase, status, begun, time.monotonic() - begun)
        outcome.location = head.get("location", "")
        if outcome.status == 503:
            language = "en" if path.startswith("/en/") else "fr"
            if head.get("retry-after", "") == "" or WORDS_SAID[language == "en"] not in body:
                outcome.complaint = f"503 without words or Retry-After: {kind}"
        if isinstance(status, int) and "Traceback (most recent" in body:
            outcome.complaint = f"a stack trace was shown: {kind}"
        self.outcomes.append(dataclasses.replace(outcome))
        outcome.body = body
        return outcome

    async def _speak(self, method, path, form, headers, visitor):
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return await self._exchange(method, path, form, headers, visitor)
        except ConnectionRefusedError:
            return "refused", {}, ""
        except TimeoutError:
            return "silent", {}, ""
        except (OSError, ValueError, IndexError):
            return "broken", {}, ""

    async def _exchange(self, method, path, form, headers, visitor):
        body = urlencode(form).encode() if form is not None else b""
        address = ".".join(str(FIRST_ID + visitor >> shift & 255) for shift in (24, 16, 8, 0))
        lines = {"Host": "127.0.0.1", "Connection": "close", "X-Forwarded-For": address, **headers}
        if form is not None:
            lines |= {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))}
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            head = f"{method} {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items())
            writer.write(head.encode() + b"\r\n" + body)
            answer = await reader.read()
        finally:
            writer.close()
        head, _, rest = answer.partition(b"\r\n\r\n")
        first, *others = head.decode("latin-1").split("\r\n")
        fields = {name.lower(): value for name, _, value in (line.partition(": ") for line in others)}
        if len(rest) < int(fields.get("content-length", 0)):
            raise ValueError("the answer ended halfway")
        return int(first.split(" ")[1]), fields, rest.decode(errors="replace")


async def public_pages(web, *, most=80):
    """The addresses that links lead to, from the home pages on."""
    waiting, found = ["/", "/en/", "/a-qui-s-adresser/", "/mots-difficiles/", "/poser-ma-question/"], []
    while waiting and len(found) < most:
        path = waiting.pop(0)
        if path in found or NO_PAGE.match(path):
            continue
        answer = await web.ask("first look", "GET", path)
        if answer.status == 200:
            found.append(path)
            waiting += PAGES.findall(answer.body)
    return found


class People:
    """`accepted` (number: reference), `given_up` and `approved` are what faults.count compares the rows with."""

    def __init__(self, web, *, seed, commune, pages, staff, think):
        self.web, self.seed, self.commune, self.pages, self.staff, self.think = web, seed, commune, pages, staff, think
        self.accepted, self.given_up, self.approved, self.failures = {}, set(), set(), []
        self.begun, self.stopping, self.answerable = 0, asyncio.Event(), asyncio.Queue()

    async def visitor(self, number):
        chance = random.Random(f"{self.seed}-{number}")
        await asyncio.sleep(chance.uniform(0, self.think))
        while not self.stopping.is_set():
            deed = chance.choices(list(DEEDS), DEEDS.values())[0]
            try:
                await getattr(self, deed)(chance, number)
            except Exception as error:
                self.failures.append(f"{deed}: {type(error).__name__} {error}")
            await asyncio.sleep(chance.expovariate(1 / self.think))

    async def read(self, chance, number):
        await self.web.ask("read", "GET", chance.choice(self.pages), visitor=number)

    async def search(self, chance, number):
        where = "/en/recherche/" if chance.random() < 0.1 else "/recherche/"
        await self.web.ask("search", "GET", f"{where}?q={quote(chance.choice(SEARCHES))}", visitor=number)

    async def suggest(self, chance, number):
        await self.web.ask(
            "suggest", "GET", f"/recherche/suggestions/?q={quote(chance.choice(SEARCHES)[:3])}", visitor=number
        )

    async def ask(self, chance, number):
        """The form's page, some writing, the help that exists, a task where one is asked for; again until thanked."""
        page = await self.web.ask("form", "GET", "/poser-ma-question/", visitor=number)
        if page.status != 200:
            return
        question, self.begun = self.begun, self.begun + 1
        # Each question from another address, so that none is the sixth of its hour.
        sender = 1_000_000 + question
        values = dict(HIDDEN.findall(page.body)) | {
            "text": f"Mon loyer a augmenté et je ne peux plus le payer. Dossier n{question}n.",
            "heading": "logement",
            "place": self.commune.label,
            "commune": self.commune.pk,
            "email": f"personne-{question}@citoyenne.invalid",
            "consent": "on",
        }
        await asyncio.sleep(0 if question % QUICK == 0 else 4)
        for _try in range(60):
            sent = await self.web.ask("ask", "POST", "/poser-ma-question/", form=values, visitor=sender)
            if thanked := THANKED.search(sent.location):
                self.accepted[question] = thanked[1]
                self.answerable.put_nowait(question)
                return
            if sent.is_failure:
                await asyncio.sleep(3)
            elif puzzle := CHALLENGE.search(sent.body):
                values["altcha"] = await asyncio.to_thread(solution, unescape(puzzle[1]))
            elif sent.status == 200 and "help_seen" in (offered := dict(HIDDEN.findall(sent.body))):
                values |= {name: unescape(value) for name, value in offered.items()}
            else:
                raise AssertionError(f"refused: {sent.status}")
        self.given_up.add(question)

    async def answerer(self):
        """Half by an editor, half by the partner's link and an editor's approval."""
        while (question := await self.answerable.get()) is not None:
            try:
                await self.answer(question)
            except Exception as error:
                self.failures.append(f"answer {question}: {type(error).__name__} {error}")

    async def answer(self, question):
        reference = self.accepted[question]
        text = f"Prenez rendez-vous au CCAS. Réponse r{question}r."
        pk, link = await self.persist(lambda: asyncio.to_thread(self.staff.question, reference))
        if question % 2:
            await self.web.ask("partner reads", "GET", link)
            form = {"text": text, "note": "", "hand_in": "1"}
            await self.until("partner proposes", "POST", link, form, done=lambda sent: sent.status == 302)
        await self.web.ask("editor reads", "GET", f"/admin/questions/inspect/{pk}/", headers=self.staff.headers)
        if not question % 2:
            await self.until(
                "editor writes",
                "POST",
                f"/admin/questions/{pk}/repondre/",
                {"text": text, "preview": "1", "csrfmiddlewaretoken": self.staff.csrf},
                headers=self.staff.headers,
                done=lambda sent: sent.status == 302 and "/envoi/" in sent.location,
            )
        answer = await self.persist(lambda: asyncio.to_thread(self.staff.answer, pk))
        version = await self.persist(lambda: asyncio.to_thread(self.staff.version, answer))
        await self.until(
            "editor sends",
            "POST",
            f"/admin/questions/reponses/{answer}/envoi/",
            {"version": version, "csrfmiddlewaretoken": self.staff.csrf},
            headers=self.staff.headers,
            done=lambda sent: sent.status == 302 and "/inspect/" in sent.location,
        )
        self.approved.add(question)

    async def until(self, kind, method, path, form, *, done, headers=None):
        for _try in range(60):
            sent = await self.web.ask(kind, method, path, form=form, headers=headers)
            if done(sent):
                return
            if not sent.is_failure:
                raise AssertionError(f"{kind}: {sent.status} {sent.location}")
            await asyncio.sleep(3)
        raise AssertionError(f"{kind}: the site never answered")

    async def persist(self, look):
        """Rows are looked at past the site, whose database may be away."""
        from django.db import Error

        for _try in range(60):
            try:
                return await look()
            except Error:
                await asyncio.sleep(2)
        raise AssertionError("the database never came back")

    async def burst(self, number):
        """Everybody at once, as after a mailing."""
        chance = random.Random(f"{self.seed}-burst")
        await asyncio.gather(*(self.web.ask("burst", "GET", chance.choice(self.pages)) for _ in range(number)))


def solution(puzzle):
    import altcha

    challenge = altcha.Challenge.from_dict(json.loads(puzzle))
    return altcha.Payload(challenge, altcha.solve_challenge(challenge)).to_base64()
