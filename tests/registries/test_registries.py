import pytest
from django.core.exceptions import ImproperlyConfigured

from clairdroit.registries import Registry, Slot, registered

TAKEN = "There is a word {key!r} already: {known}, and not {thing}."


@pytest.fixture
def words():
    return Registry[str](["beta", "alpha"], key=lambda word: word[0], taken=TAKEN)


def test_things_stand_in_the_order_in_which_they_came(words):
    assert words.register("gamma") == "gamma"
    assert list(words) == ["beta", "alpha", "gamma"]
    assert (words["b"], words.get("g"), words.get("z")) == ("beta", "gamma", None)
    assert words.keys() == {"a", "b", "g"}


def test_or_in_an_order_of_their_own():
    assert list(Registry(["beta", "alpha"], order=len)) == ["beta", "alpha"]
    assert list(Registry(["beta", "alpha"], order=lambda word: word)) == ["alpha", "beta"]


def test_a_second_of_the_same_key_is_refused_in_a_sentence_and_the_first_stays(words):
    with pytest.raises(ImproperlyConfigured, match=r"^There is a word 'a' already: alpha, and not autre.$"):
        words.register("autre")
    assert list(words) == ["beta", "alpha"]


def test_the_same_again_stands_once_and_where_it_stood(words):
    words.register("beta")
    assert list(words) == ["beta", "alpha"]


def test_one_thing_under_several_keys_is_refused_whole(words):
    words.register("delta", "d", "Δ")
    assert words["d"] == words["Δ"] == "delta"
    with pytest.raises(ImproperlyConfigured):
        words.register("epsilon", "e", "d")
    assert words.get("e") is None


def test_without_a_key_each_is_its_own_also_what_cannot_be_hashed():
    one, alike = {"a": 1}, {"a": 1}
    known = Registry([one, alike])
    known.register(one)
    assert len(known) == 2
    assert bool(known)
    assert not Registry()


def test_what_registers_while_others_are_asked_stops_nobody():
    words = Registry(["alpha"])
    assert [words.register(word * 2) for word in words] == ["alphaalpha"]
    assert len(words) == 2


def test_a_slot_takes_one_and_refuses_another():
    receiver = Slot(taken="Mails go to one app: {known} or {thing}?")
    assert receiver.filled is None
    receiver.register("questions")
    receiver.register("questions")
    with pytest.raises(ImproperlyConfigured, match=r"^Mails go to one app: questions or news\?$"):
        receiver.register("news")
    assert receiver.filled == "questions"


def test_a_test_registers_and_what_stood_there_comes_back(words):
    with registered(words, "omega") as within:
        assert list(within) == ["omega"]
        words.register("aleph")
        with registered(words, *words, "psi"):
            assert list(words) == ["omega", "aleph", "psi"]
        assert list(words) == ["omega", "aleph"]
    assert list(words) == ["beta", "alpha"]


def test_also_where_it_fails(words):
    with pytest.raises(ImproperlyConfigured), registered(words, "omega", "oméga"):
        pass
    assert list(words) == ["beta", "alpha"]
