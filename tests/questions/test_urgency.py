"""Late things first, then by the day on which each is expected: the same order and words everywhere."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from clairdroit.moderation import urgency
from clairdroit.moderation.listing import waiting_for
from clairdroit.partners_snippets.actions import team_user
from clairdroit.questions import actions, links
from clairdroit.questions.models import Question
from tests.connections.factories import PartnerTokenFactory
from tests.partners_snippets.factories import PartnerFactory
from tests.questions.factories import AssignmentFactory, QuestionFactory, UserFactory

NOW = timezone.make_aware(datetime.datetime(2026, 11, 26, 12))
DAY = datetime.timedelta(days=1)


@pytest.fixture
def thursday(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def midnight(day):
    return timezone.make_aware(datetime.datetime(2026, 11, day))


class TestOrder:
    def test_late_things_stand_before_all_others_the_latest_first(self):
        moments = {"old": (None, NOW - 40 * DAY), "late": (NOW - DAY, NOW), "later": (NOW - 2 * DAY, NOW)}
        assert sorted(moments, key=lambda name: urgency.rank(*moments[name], NOW)) == ["later", "late", "old"]

    def test_what_nobody_was_promised_counts_as_expected_after_a_week(self):
        moments = {
            "page of today": (None, NOW),
            "answer of tomorrow": (NOW + DAY, NOW),
            "page of last week": (None, NOW - 8 * DAY),
        }
        order = ["page of last week", "answer of tomorrow", "page of today"]
        assert sorted(moments, key=lambda name: urgency.rank(*moments[name], NOW)) == order

    def test_the_first_instant_after_the_last_day_is_late(self):
        assert urgency.is_late(NOW, NOW)
        assert not urgency.is_late(NOW + datetime.timedelta(seconds=1), NOW)
        assert not urgency.is_late(None, NOW)


@pytest.mark.django_db
@pytest.mark.usefixtures("thursday")
class TestList:
    """The register's list and its baskets: the database orders as `urgency.rank` does."""

    @pytest.fixture
    def ordered(self):
        open_ones = [
            QuestionFactory(due_at=due, received_at=since)
            for due, since in (
                (NOW + 2 * DAY, NOW - 3 * DAY),
                (None, NOW),
                (NOW - DAY, NOW - 5 * DAY),
                (None, NOW - 40 * DAY),
                (NOW + 9 * DAY, NOW - DAY),
                (NOW - 3 * DAY, NOW - 4 * DAY),
            )
        ]
        ended = [QuestionFactory(answered=True, due_at=NOW - 20 * DAY), QuestionFactory(closed=True)]
        ranked = sorted(open_ones, key=lambda each: urgency.rank(each.due_at, each.received_at, NOW))
        return [*(each.pk for each in ranked), *(each.pk for each in reversed(ended))]

    def shown(self, client, **query):
        client.force_login(UserFactory(moderator=True))
        response = client.get(reverse("questions_modeladmin_index"), query)
        return [question.pk for question in response.context["object_list"]]

    def test_open_ones_by_urgency_then_those_that_ended(self, client, ordered):
        assert self.shown(client) == ordered

    @pytest.mark.parametrize(("basket", "length"), [("ouvertes", 6), ("en-retard", 2), ("sans-partenaire", 6)])
    def test_baskets_keep_the_order(self, client, ordered, basket, length):
        assert self.shown(client, panier=basket) == ordered[:length]

    def test_whoever_wants_them_by_date_clicks_on_the_column(self, client, ordered):
        by_date = Question.objects.order_by("received_at", "-pk").values_list("pk", flat=True)
        assert self.shown(client, o="2") == list(by_date)


@pytest.mark.django_db
@pytest.mark.usefixtures("thursday")
class TestWords:
    @pytest.mark.parametrize(
        ("day", "words"),
        [
            (26, "En retard"),
            (27, "Réponse attendue aujourd’hui"),
            (28, "Réponse attendue au plus tard vendredi 27 novembre : il reste 1 jour ouvré"),
        ],
    )
    def test_how_long_is_left(self, day, words):
        said = QuestionFactory(assigned=True, due_at=midnight(day)).left_in_words
        assert said.replace("\u202f", " ").replace("\u00a0", " ").startswith(words)

    def test_a_promised_day_that_became_a_holiday_is_not_called_today(self, monkeypatch):
        monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + 2 * DAY)
        said = QuestionFactory(assigned=True, due_at=midnight(30)).left_in_words
        assert said.startswith("Réponse attendue au plus tard dimanche 29 novembre")

    def test_nothing_is_said_of_a_question_that_ended_or_has_no_day(self):
        assert QuestionFactory(answered=True, due_at=midnight(1)).left_in_words == ""
        assert QuestionFactory(assigned=True).left_in_words == ""


@pytest.mark.django_db
@pytest.mark.usefixtures("thursday")
class TestThePartnersList:
    def asked(self, partner, text, day, **values):
        return AssignmentFactory(
            partner=partner, question__text=text, question__due_at=midnight(day), notified_at=NOW - DAY, **values
        )

    def test_the_day_expected_decides_not_the_day_asked(self, client):
        partner = PartnerFactory()
        self.asked(partner, "La personne doit préciser.", 20, waiting_for_citizen=True)
        self.asked(partner, "Plus tard.", 30)
        self.asked(partner, "En retard.", 25)
        self.asked(partner, "Demain.", 28)
        response = client.get(reverse("clairdroit_partner_space:space", args=[links.partner_token(partner)]))
        texts = [each.question.text for each in response.context["waiting"]]
        assert texts == ["En retard.", "Demain.", "Plus tard.", "La personne doit préciser."]

    def test_the_question_s_own_page_says_it_too(self, client):
        asked = self.asked(PartnerFactory(), "Demain.", 28)
        url = reverse("clairdroit_questions:assignment", args=[links.partner_token(asked.partner), asked.question.uuid])
        assert asked.question.left_in_words in client.get(url).content.decode()

    def test_the_interface_says_it_to_programs(self, client):
        asked = self.asked(PartnerFactory(), "En retard.", 25)
        PartnerTokenFactory(partner=asked.partner, raw="cdp_cle")
        url = f"/api/partenaire/v1/questions/{asked.question.uuid}"
        told = client.get(url, headers={"Authorization": "Bearer cdp_cle"}).json()
        assert (told["expected_on"], told["late"]) == ("2026-11-24", True)


@pytest.mark.django_db
@pytest.mark.usefixtures("thursday")
class TestTheQueue:
    def test_late_answers_and_questions_stand_first_and_are_found_by_the_filter(self, client, editor):
        QuestionFactory(text="Sans personne, à l’heure.", due_at=midnight(30), received_at=NOW - 9 * DAY)
        late = QuestionFactory(text="Sans personne, en retard.", due_at=midnight(25))
        asked = AssignmentFactory(question__due_at=midnight(20))
        answer = actions.submit_proposal(assignment=asked, user=team_user(asked.partner), text="Allez au CCAS.")
        rows = client.get(reverse("clairdroit_moderation_queue")).context["rows"]
        assert [row.described.title for row in rows][:2] == [str(answer), late.summary]
        assert [row.item.is_late for row in rows] == [True, True, False]
        assert rows[1].described.timing == late.late_shortly
        filtered = client.get(reverse("clairdroit_moderation_queue"), {"age": "retard"}).context["rows"]
        assert len(filtered) == 2

    def test_a_second_answer_to_an_answered_question_is_late_for_nobody(self, editor):
        question = QuestionFactory(assigned=True, due_at=midnight(20))
        first, second = (AssignmentFactory(question=question) for _ in range(2))
        answers = [
            actions.submit_proposal(assignment=each, user=team_user(each.partner), text="Allez au CCAS.")
            for each in (first, second)
        ]
        actions.send_answer(answer=answers[0], user=editor)
        (item,) = waiting_for(editor)
        assert item.due is None
