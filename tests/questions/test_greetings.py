import pytest

from clairdroit.questions.greetings import without_greeting


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Bonjour, je ne peux plus payer mon loyer", "Je ne peux plus payer mon loyer"),
        ("bonjour madame, monsieur, mon bail finit en mai", "Mon bail finit en mai"),
        ("Madame, Monsieur, mon bail finit en mai", "Mon bail finit en mai"),
        ("Bonsoir Mon bail finit en mai", "Mon bail finit en mai"),
        ("Madame Benali est ma propriétaire", "Madame Benali est ma propriétaire"),
        ("Bonjournée de carence, que dois-je faire", "Bonjournée de carence, que dois-je faire"),
        ("Bonjour, au secours", "Bonjour, au secours"),
        ("Bonjour", "Bonjour"),
        ("", ""),
    ],
)
def test_a_list_of_questions_begins_with_what_each_says(written, shown):
    assert without_greeting(written) == shown
