"""People at work on a site that keeps breaking: each tries again with the same form until an answer comes."""

import json
import random
import re
import threading
import time
from collections import Counter
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

TRIES = 2000
GIVES_UP = 0.05


class Visitor:
    """HTTP without cookies of its own; every request is a new connection, as from another phone."""

    def __init__(self, port, *, broken):
        self.port, self.broken = port, broken

    def ask(self, method, path, body=None, headers=None):
        """`(status, Location, body)`; "closed" when nobody listened; None when the line broke: who knows then?"""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            answer = connection.getresponse()
            return answer.status, answer.headers.get("Location", ""), answer.read()
        except (OSError, HTTPException) as error:
            self.broken[type(error).__name__] += 1
            return "closed" if isinstance(error, ConnectionRefusedError) else None
        finally:
            connection.close()

    def post_form(self, path, values, **headers):
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, urlencode(values), {**kind, **headers})


class Crowd:
    """Submissions by the public form, then answers: half by an editor, half by a partner's software and approval."""

    def __init__(self, port, *, seed, tokens, commune, editor_cookie, csrf, partner_key, look_up):
        self.seed, self.tokens, self.commune = seed, tokens, commune
        self.editor_headers = {"Cookie": f"sessionid={editor_cookie}; csrftoken={csrf}"}
        self.csrf, self.partner_key, self.look_up = csrf, partner_key, look_up
        self.broken, self.odd = Counter(), Counter()
        self.visitor = Visitor(port, broken=self.broken)
        self.accepted, self.given_up, self.approved = {}, set(), set()
        self.lock = threading.Lock()

    def persist(self, request, done, *, chance=None):
        """Repeats `request` until `done(status, location)`; None when the person gave up."""
        for _try in range(TRIES):
            answer = request()
            if answer in (None, "closed"):
                if answer is None and chance is not None and chance.random() < GIVES_UP:
                    return None
                time.sleep(0.5)
                continue
            status, location, body = answer
            if done(status, location):
                return answer
            with self.lock:
                self.odd[f"{status}"] += 1
            if status < 500:
                raise AssertionError(f"refused: {status} {body[:2000]!r}")
            time.sleep(0.3)
        raise AssertionError("the site never answered")

    def submit(self, number):
        chance = random.Random(f"{self.seed}-visitor-{number}")
        values = {
            "text": f"Mon loyer a augmenté et je ne peux plus le payer. Dossier n{number}n.",
            "heading": "logement",
            "place": self.commune.label,
            "commune": self.commune.pk,
            "email": f"personne-{number}@citoyenne.invalid",
            "consent": "on",
            "help_seen": "1",
            "token": self.tokens[number % len(self.tokens)],
        }
        address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        found = self.persist(
            lambda: self.visitor.post_form("/poser-ma-question/", values, **{"X-Forwarded-For": address}),
            lambda status, location: status == 302 and "/merci/" in location,
            chance=chance,
        )
        with self.lock:
            if found is None:
                self.given_up.add(number)
            else:
                self.accepted[number] = re.search(r"/merci/([0-9A-F]+)/", found[1])[1]

    def answer(self, number):
        pk, uuid = self.look_up.question(self.accepted[number])
        text = f"Prenez rendez-vous au CCAS. Réponse r{number}r."
        if number % 2:
            self.propose(uuid, text)
        else:
            values = {"text": text, "preview": "1", "csrfmiddlewaretoken": self.csrf}
            self.persist(
                lambda: self.visitor.post_form(f"/admin/questions/{pk}/repondre/", values, **self.editor_headers),
                lambda status, location: status == 302 and "/envoi/" in location,
            )
        answer = self.look_up.answer(pk)
        path = f"/admin/questions/reponses/{answer}/envoi/"
        confirmed = {"version": self.look_up.version(answer), "csrfmiddlewaretoken": self.csrf}
        self.persist(
            lambda: self.visitor.post_form(path, confirmed, **self.editor_headers),
            lambda status, location: status == 302 and "/inspect/" in location,
        )
        with self.lock:
            self.approved.add(number)

    def propose(self, uuid, text):
        headers = {"Authorization": f"Bearer {self.partner_key}", "Content-Type": "application/json"}
        body = json.dumps({"text": text})
        self.persist(
            lambda: self.visitor.ask("POST", f"/api/partenaire/v1/questions/{uuid}/proposal", body, headers),
            lambda status, location: status == 200,
        )
