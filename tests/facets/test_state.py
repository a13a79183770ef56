"""A list's state in its address: read, written, one choice more or less."""

import re
import string

import pytest
from django.http import QueryDict
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from clairdroit.facets.state import Facet, State

HEADINGS = {"logement": "Mon logement", "sante": "Ma santé", "famille": "Ma famille"}
FACETS = (
    Facet("text", "q", read=lambda text: text.replace("\x00", " ").strip()[:40].strip()),
    Facet("heading", "rubrique", "Rubrique", HEADINGS),
    Facet("age", "age", "Attend depuis", {"3": "Plus de 3 jours", "7": "Plus de 7 jours"}),
    Facet("language", "langue", "Langue", read=lambda text: text.strip()[:40].strip()),
)


def read(query, path="/liste/"):
    return State.read(QueryDict(query), FACETS, path)


written = st.dictionaries(
    st.sampled_from([facet.parameter for facet in FACETS] + ["page", "p", "utm_source"]),
    st.one_of(st.text(max_size=60), st.sampled_from([*HEADINGS, "3", "7", "arabe"])),
)


class TestOneAddress:
    @given(written)
    def test_whatever_an_address_says_its_state_leads_back_to_itself(self, said):
        state = State.read(said, FACETS, "/liste/")
        assert State.read(QueryDict(state.query), FACETS, "/liste/") == state

    @given(written, st.randoms())
    def test_the_order_of_the_parameters_does_not_matter(self, said, chance):
        pairs = list(said.items())
        chance.shuffle(pairs)
        assert State.read(dict(pairs), FACETS).query == State.read(said, FACETS).query

    @given(written, st.sampled_from(sorted(HEADINGS)))
    def test_a_choice_made_and_taken_away_leads_back(self, said, heading):
        state = State.read(said, FACETS).without("heading")
        assert state.having(heading=heading).without("heading") == state

    @given(st.text(string.printable, max_size=30))
    def test_no_text_makes_it_an_address_of_another_site(self, text):
        assert State.read({"q": text, "langue": text}, FACETS, "/liste/").url.startswith("/liste/")

    def test_it_is_written_in_the_order_of_the_facets_without_what_is_empty(self):
        state = read("langue=arabe&age=&rubrique=sante&q=aide+au+loyer")
        assert state.url == "/liste/?q=aide+au+loyer&rubrique=sante&langue=arabe"

    def test_without_a_choice_it_is_the_lists_own_address(self):
        assert read("rubrique=").url == "/liste/"
        # A link within the page needs something to hold.
        assert read("", path="").url == "?"

    def test_the_same_choices_stand_in_the_address_of_another_page(self):
        assert read("rubrique=sante").on("/suivante/") == "/suivante/?rubrique=sante"
        assert read("").on("/suivante/") == "/suivante/"

    def test_the_page_is_no_part_of_it_so_that_another_choice_begins_at_the_first(self):
        state = read("rubrique=sante&page=4&p=4")
        assert state.query == "rubrique=sante"
        assert all("page" not in choice.url for choice in state.offer("heading").choices)

    def test_djangos_own_tag_goes_to_another_page_of_it(self):
        shown = Template("{% querystring state.query_dict page=2 %}").render(Context({"state": read("rubrique=sante")}))
        assert shown == "?rubrique=sante&amp;page=2"


class TestWhatAnAddressInvents:
    @pytest.mark.parametrize(
        "query",
        [
            "rubrique=vacances",
            "rubrique=LOGEMENT",
            "rubrique=logement%00",
            "rubrique[]=logement",
            "rubrique__startswith=l",
            "age=999999999999999999999999",
            "age=-3",
            "rubrique=%27+OR+1%3D1",
            "rubrique=" + "x" * 5000,
            "q=%00",
            "langue=+++",
            "%00=1",
            "=",
        ],
    )
    def test_what_is_not_offered_is_no_choice(self, query):
        assert read(query).values == {}

    def test_of_a_repeated_parameter_the_last_counts(self):
        assert read("rubrique=sante&rubrique=famille")["heading"] == "famille"
        assert read("rubrique=sante&rubrique=vacances")["heading"] == ""

    def test_words_are_cut_as_the_facet_says(self):
        assert len(read("q=" + "a" * 5000)["text"]) == 40

    def test_nothing_that_is_typed_leaves_the_markup(self):
        state = read('langue="><script>')
        shown = Template("{% include 'facets/chosen.html' %}{% include 'facets/hidden.html' %}")
        html = shown.render(Context({"state": state, "fields": state.fields()}))
        assert "<script>" not in html
        assert "&quot;&gt;&lt;script&gt;" in html

    def test_a_name_that_no_facet_has_is_an_error_of_ours(self):
        with pytest.raises(KeyError):
            read("").having(headings="sante")


class TestChoices:
    COUNTS = {"": 9, "logement": 5, "sante": 4}

    def offered(self, query="", **more):
        return {each.value: each for each in read(query).offer("heading", self.COUNTS, **more).choices}

    def test_what_would_show_nothing_is_left_out(self):
        assert {value: each.count for value, each in self.offered().items()} == {"logement": 5, "sante": 4}

    def test_the_chosen_one_stands_there_in_any_case(self):
        assert self.offered("rubrique=famille")["famille"].count == 0

    def test_a_chosen_word_that_nothing_lists_stands_there_too(self):
        (choice,) = read("langue=breton").offer("language", {}).choices
        assert (choice.value, choice.is_chosen, choice.url) == ("breton", True, "/liste/")

    def test_a_link_chooses_and_that_of_the_chosen_one_takes_it_away(self):
        offered = self.offered("rubrique=sante&age=3")
        assert offered["logement"].url == "/liste/?rubrique=logement&age=3"
        assert offered["sante"].url == "/liste/?age=3"
        assert [each.value for each in offered.values() if each.is_chosen] == ["sante"]

    def test_everything_is_the_choice_of_none(self):
        first = self.offered("rubrique=sante", everything="Tout")[""]
        assert (first.label, first.count, first.is_chosen, first.url) == ("Tout", 9, False, "/liste/")
        assert self.offered(everything="Tout")[""].is_chosen

    def test_without_counts_all_of_them_stand_there_and_none_says_how_many(self):
        choices = read("").offer("heading").choices
        assert [each.value for each in choices] == list(HEADINGS)
        assert {each.count for each in choices} == {None}

    @pytest.mark.parametrize(
        ("query", "counts", "expected"),
        [
            ("", {"logement": 3}, False),
            ("", {}, False),
            ("", {"logement": 3, "sante": 1}, True),
            ("rubrique=logement", {"logement": 3}, True),
        ],
    )
    def test_between_one_and_everything_there_is_nothing_to_choose(self, query, counts, expected):
        assert read(query).offer("heading", counts, everything="Tout").is_a_choice is expected

    def test_what_is_chosen_is_said_and_each_can_be_removed_alone(self):
        state = read("rubrique=sante&age=3&q=loyer")
        assert [(each.label, each.url) for each in state.chosen] == [
            ("Ma santé", "/liste/?q=loyer&age=3"),
            ("Plus de 3 jours", "/liste/?q=loyer&rubrique=sante"),
        ]

    def test_all_are_removed_together_and_the_words_stay(self):
        assert read("rubrique=sante&age=3&q=loyer").unchosen.url == "/liste/?q=loyer"

    def test_a_form_carries_along_what_it_does_not_ask_for(self):
        assert read("rubrique=sante&age=3&q=loyer").fields("age") == [("q", "loyer"), ("rubrique", "sante")]

    def test_only_what_was_found_may_say_which_choices_there_are(self):
        state = read("langue=arabe").labelled("language", {"arabe": "Parle arabe", "turc": "Parle turc"})
        assert [each.label for each in state.chosen] == ["Parle arabe"]
        assert [each.label for each in state.offer("language", {"turc": 2}).choices] == ["Parle arabe", "Parle turc"]


class TestMarkup:
    def shown(self, template, **context):
        html = Template(f"{{% include 'facets/{template}.html' %}}").render(Context(context))
        # A no-break space is no white space of the markup.
        return re.sub("[ \n]+", " ", html).strip()

    def test_links_name_what_they_have_in_common_and_say_which_one_is_chosen(self):
        html = self.shown("links", offered=read("rubrique=sante").offer("heading", {"sante": 4, "logement": 5}))
        assert '<nav class="facet" aria-label="Rubrique">' in html
        assert html.count('aria-current="true"') == 1
        assert 'Ma santé <span class="chip__count">(4)</span></a>' in html

    def test_a_field_has_its_label_and_its_chosen_option(self):
        offered = read("rubrique=sante").offer("heading", {"": 9, "sante": 4, "logement": 5}, everything="Tout")
        html = self.shown("select", offered=offered)
        assert '<label for="facet-rubrique">Rubrique</label>' in html
        assert '<select id="facet-rubrique" name="rubrique">' in html
        assert '<option value=""> Tout (9) </option>' in html
        assert '<option value="sante" selected> Ma santé (4) </option>' in html

    def test_a_link_that_removes_says_so_to_those_who_see_no_cross(self):
        html = self.shown("chosen", state=read("rubrique=sante"))
        assert 'aria-label="Retirer\u00a0: Ma santé"' in html
        assert "Retirer ces choix" not in html
        assert "Retirer ces choix" in self.shown("chosen", state=read("rubrique=sante&age=3"))

    def test_where_nothing_is_chosen_nothing_is_shown(self):
        assert not self.shown("chosen", state=read("q=loyer"))
        assert not self.shown("links", offered=read("").offer("heading", {}))
