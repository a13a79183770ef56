"""One mail of every kind that the site sends, whichever app or library writes it, and the addresses in them."""

import re
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import wagtail
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.mail import mail_admins
from django.test import Client
from django.test.signals import template_rendered
from django.urls import reverse
from wagtail.admin.mail import send_notification

from clairdroit.kb_pages import roles
from clairdroit.kb_pages.actions import build_tree
from clairdroit.mail.models import OutboxMail
from clairdroit.roles import Role
from clairdroit.roles.actions import compose_roles
from clairdroit.sign_in import emails as account_mails
from clairdroit.sign_in.enums import Change
from tests.kb_pages.factories import ArticlePageFactory, TopicPageFactory
from tests.questions.every_mail import every_mail
from tests.questions.factories import UserFactory
from tests.worker import do_what_waits

ROOT = Path(__file__).resolve().parents[2]
# Wagtail has them from former versions, and tells of no task by itself once it has been decided on.
SENT_BY_NOBODY = {
    f"wagtailadmin/notifications/{name}_subject.txt"
    for name in ("approved", "rejected", "task_state_approved", "task_state_rejected")
}
# Wagtail's stands in for it.
SENT_BY_NOBODY.add("registration/password_reset_subject.txt")
ADDRESS = re.compile(r"https?://[^\s<>\"'()]+")
LINK = re.compile(r"""\b(?:href|src|action|content)=["']([^"']+)["']""")


def send_one_of_each():
    """Whatever is sent lies in the outbox afterwards; gives the templates of the subjects that were written for it."""
    with subjects_written() as written:
        every_mail()
        editor, moderator = UserFactory(username="redaction"), UserFactory(username="relecture")
        for change in Change:
            account_mails.tell(change, editor, left=3)
        _forgotten_password(editor)
        _workflows(editor, moderator)
        mail_admins("Erreur", "Une erreur.")
    return written


def _forgotten_password(person):
    person.set_password("un mot de passe assez long")
    person.save()
    Client().post(reverse("wagtailadmin_password_reset"), {"email": person.email})
    do_what_waits()


def _workflows(editor, moderator):
    """Submitted, approved, rejected, commented on."""
    tree = build_tree(base_url="http://testserver")
    compose_roles()
    editor.groups.add(Group.objects.get(name=roles.editors_of("logement")))
    moderator.groups.add(Group.objects.get(name=Role.MODERATORS))
    topic = TopicPageFactory(parent=tree.headings["logement"])
    for decide in ("approve", "reject"):
        page = ArticlePageFactory(parent=topic)
        page.save_revision(user=editor)
        state = page.get_workflow().start(page, editor)
        while state.current_task_state is not None and state.status == "in_progress":
            getattr(state.current_task_state, decide)(user=moderator)
            state.refresh_from_db()
    seen = {"page": page, "editor": moderator, "new_comments": [], "resolved_comments": []}
    send_notification([editor], "updated_comments", seen | {"deleted_comments": [], "replied_comments": []})


@contextmanager
def subjects_written():
    written = set()

    def note(sender, template, **kwargs):
        if template.name and template.name.endswith("subject.txt"):
            written.add(template.name)

    template_rendered.connect(note)
    try:
        yield written
    finally:
        template_rendered.disconnect(note)


def subjects_there_are():
    """By their templates: of our apps, of Wagtail and of Django."""
    folders = list(ROOT.glob("*/templates"))
    folders += [*ROOT.glob("site/*/templates"), *Path(wagtail.__file__).parent.rglob("templates")]
    return {str(found.relative_to(folder)) for folder in folders for found in folder.rglob("*subject.txt")}


def addresses_in(mail):
    """Of both parts and of the headers; `mailto:` is no address of ours to fetch."""
    html = unescape(mail.html_message)
    texts = [mail.subject, mail.message, html, *map(str, (mail.headers or {}).values())]
    found = {address.rstrip(".,;:!?…»") for text in texts for address in ADDRESS.findall(text)}
    return found | {address for address in LINK.findall(html) if address.startswith("/")}


def paths_of_the_site():
    """`{path and query: kinds or subjects of the mails}` of every address in the outbox; none leads elsewhere."""
    own, found = urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc, {}
    for mail in OutboxMail.objects.all():
        for address in addresses_in(mail):
            parts = urlsplit(address)
            assert parts.netloc in ("", own, "testserver"), f"{mail.subject}: {address}"
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            found.setdefault(path, set()).add(mail.subject)
    return found


def links_on(page):
    """Where a program that follows links would go from there: by GET, on this site."""
    text = page.content.decode(errors="replace")
    return {unescape(link).partition("#")[0] for link in LINK.findall(text) if re.match(r"/(?!/)", link)}


def person(name):
    return get_user_model().objects.get(username=name)
