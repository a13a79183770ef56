"""No template that nothing names, none that cannot be read, and a decision about every view: who may see it."""

import re

import pytest
from django.template.loader import get_template
from django.urls import URLPattern, get_resolver

from clairdroit.connections.enums import ConnectionMail
from clairdroit.help_pages.pages import all_pages
from clairdroit.partners_snippets.enums import PartnerMail
from clairdroit.questions.enums import MailKind
from tests.repository.files import APPS, tracked

TEMPLATES = {str(path).split("/templates/", 1)[1]: path for path in tracked("*/templates/*")}
# Django looks for these by name when it answers with an error, Wagtail's admin for its own.
LOOKED_FOR = {"400.html", "403.html", "404.html", "500.html", "wagtailcore/shared/block_preview.html"}
# In the place of Wagtail's own of that name, for whoever asks for that.
LOOKED_FOR |= {name for name in TEMPLATES if name.startswith(("wagtailadmin/", "wagtaildocs/", "modeladmin/"))}
LOOKED_FOR |= {"modeladmin/includes/result_count.html", "wagtaildocs/password_required.html"} & TEMPLATES.keys()
# sign_in/views/pages.py names them by the place that they stand in.
LOOKED_FOR |= {f"sign_in/{part}_{place}.html" for part in ("field", "layout") for place in ("admin", "site", "step")}
# Ours instead of Wagtail's own, which its notifiers name by what happened.
NOTICE = re.compile(r"^wagtailadmin/notifications/((task|workflow)_state|updated_comments)\w*\.(?:txt|html)$")
# help_pages.pages names them by their language.
LOOKED_FOR |= {f"{page.template}.{language}.html" for page in all_pages() for language in ("fr", "en")}
# Each app's emails.py puts these after a mail's name.
MAIL_PARTS = re.compile(
    r"^(?:questions|partners_snippets|connections)/emails/(\w+)_(subject\.txt|text\.txt|html\.html)$"
)
MAILS = {*MailKind.values, *PartnerMail.values, *ConnectionMail.values}

PUBLIC_VIEWS = {
    "clairdroit.comarquage.views": {"index", "sheet", "typed_address"},
    "clairdroit.glossary.views": {"words"},
    "clairdroit.kb_pages.identity_views": {"identity_colours"},
    "clairdroit.partners_snippets.views": {"map_data", "partner_directory", "partner_page"},
    # Without an account: the signed token in the address is the key of the citizen's and the partner's pages.
    # The partners' interface: each of its views asks for a key but the description, and this one, which holds nothing.
    "clairdroit.connections.api.urls": {"nowhere"},
    "clairdroit.questions.citizen.views.ask": {"ask", "thanks"},
    # For accounts with the right to take questions down, of whom some have no part in the admin; each asks for it.
    "clairdroit.questions.editors.desk.views": {
        "add_said",
        "correct_address",
        "erase",
        "note_reading",
        "sheet",
        "take_down",
        "taken_down",
        "tell",
    },
    "clairdroit.public_forms.digests": {"choice", "cut", "lengthened"},
    "clairdroit.questions.citizen.views.existing_help": {"existing_help", "found_answer", "found_thanks"},
    "clairdroit.questions.citizen.views.follow": {"cut", "detail", "erase", "feedback", "follow", "lengthened"},
    "clairdroit.questions.partner_space.views.availability": {"availability"},
    "clairdroit.partners_snippets.space.access": {"lengthened", "request_link"},
    "clairdroit.questions.partner_space.views.drafting_aids": {"reread", "suggestions"},
    "clairdroit.questions.partner_space.views.draft": {"assignment", "autosave"},
    "clairdroit.questions.partner_space.views.passed_files": {"passed_file"},
    "clairdroit.questions.partner_space.views.ask_citizen": {"ask_citizen"},
    "clairdroit.questions.partner_space.views.decline": {"decline"},
    "clairdroit.questions.partner_space.views.hand_over": {"hand_over"},
    "clairdroit.connections.views.partner_keys": {"keys", "new_key", "revoke_key"},
    "clairdroit.partners_snippets.space.renewal": {"renew_own", "renewed"},
    "clairdroit.questions.partner_space.views.presence": {"presence"},
    "clairdroit.questions.partner_space.views.reading": {"mark_list_read", "mark_read"},
    "clairdroit.partners_snippets.space.record": {"record"},
    "clairdroit.partners_snippets.space.first_page": {"space"},
    "clairdroit.questions.citizen.views.reports": {"handle_report", "report_error"},
    "clairdroit.search.views.counting": {"count_search"},
    "clairdroit.search.views.results": {"results"},
    "clairdroit.search.views.suggestions": {"suggestions"},
    "clairdroit.territories.views": {"choose_commune"},
}
# Each asks permissions.py itself, or lists only what the user may edit; Wagtail lets nobody in without an account.
ADMIN_VIEWS = {
    "clairdroit.freshness.views": {"to_do_board", "verify"},
    # The same for all who may enter the admin.
    "clairdroit.help_pages.views": {"contents", "page"},
    "clairdroit.search.views.board": {"searches_board", "settle_search"},
    # Runs the public search, for whoever may enter the admin.
    "clairdroit.search.synonym_trials": {"try_synonyms"},
    "clairdroit.kb_pages.new_articles": {"write_article"},
    "clairdroit.questions.editors.late_questions": {"chase"},
    "clairdroit.questions.editors.file.change_matter": {"change_matter"},
    "clairdroit.questions.editors.answers.own_answer": {"answer_oneself", "discard", "keep_draft", "suggest_pages"},
    "clairdroit.questions.editors.publishing.views": {"publish_question"},
    "clairdroit.questions.editors.answers.sending": {"confirm", "preview"},
    "clairdroit.questions.editors.file.buttons": {"act_on_question"},
    "clairdroit.mail.screens.views": {"clear_bounce", "retry_mail"},
    "clairdroit.questions.editors.file.correct_address": {"correct"},
    "clairdroit.moderation.views.approving": {"approve_together"},
    "clairdroit.moderation.views.deciding": {"decide"},
    "clairdroit.partners_snippets.space.renewal": {"renew_for"},
    "clairdroit.questions.incoming.views.making_question": {"make_question"},
    "clairdroit.moderation.views.queue": {"assign_waiting", "queue"},
    "clairdroit.partners_snippets.restricted_snippets": {"ListOfSnippets"},
    "clairdroit.questions.views.readings": {"note_readings"},
    "clairdroit.questions.editors.answers.review": {"merge", "reread", "review"},
    "clairdroit.questions.incoming.views.handling": {
        "download_attachment",
        "download_raw",
        "join_mail",
        "note_as_thanks",
        "pass_on",
        "set_mail_aside",
    },
    "clairdroit.questions.editors.rules.views": {"needs", "try_routing", "try_rule"},
    "clairdroit.connections.views.admin": {"renew_secret", "resend_webhook", "revoke_token", "send_test"},
}


def test_every_template_is_named_somewhere():
    texts = {path: path.read_text() for path in tracked("*.py", "*.html", "*.txt") if "tests" not in path.parts}
    unused = [
        name
        for name, own in TEMPLATES.items()
        if name not in LOOKED_FOR
        and not NOTICE.match(name)
        and not ((mail := MAIL_PARTS.match(name)) and mail[1] in MAILS)
        and not any(name in text for path, text in texts.items() if path != own)
    ]
    assert not unused


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_every_template_can_be_read(name):
    assert get_template(name)


def views(resolver):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.callback
        else:
            yield from views(pattern)


def test_who_may_see_each_of_our_views_is_decided():
    decided = {(module, name) for group in (PUBLIC_VIEWS, ADMIN_VIEWS) for module in group for name in group[module]}
    ours = {
        (view.__module__, view.__name__)
        for view in views(get_resolver())
        if view.__module__.startswith(tuple(f"clairdroit.{app}." for app in APPS)) and not hasattr(view, "view_class")
    }
    assert ours == decided


def test_views_for_editors_are_reached_through_the_admin_only():
    guarded = {(module, name) for module, names in ADMIN_VIEWS.items() for name in names}
    outside = {
        (view.__module__, view.__name__)
        for pattern in get_resolver().url_patterns
        if str(pattern.pattern) != "admin/" and not isinstance(pattern, URLPattern)
        for view in views(pattern)
    }
    assert not guarded & outside
