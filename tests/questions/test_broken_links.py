"""Links that were cut, lengthened, mistyped or have ended: a page that says what to do, the same for all of them."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from clairdroit.partners_snippets import link_versions
from clairdroit.partners_snippets.enums import LinkReason
from clairdroit.partners_snippets.space import links as space_links
from clairdroit.public_forms.digests import stop_url
from clairdroit.questions import actions, links
from clairdroit.questions.models import Question
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import AssignmentFactory, QuestionFactory

pytestmark = pytest.mark.django_db

BROKEN = "Ce lien n’ouvre rien"
NOT_YOURS = "Ce lien ne mène à aucune de vos questions"


def path_of(url):
    return url.removeprefix(settings.WAGTAILADMIN_BASE_URL)


def main_of(response):
    """What a reader sees of it, without what no two pages share."""
    page = response.content.decode()
    return re.sub(r'value="[^"]*"', "", page.partition("<main")[2].partition("</main>")[0])


def of_a_question():
    """Whatever is wrong with it: cut anywhere, with another letter, of a question that was erased with its row."""
    question, gone = QuestionFactory(), QuestionFactory()
    whole, of_gone = path_of(links.follow_url(question)), path_of(links.follow_url(gone))
    Question.objects.filter(pk=gone.pk).delete()
    key = whole.split("/")[-2]
    changed = key[:-3] + ("a" if key[-3] != "a" else "b") + key[-2:]
    yield "/ma-question/"
    for length in (1, 12, 31, 32, 33, 40, len(key) - 1):
        yield f"/ma-question/{key[:length]}/"
    for wrong in (key.upper(), changed, key.replace(".", ""), key.replace(".", ":"), f"{key}.", f"{key})", "…", "٣"):
        yield f"/ma-question/{wrong}/"
    yield f"/ma-question/{key[:20]}/avis/"
    yield f"/ma-question/{key[:20]}/…/x/"
    yield of_gone


def test_a_citizens_link_that_opens_nothing_says_what_to_do_and_nothing_else(client):
    pages = set()
    for path in of_a_question():
        # A form's address has no page of its own.
        response = client.post(path) if path.endswith("/avis/") else client.get(path)
        assert response.status_code == 404, path
        assert BROKEN in response.content.decode(), path
        assert "copiez le lien entier" in response.content.decode()
        assert "no-store" in response["Cache-Control"]
        assert "noindex" in response["X-Robots-Tag"]
        assert response["Referrer-Policy"] == "same-origin"
        assert not response.cookies
        pages.add(main_of(response))
    assert len(pages) == 1, "whether the question ever was could be told from the page"


def test_in_english_too(client):
    assert "This link opens nothing" in client.get("/en/ma-question/abc/").content.decode()


@pytest.mark.parametrize("behind", [")/", "%3E/", "%C2%A0/", "./", ",/", "avi/", "x/y/z/"])
def test_what_a_mail_program_put_behind_the_link_does_not_matter(client, behind):
    question, assignment = QuestionFactory(), AssignmentFactory()
    whole = path_of(links.follow_url(question))
    assert client.get(whole + behind).url == whole
    digest = path_of(stop_url(assignment.partner))
    assert client.get(digest + behind).url == digest


def test_a_link_without_its_last_slash_is_whole(client):
    question, assignment = QuestionFactory(), AssignmentFactory()
    for path in (
        path_of(links.follow_url(question)),
        f"{path_of(links.follow_url(question))}effacer/",
        path_of(links.assignment_url(assignment)),
        f"{path_of(space_links.space_url(assignment.partner))}fiche/",
    ):
        assert client.get(path.rstrip("/"), follow=True).redirect_chain == [(path, 301)]


def test_nothing_that_was_typed_is_lost_when_the_link_has_ended_meanwhile(client):
    question = QuestionFactory()
    address = reverse("clairdroit_questions:detail", args=[links.follow_token(question)])
    Question.objects.filter(pk=question.pk).delete()
    page = client.post(address, {"detail": "J’ai reçu un courrier du bailleur."}).content.decode()
    assert "J’ai reçu un courrier du bailleur." in page
    assert "pour la copier" in page or "copier" in page


def test_a_link_of_reminders_that_has_ended_says_so(client):
    partner = PartnerFactory(team_email="equipe@partenaire.invalid")
    address = path_of(stop_url(partner))
    key = address.split("/")[-2]
    link_versions.renew([partner.pk], LinkReason.ADDRESS)
    for path in (address, "/rappels/", f"/rappels/{key[:9]}/", f"/rappels/{key}x/", f"/rappels/{key}/avi/"):
        response = client.get(path)
        assert response.status_code == 404, path
        assert BROKEN in response.content.decode()
        assert "le plus récent" in response.content.decode()
        assert not response.cookies


class TestPartners:
    def test_a_link_that_opens_nothing_offers_a_new_one_whatever_is_wrong_with_it(self, client):
        assignment = AssignmentFactory()
        token = links.partner_token(assignment.partner)
        old = PartnerFactory(team_email="autre@partenaire.invalid")
        of_before = links.partner_token(old)
        link_versions.renew([old.pk], LinkReason.ADDRESS)
        cut = [token[:length] for length in (1, 11, 12, 13, 30, len(token) - 1)]
        pages = set()
        for wrong in (*cut, token.lower(), f"{token}x", f"{token})", of_before, "…"):
            for rest in ("", "fiche/", "cles/", f"{assignment.question.uuid}/", "x/", "x/y/"):
                response = client.get(f"/espace-partenaires/{wrong}/{rest}")
                assert response.status_code == 403, (wrong, rest)
                assert "Ce lien n’est pas complet, ou il ne fonctionne plus" in response.content.decode()
                assert "no-store" in response["Cache-Control"]
                assert not response.cookies
                pages.add(main_of(response))
        assert len(pages) == 1

    def test_behind_a_right_link_what_leads_nowhere_leads_back_to_the_list(self, client):
        assignment, other = AssignmentFactory(), AssignmentFactory()
        space = path_of(space_links.space_url(assignment.partner))
        reference = str(assignment.question.uuid)
        pages = set()
        for rest in (
            f"{reference[:20]}/",
            f"{reference}x/",
            f"{reference})/",
            f"{reference}/demand/",
            f"{other.question.uuid}/",
            f"{other.question.uuid}/decliner/",
            "00000000-0000-4000-8000-000000000000/",
            "fich/",
            ")/",
            "cles/x/retirer/",
        ):
            response = client.get(space + rest)
            assert response.status_code == 404, rest
            assert NOT_YOURS in response.content.decode(), rest
            assert f'href="{space}"' in response.content.decode()
            assert "no-store" in response["Cache-Control"]
            assert not response.cookies
            pages.add(main_of(response))
        assert len(pages) == 1, "whether another partner’s question exists could be told from the page"

    def test_a_script_gets_a_bare_answer(self, client):
        assignment, other = AssignmentFactory(), AssignmentFactory()
        for name in ("autosave", "presence"):
            token = links.partner_token(assignment.partner)
            address = reverse(f"clairdroit_questions:{name}", args=[token, other.question.uuid])
            response = client.post(address)
            assert response.status_code == 404
            assert NOT_YOURS not in response.content.decode()

    def test_an_answer_to_a_question_that_is_gone_is_shown_to_be_copied(self, client):
        assignment = AssignmentFactory()
        token = links.partner_token(assignment.partner)
        address = reverse("clairdroit_questions:assignment", args=[token, assignment.question.uuid])
        actions.erase(question=assignment.question)
        response = client.post(address, {"text": "Prenez rendez-vous au CCAS.", "hand_in": ""})
        assert response.status_code == 404
        assert "Prenez rendez-vous au CCAS." in response.content.decode()
