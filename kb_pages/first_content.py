"""The first words of a new site, in its default language. Editors change them afterwards; `setup_site` never does."""

from django.utils.translation import gettext as _

from clairdroit.taxonomy.enums import Heading


def site_name() -> str:
    return _("Your rights made clear")


def home() -> dict[str, str]:
    return {
        "title": _("Home"),
        "slug": "accueil",
        "headline": _("What do you need?"),
        "intro": _("Plain answers about your rights, and the people near you who can help."),
        "search_examples": "\n".join(
            (_("I can’t pay my rent any more"), _("help with the school canteen"), _("renew my RSA"))
        ),
    }


def heading(key: str) -> dict[str, str]:
    examples, intro = {
        Heading.FAMILLE: (
            _("Birth, childcare, separation, school"),
            _("A child is born, a couple parts, a relative needs you: what you can ask for, and whom to ask."),
        ),
        Heading.LOGEMENT: (
            _("Find, pay, keep a home"),
            _("To find a home, pay for it and keep it, even when things get difficult."),
        ),
        Heading.EMPLOI: (
            _("Look for work, train, unemployment"),
            _("To look for work, train, start a business, or know your rights when you lose a job."),
        ),
        Heading.SANTE: (
            _("Care, insurance, feeling low, addictions"),
            _("To get treatment, have it paid for, and find someone to talk to."),
        ),
        Heading.JURIDIQUE: (
            _("Disputes, violence, free lawyer, papers"),
            _("To know your rights, defend yourself and be protected, often free of charge."),
        ),
        Heading.SENIORS: (
            _("Help at home, pension, carers"),
            _("To live well at home, prepare your pension, and get help when a relative grows old."),
        ),
        Heading.HANDICAP: (
            _("Recognition, allowances, support"),
            _("To have a disability recognised, and get the money and support that go with it."),
        ),
        Heading.PRECARITE: (
            _("Food aid, debts, emergencies"),
            _("To eat, pay the urgent bills and get through a hard time. You can ask for help today."),
        ),
    }[Heading(key)]
    return {"title": str(Heading(key).label), "slug": key, "examples": examples, "intro": intro}


def news_index() -> dict[str, str]:
    return {
        "title": _("What is changing"),
        "slug": "actualites",
        "intro": _("New rights, new amounts, new services: what changes for you."),
    }


def event_index() -> dict[str, str]:
    return {
        "title": _("Coming up"),
        "slug": "agenda",
        "intro": _("Advice sessions, workshops and meetings near you. Nearly all are free."),
    }
