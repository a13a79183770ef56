from django.utils.translation import gettext_lazy as _

from clairdroit.help_pages.pages import HelpPage

HELP_PAGES = [
    HelpPage(
        "relire",
        _("Read answers over"),
        _("Read an answer over, join two of them, take up an e-mail, make an answer public."),
        "questions/help/moderate",
        (
            "clairdroit_questions_",
            "wagtailsnippets_clairdroit_questions_",
            "reponses-trouvees:",
            "signalements:",
            "courriels-recus_",
        ),
        order=20,
    ),
    HelpPage(
        "orienter",
        _("Entrust questions to partners"),
        _("Choose a partner, remind it, answer yourself, take a question down at the desk, write the rules."),
        "questions/help/route",
        (
            "questions_modeladmin_",
            "clairdroit_questions_act",
            "clairdroit_questions_answer_oneself",
            "clairdroit_questions_chase",
            "clairdroit_questions_correct_address",
            "clairdroit_questions_matter",
            "clairdroit_questions_needs",
            "clairdroit_questions_try_",
            "wagtailsnippets_clairdroit_questions_routingrule",
            "wagtailsnippets_clairdroit_questions_partneravailability",
        ),
        order=30,
    ),
]
