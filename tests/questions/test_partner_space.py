import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clairdroit.mail.models import OutboxMail
from clairdroit.partners_snippets.actions import team_user
from clairdroit.partners_snippets.space.links import PARTNER_SCOPE
from clairdroit.questions import actions, emails, links
from clairdroit.questions.drafts import latest
from clairdroit.questions.enums import AssignmentStatus
from clairdroit.questions.models import Event, ProposedAnswer
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import AssignmentFactory, QuestionFactory, UserFactory, proposed_answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    return AssignmentFactory()


def url(name, assignment, token=None):
    token = token or links.partner_token(assignment.partner)
    if name == "space":
        return reverse("clairdroit_partner_space:space", args=[token])
    return reverse(f"clairdroit_questions:{name}", args=[token, assignment.question.uuid])


def test_the_link_opens_the_space_without_password_or_cookie(client, asked):
    response = client.get(url("space", asked))
    assert response.status_code == 200
    assert asked.question.summary in response.content.decode()
    assert not response.cookies
    assert "no-store" in response["Cache-Control"]


def test_no_page_of_the_space_shows_the_citizen_s_address(client, asked):
    pages = [client.get(url(name, asked)).content.decode() for name in ("space", "assignment", "decline")]
    client.post(url("assignment", asked), {"text": "Voici.", "version": "0", "hand_in": "1"})
    pages += [client.get(url(name, asked)).content.decode() for name in ("space", "assignment")]
    for page in pages:
        assert "nadia@citoyenne" not in page
    emails.partner_asked(asked)
    to_partner = [mail for mail in OutboxMail.objects.all() if asked.partner.team_email in mail.to]
    assert to_partner
    for mail in to_partner:
        assert "nadia@citoyenne" not in mail.message + mail.html_message


def test_each_partner_sees_its_own_questions_only(client, asked):
    other = AssignmentFactory(question=asked.question, partner=PartnerFactory())
    stranger = links.partner_token(PartnerFactory())
    for name in ("assignment", "decline"):
        assert client.get(url(name, asked, token=stranger)).status_code == 404
    assert client.post(url("autosave", asked, token=stranger), {"text": "Non"}).status_code == 404
    actions.save_draft(assignment=asked, user=team_user(asked.partner), text="Brouillon secret")
    assert "Brouillon secret" not in client.get(url("assignment", other)).content.decode()


@pytest.mark.parametrize("token", ["faux", "AAAAAgz35xwdKFAqfQQaDHMf"])
def test_a_link_that_does_not_work_offers_a_new_one(client, asked, token):
    for response in (client.get(url("space", asked, token)), client.get(url("assignment", asked, token))):
        assert response.status_code == 403
        assert "demandez-en un nouveau" in response.content.decode()
    assert not Event.objects.exists()


def test_a_link_expires(client, asked, settings):
    address = url("space", asked)
    settings.SESAME_MAX_AGE = -1
    assert client.get(address).status_code == 403


def test_what_was_typed_while_the_link_expired_is_given_back_to_be_copied(client, asked, settings):
    address = url("assignment", asked)
    settings.SESAME_MAX_AGE = -1
    typed = {"text": "Allez au CCAS\n<b>demain</b>", "note": "à relire svp", "version": "12-abc", "keep": "1"}
    response = client.post(address, typed)
    assert response.status_code == 403
    page = response.content.decode()
    assert "n’a pas été enregistré" in page
    assert "Allez au CCAS<br>&lt;b&gt;demain&lt;/b&gt;" in page
    assert "à relire svp" in page
    assert "12-abc" not in page
    assert "no-store" in response["Cache-Control"]
    assert "n’a pas été enregistré" not in client.get(address).content.decode()
    # Nothing is shown that a page of another site sent.
    foreign = client.post(address, typed, headers={"Sec-Fetch-Site": "cross-site"})
    assert "Allez au CCAS" not in foreign.content.decode()


def test_an_account_that_was_closed_opens_nothing(client, asked):
    address = url("space", asked)
    user = team_user(asked.partner)
    user.is_active = False
    user.save()
    assert client.get(address).status_code == 403


def test_another_account_s_token_is_not_a_partner_s(client, asked):
    from sesame.utils import get_token

    token = get_token(UserFactory(), scope=PARTNER_SCOPE)
    assert client.get(url("space", asked, token)).status_code == 403


def test_a_draft_is_kept_by_the_button_without_javascript(client, asked):
    response = client.post(url("assignment", asked), {"text": "Début", "version": "0", "keep": "1"}, follow=True)
    assert ">Début</textarea>" in response.content.decode().replace("\nDébut", "Début")
    asked.refresh_from_db()
    assert asked.status == AssignmentStatus.DRAFTING


def test_the_autosave_answers_with_the_next_version(client, asked):
    first = client.post(url("autosave", asked), {"text": "Dé", "version": "0"}).json()
    second = client.post(url("autosave", asked), {"text": "Début", "version": first["version"]})
    assert second.status_code == 200
    assert second.json()["version"] != first["version"]
    assert latest(ProposedAnswer.objects.get()).text == "Début"


def test_the_autosave_never_overwrites_somebody_else(client, asked):
    client.post(url("autosave", asked), {"text": "Le premier", "version": "0"})
    response = client.post(url("autosave", asked), {"text": "Le second", "version": "0"})
    assert response.status_code == 409
    assert response.json()["theirs"] == "Le premier"
    shown = client.post(url("assignment", asked), {"text": "Le second", "version": "0", "keep": "1"})
    page = shown.content.decode()
    assert "Le premier" in page
    assert "Le second" in page
    version = re.search(r'name="version" value="([^"]+)"', page).group(1)
    client.post(url("assignment", asked), {"text": "Les deux", "version": version, "keep": "1"})
    assert latest(ProposedAnswer.objects.get()).text == "Les deux"


def test_a_note_that_differs_is_told_even_where_the_text_is_empty(client, asked):
    client.post(url("autosave", asked), {"text": "", "note": "Vérifiez le délai.", "version": "0"})
    response = client.post(url("autosave", asked), {"text": "Le mien", "note": "Autre mot.", "version": "0"})
    assert response.status_code == 409
    assert response.json()["their_note"] == "Vérifiez le délai."
    data = {"text": "Le mien", "note": "Autre mot.", "version": "0", "keep": "1"}
    assert "Vérifiez le délai." in client.post(url("assignment", asked), data).content.decode()
    data |= {"settle": "joindre", "version": "", "after_conflict": "1"}
    client.post(url("assignment", asked), data)
    draft = latest(ProposedAnswer.objects.get())
    assert (draft.text, draft.note) == ("Le mien", "Autre mot.\n\nVérifiez le délai.")


def test_the_same_note_is_no_news(client, asked):
    client.post(url("autosave", asked), {"text": "Le premier", "note": "Le même.", "version": "0"})
    response = client.post(url("autosave", asked), {"text": "Le second", "note": "Le même.", "version": "0"})
    assert response.json()["their_note"] == ""


def test_the_autosave_says_that_the_question_waits_no_more(client, asked):
    actions.close(question=asked.question, user=UserFactory(moderator=True))
    assert client.post(url("autosave", asked), {"text": "Tard"}).status_code == 410


def test_an_empty_answer_is_not_handed_in(client, asked):
    page = client.post(url("assignment", asked), {"text": " ", "version": "0", "hand_in": "1"}).content.decode()
    assert 'id="id_text_error"' in page
    asked.refresh_from_db()
    assert asked.status == AssignmentStatus.NOTIFIED


def test_declining_by_the_form_names_a_better_partner(client, asked):
    better = PartnerFactory(name="Info Droits")
    page = client.post(url("decline", asked), {"reason": "", "better_partner": better.pk}).content.decode()
    assert 'id="id_reason_error"' in page
    told = client.post(
        url("decline", asked), {"reason": "Pas notre domaine.", "better_partner": better.pk}, follow=True
    )
    assert "Vous avez passé la main" in told.content.decode()
    assert "sait que vous avez cité Info Droits" in told.content.decode()
    # A link is made anew each second.
    assert f'/{asked.question.uuid}/"' in told.content.decode()
    asked.refresh_from_db()
    assert (asked.status, asked.better_partner) == (AssignmentStatus.DECLINED, better)
    again = client.post(url("decline", asked), {"reason": "Encore."}, follow=True).content.decode()
    assert "Vous avez passé la main" in again
    assert "L’équipe prend le relais" in again
    assert asked.question.events.filter(kind="declined").count() == 1


def test_the_word_of_thanks_is_said_of_what_was_passed_on_by_this_partner_alone(client, asked):
    other = AssignmentFactory(question__text="Une question d’un autre partenaire.")
    actions.decline(assignment=other, user=team_user(other.partner), reason="Pas notre domaine.")
    for reference in (other.question.uuid, asked.question.uuid, "x", "", "00000000-0000-4000-8000-000000000000"):
        page = client.get(url("space", asked), {"passee": reference}).content.decode()
        assert "Vous avez passé la main" not in page
        assert "Une question d’un autre partenaire." not in page


def test_a_text_that_comes_too_late_is_shown_so_that_it_can_be_copied(client, asked):
    actions.mark_spam(question=asked.question, user=UserFactory(moderator=True))
    page = client.post(url("assignment", asked), {"text": "Une heure de <b>travail</b>.", "hand_in": "1"})
    assert "Une heure de &lt;b&gt;travail&lt;/b&gt;." in page.content.decode()
    assert "n’a pas été enregistré" in page.content.decode()


def test_a_second_click_on_the_button_is_no_error(client, asked):
    for _ in range(2):
        page = client.post(url("assignment", asked), {"text": "Allez au CCAS.", "hand_in": "1"}, follow=True)
    assert "L’équipe relit votre réponse" in page.content.decode()
    assert "n’a pas été enregistré" not in page.content.decode()


def test_the_autosave_says_that_the_link_has_expired(client, asked, settings):
    address = url("autosave", asked)
    settings.SESAME_MAX_AGE = -1
    response = client.post(address, {"text": "Encore un mot."})
    assert response.status_code == 403
    assert "Copiez votre texte" in response.json()["message"]


def test_a_space_with_nothing_to_do_says_so(client, asked):
    actions.decline(assignment=asked, user=team_user(asked.partner), reason="Pas notre domaine.")
    page = client.get(reverse("clairdroit_partner_space:space", args=[links.partner_token(asked.partner)]))
    assert "Aucune question ne vous attend" in page.content.decode()
    assert "Une question vous attend" not in page.content.decode()


def test_what_was_handed_in_is_shown_and_can_no_longer_be_changed(client):
    answer = proposed_answer("Ma réponse.")
    page = client.get(url("assignment", answer.assignment)).content.decode()
    assert "Ma réponse." in page
    assert "<textarea" not in page


def test_a_question_that_was_erased_is_gone(client, asked):
    actions.erase(question=asked.question)
    assert client.get(url("assignment", asked)).status_code == 404


class TestAskingForALink:
    URL = "/espace-partenaires/"

    def test_a_known_and_an_unknown_address_get_the_same_answer(self, client, old_token):
        partner = PartnerFactory(team_email="equipe@adil.invalid")
        token = old_token("lien-partenaire")
        known = client.post(self.URL, {"email": "Equipe@ADIL.invalid", "token": token})
        unknown = client.post(self.URL, {"email": "personne@ailleurs.invalid", "token": token})
        assert known.content == unknown.content
        mail = OutboxMail.objects.get()
        assert mail.to == [partner.team_email]
        address = re.search(r"http://[^/]+(/espace-partenaires/\S+)", mail.message).group(1)
        assert client.get(address).status_code == 200

    def test_without_our_token_nothing_is_sent(self, client):
        PartnerFactory(team_email="equipe@adil.invalid")
        client.post(self.URL, {"email": "equipe@adil.invalid", "token": "faux"})
        assert not OutboxMail.objects.exists()

    def test_a_wrong_address_is_explained(self, client, old_token):
        page = client.post(self.URL, {"email": "equipe@", "token": old_token("lien-partenaire")}).content.decode()
        assert 'id="id_email_error"' in page

    def test_a_flood_of_requests_sends_no_flood_of_mails(self, client, old_token, one_hour, settings):
        PartnerFactory(team_email="equipe@adil.invalid")
        token = old_token("lien-partenaire")
        answers = [client.post(self.URL, {"email": "equipe@adil.invalid", "token": token}) for _ in range(25)]
        assert [answer.status_code for answer in answers] == [200] * 20 + [429] * 5
        # Whoever asks from elsewhere meanwhile, to one box go no more than this on one day.
        assert OutboxMail.objects.count() == settings.CLAIRDROIT_MAILS_PER_ADDRESS


def test_the_space_asks_a_fixed_number_of_queries(client, django_assert_max_num_queries):
    partner = PartnerFactory()
    for _ in range(5):
        AssignmentFactory(partner=partner, question=QuestionFactory(assigned=True))
    address = reverse("clairdroit_partner_space:space", args=[links.partner_token(partner)])
    client.get(address)
    with django_assert_max_num_queries(14):
        client.get(address)


def test_the_list_takes_no_query_more_for_each_question(client):
    """What is masked in each asks for the person's own mails: read along for all of them."""
    asked = AssignmentFactory()
    space = reverse("clairdroit_partner_space:space", args=[links.partner_token(asked.partner)])
    client.get(space)
    with CaptureQueriesContext(connection) as one:
        client.get(space)
    for _each in range(5):
        AssignmentFactory(partner=asked.partner, question__commune=asked.question.commune)
    client.get(space)
    with CaptureQueriesContext(connection) as six:
        client.get(space)
    assert len(six) == len(one)
