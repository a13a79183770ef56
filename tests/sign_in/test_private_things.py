"""What only some may see: where a role needs a second step, the password alone shows none of it."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from clairdroit.partners_snippets.permissions import PRIVATE_PERMISSION
from clairdroit.sign_in.models import AuthenticatorApp
from tests.kb_pages.factories import InformationPageFactory, site_tree
from tests.partners_snippets.factories import PartnerFactory, PrivateContactFactory
from tests.sign_in.people import browser, current_code, give_code, give_password, person, sign_in, with_app

pytestmark = pytest.mark.django_db

SECRET = "Camille Exemple"
CONFIRM, SET_UP = "/admin/access/app/confirm/", "/admin/access/app/"


@pytest.fixture(autouse=True)
def required(settings, tmp_path):
    settings.CLAIRDROIT_SECOND_FACTOR_REQUIRED = ["Accueil"]
    settings.MEDIA_ROOT = tmp_path
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    settings.STORAGES = settings.STORAGES | {"default": files}


@pytest.fixture(params=["set up", "not yet"])
def professional(request):
    user = person("accueil", admin=False, groups=["Accueil"])
    label, codename = PRIVATE_PERMISSION.split(".")
    Group.objects.get(name="Accueil").permissions.add(
        Permission.objects.get(content_type__app_label=label, codename=codename)
    )
    if request.param == "set up":
        with_app(user)
    return user


@pytest.fixture
def contact():
    partner = PartnerFactory(name="CAF d’essai")
    PrivateContactFactory(partner=partner, name=SECRET)
    return reverse("clairdroit_partners_snippets:partner", args=[partner.slug, partner.pk])


def private_document(kind):
    collection = Collection.get_first_root_node().add_child(name=f"Réservé {kind}")
    restriction = CollectionViewRestriction.objects.create(collection=collection, restriction_type=kind)
    if kind == CollectionViewRestriction.GROUPS:
        restriction.groups.add(Group.objects.get_or_create(name="Accueil")[0])
    document = get_document_model()(title="Note interne", collection=collection)
    document.file.save("note.pdf", ContentFile(b"%PDF-1.4 secret"))
    return document.url


def private_page(kind):
    page = InformationPageFactory(parent=site_tree().home, title="Consigne interne")
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind)
    if kind == PageViewRestriction.GROUPS:
        restriction.groups.add(Group.objects.get_or_create(name="Accueil")[0])
    return page.url


def shows(client, address):
    """Whether the thing itself comes; for pages and documents, a way to sign in comes instead."""
    answer = client.get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code == 200 and (SECRET.encode() in body or b"secret" in body or b"Consigne interne" in body)


def finish(client, user, step):
    """The second step: with the application's code, or by setting the application up first."""
    app = AuthenticatorApp.objects.filter(user=user, confirmed=True).first()
    if app is not None:
        return give_code(client, current_code(app))
    assert step == SET_UP
    client.post(SET_UP)
    return client.post(CONFIRM, {"code": current_code(AuthenticatorApp.objects.get(user=user))})


@pytest.mark.parametrize(
    "thing",
    [
        "private contact",
        "document for the signed in",
        "document for a group",
        "page for the signed in",
        "page for a group",
    ],
)
def test_the_password_alone_shows_nothing_and_the_second_step_does(professional, contact, thing):
    kind = CollectionViewRestriction.GROUPS if "group" in thing else CollectionViewRestriction.LOGIN
    address = contact if "contact" in thing else private_document(kind) if "document" in thing else private_page(kind)
    client = browser()
    assert not shows(client, address)
    step = give_password(client, professional, where=address).url
    assert step in (SET_UP, "/admin/login/step/")
    # Half way: a session is there, and nobody in it.
    assert not shows(client, address)
    finish(client, professional, step)
    assert shows(client, address)
    # Another browser of theirs begins anew.
    assert not shows(browser(), address)


@pytest.mark.parametrize("thing", ["private contact", "document", "page"])
def test_a_session_from_before_the_role_asked_shows_nothing_any_more(contact, settings, thing):
    settings.CLAIRDROIT_SECOND_FACTOR_REQUIRED = []
    user = person("accueil", admin=False, groups=["Accueil"])
    label, codename = PRIVATE_PERMISSION.split(".")
    user.user_permissions.add(Permission.objects.get(content_type__app_label=label, codename=codename))
    kind = CollectionViewRestriction.LOGIN
    address = {"private contact": contact}.get(thing) or (
        private_document(kind) if thing == "document" else private_page(kind)
    )
    client = browser()
    sign_in(client, user)
    assert shows(client, address)
    settings.CLAIRDROIT_SECOND_FACTOR_REQUIRED = ["Accueil"]
    assert not shows(client, address)
