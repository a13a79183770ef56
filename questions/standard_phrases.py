"""The phrases that a new site starts with; editors change them, and what they changed or removed never comes back."""

from wagtail.models import Locale

from clairdroit.questions.enums import PhraseKind
from clairdroit.questions.models import StandardPhrase

OPENINGS = {
    "fr": (
        "Bonjour,\n\nMerci pour votre question.",
        "Bonjour,\n\nNous avons bien lu votre question. Voici ce que vous pouvez faire.",
        "Bonjour,\n\nCe que vous vivez est difficile. Des aides existent, et nous pouvons vous accompagner.",
    ),
    "en": (
        "Hello,\n\nThank you for your question.",
        "Hello,\n\nWe have read your question. Here is what you can do.",
    ),
}
CLOSINGS = {
    "fr": (
        "Vous pouvez nous appeler ou venir nous voir : nous regarderons vos papiers avec vous.",
        "Si quelque chose n’est pas clair, écrivez-le sur votre page de suivi : nous vous répondrons.",
        "Chaque situation est différente : ces informations ne remplacent pas un rendez-vous.",
        "Bon courage dans vos démarches.",
    ),
    "en": (
        "You can call us or come to see us: we will look at your papers with you.",
        "If something is not clear, write it on your question’s page: we will answer you.",
    ),
}


def set_up_phrases() -> int:
    """Writes the first set where no phrase stands at all, for the site's languages; gives how many were written."""
    if StandardPhrase.objects.exists():
        return 0
    phrases = [
        StandardPhrase(kind=kind, text=text, locale=locale, position=number)
        for locale in Locale.objects.all()
        for kind, texts in ((PhraseKind.OPENING, OPENINGS), (PhraseKind.CLOSING, CLOSINGS))
        for number, text in enumerate(texts.get(locale.language_code, ()), start=1)
    ]
    return len(StandardPhrase.objects.bulk_create(phrases))
