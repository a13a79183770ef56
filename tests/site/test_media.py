"""Uploaded files: what may be uploaded, who may have it, and that nothing in it acts."""

import io
import zipfile

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import resolve, reverse
from django.utils import translation
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, CollectionViewRestriction

from config.document_kinds import BEGINNINGS
from tests.site.pictures import picture

pytestmark = pytest.mark.django_db

# A browser may keep it an hour; caches of others ask each time whether they still may give it out.
KEPT = "public, max-age=3600, s-maxage=0"
SCRIPT = b"<!doctype html><script>alert(document.domain)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture(autouse=True)
def real_files(settings, tmp_path):
    # Wagtail keeps renditions there by the numbers of their images, which other tests use too.
    cache.clear()
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    }


def zipped(*parts):
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return whole.getvalue()


def office(*types, parts=(), listing="[Content_Types].xml"):
    """An archive whose listing names parts of these types."""
    overrides = "".join(f'<Override PartName="/{number}" ContentType="{each}"/>' for number, each in enumerate(types))
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    return zipped((listing, f'<Types xmlns="{space}">{overrides}</Types>'), ("word/document.xml", "<x/>"), *parts)


ODT, ODS = (f"application/vnd.oasis.opendocument.{kind}" for kind in ("text", "spreadsheet"))
MIME = "application/vnd.openxmlformats-officedocument."
DOCX, XLSX, PPTX = (
    f"{MIME}{kind}.main+xml"
    for kind in ("wordprocessingml.document", "spreadsheetml.sheet", "presentationml.presentation")
)
DOCM = "application/vnd.ms-word.document.macroEnabled.main+xml"
XLSM = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
VBA = "application/vnd.ms-office.vbaProject"
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.fixture
def administrator():
    return get_user_model().objects.create_superuser("administration", "a@ville.example", "mot-de-passe-de-test")


@pytest.fixture
def colleague():
    user = get_user_model().objects.create_user("accueil", password="mot-de-passe-de-test")
    user.groups.add(Group.objects.get_or_create(name="Accueil")[0])
    return user


@pytest.fixture
def private():
    collection = Collection.get_first_root_node().add_child(name="Pour l’accueil")
    restriction = CollectionViewRestriction.objects.create(collection=collection, restriction_type="groups")
    restriction.groups.add(Group.objects.get_or_create(name="Accueil")[0])
    return collection


def a_document(collection=None, name="notice.pdf", content=b"%PDF-1.7 secret"):
    given = {"collection": collection} if collection else {}
    return Document.objects.create(title="Notice", file=ContentFile(content, name), **given)


def an_image(collection=None):
    given = {"collection": collection} if collection else {}
    return Image.objects.create(title="Vue", file=ContentFile(picture(), "vue.png"), **given)


class TestDocuments:
    def upload(self, client, name, content):
        values = {"title": "Essai", "files[]": SimpleUploadedFile(name, content), "collection": "1"}
        return client.post(reverse("wagtaildocs:add_multiple"), values).json()

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("page.html", SCRIPT),
            ("page.htm", SCRIPT),
            ("page.xhtml", SCRIPT),
            ("dessin.svg", SVG),
            ("dessin.svgz", SVG),
            ("flux.xml", SVG),
            ("programme.js", b"alert(1)"),
            ("programme.exe", b"MZ"),
            ("sans-nom", SCRIPT),
            ("page.pdf.html", SCRIPT),
            # By its name a document, by its content a page.
            ("page.pdf", SCRIPT),
            ("page.png", SCRIPT),
            ("page.docx", SCRIPT),
            ("page.txt", b"\x00" + SCRIPT),
            # An archive, but of something else than the name says.
            ("lettre.docx", zipped(("page.html", SCRIPT))),
            ("lettre.docx", zipped(("mimetype", ODT))),
            ("lettre.docx", office(XLSX)),
            ("lettre.docx", office()),
            ("lettre.docx", office(DOCX, XLSX)),
            ("lettre.docx", office(DOCX, parts=[("[CONTENT_TYPES].xml", f'<Types><x ContentType="{DOCM}"/></Types>')])),
            ("lettre.docx", zipped(("[Content_Types].xml", f"<!-- {DOCX} --><Types/>"))),
            ("lettre.docx", zipped(("[Content_Types].xml", f"{DOCX} no XML"))),
            ("lettre.docx", zipped(("[Content_Types].xml", f'<Types><x ContentType="{DOCX}"/>' + " " * 2_000_000))),
            ("lettre.docx", office(DOCX)[:-30]),
            ("liste.xlsx", office(DOCX)),
            ("lettre.odt", zipped(("mimetype", ODS))),
            ("lettre.odt", zipped(("page.html", SCRIPT), ("mimetype", ODT))),
            ("lettre.odt", zipped(("mimetype", ODT), ("mimetype", ODS))),
            ("livre.epub", zipped(("mimetype", ODT))),
        ],
    )
    def test_a_page_or_a_program_is_refused(self, client, administrator, name, content):
        client.force_login(administrator)
        said = self.upload(client, name, content)
        assert said["success"] is False
        assert not Document.objects.exists()

    def test_the_refusal_says_which_kinds_are_taken(self, client, administrator):
        client.force_login(administrator)
        assert "Types possibles" in str(self.upload(client, "page.html", SCRIPT))
        assert "n’est pas ce que dit son nom (.pdf)" in str(self.upload(client, "page.pdf", SCRIPT))

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("lettre.docm", office(DOCM, VBA, parts=[("word/vbaProject.bin", b"x")])),
            ("lettre.docx", office(DOCM)),
            ("lettre.docx", office(DOCX, VBA)),
            ("lettre.docx", office(DOCX, parts=[("word/vbaProject.bin", b"x")])),
            ("lettre.docx", office(DOCX, parts=[("Word\\VBAPROJECT.BIN", b"x")])),
            ("liste.xlsx", office(XLSM)),
            ("liste.xlsx", office(XLSX, parts=[("xl/vbaData.xml", b"x")])),
            ("lettre.odt", zipped(("mimetype", ODT), ("Basic/Standard/Module1.xml", "x"))),
            ("lettre.odt", zipped(("mimetype", ODT), ("Scripts/python/x.py", "x"))),
            ("lettre.doc", OLD + b"x" * 65_530 + "_VBA_PROJECT".encode("utf-16-le")),
            ("liste.xls", OLD + "_VBA_PROJECT_CUR".encode("utf-16-le")),
        ],
    )
    def test_a_document_with_macros_is_refused_in_words(self, client, administrator, name, content):
        client.force_login(administrator)
        said = self.upload(client, name, content)
        assert said["success"] is False
        assert not Document.objects.exists()
        if not name.endswith("docm"):
            assert "macros" in str(said)
            assert "sans elles" in str(said)

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("notice.pdf", b"\n%PDF-1.7"),
            ("notice.PDF", b"%PDF-1.4"),
            ("lettre.odt", zipped(("mimetype", ODT), ("content.xml", "<x/>"))),
            ("liste.ods", zipped(("mimetype", ODS))),
            ("livre.epub", zipped(("mimetype", "application/epub+zip\n"))),
            ("lettre.docx", office("application/xml", DOCX, f"{MIME}wordprocessingml.styles+xml")),
            ("liste.xlsx", office(XLSX)),
            ("exposé.pptx", office(PPTX, listing="[content_types].xml")),
            ("lettre.doc", OLD),
            ("liste.csv", "nom;ville\né;Évry".encode("latin-1")),
            ("plan.png", picture()),
        ],
    )
    def test_what_towns_publish_is_taken(self, client, administrator, name, content):
        client.force_login(administrator)
        assert self.upload(client, name, content)["success"] is True

    def test_a_document_is_kept_by_whoever_asks_and_never_shown_in_the_sites_window(self, client):
        for kind in BEGINNINGS:
            sent = client.get(a_document(name=f"page.{kind}", content=SCRIPT).url)
            assert sent.status_code == 200
            assert sent["Content-Disposition"].startswith("attachment")
            assert sent["Content-Security-Policy"] == "default-src 'none'; sandbox"
            assert sent["X-Content-Type-Options"] == "nosniff"
            assert "html" not in sent["Content-Type"]
            assert sent["Cache-Control"] == KEPT

    def test_one_of_a_private_collection_is_for_its_people(self, client, private, colleague):
        document = a_document(private)
        refused = client.get(document.url)
        assert refused.status_code == 302
        assert "no-store" in refused["Cache-Control"]
        assert "/login/?next=" in refused.url
        client.force_login(colleague)
        sent = client.get(document.url)
        assert b"".join(sent.streaming_content) == b"%PDF-1.7 secret"
        assert "private" in sent["Cache-Control"]
        assert "no-store" in sent["Cache-Control"]

    def test_no_path_leads_past_the_collection(self, client, private, administrator):
        document = a_document(private)
        paths = [
            f"/media/{document.file.name}",
            f"/media/images/../{document.file.name}",
            f"/media/images/%2e%2e/{document.file.name}",
            f"/media//{document.file.name}",
            f"/media/images//../{document.file.name}",
            f"/media/original_images/../{document.file.name}",
        ]
        for path in paths:
            assert client.get(path).status_code == 404, path
        client.force_login(administrator)
        for path in paths:
            assert client.get(path).status_code == 404, path


class TestPictures:
    def test_a_rendition_is_for_everybody(self, client):
        rendition = an_image().get_rendition("width-20")
        sent = client.get(rendition.url)
        assert sent.status_code == 200
        assert sent["Content-Type"] == "image/png"
        assert sent["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert sent["X-Content-Type-Options"] == "nosniff"
        assert sent["Cache-Control"] == KEPT
        assert not sent.cookies
        again = client.get(rendition.url, headers={"If-Modified-Since": sent["Last-Modified"]})
        assert again.status_code == 304
        assert again["Cache-Control"] == KEPT

    def test_one_of_a_private_collection_is_for_its_people(self, client, private, colleague):
        rendition = an_image(private).get_rendition("width-20")
        assert client.get(rendition.url).status_code == 404
        client.force_login(colleague)
        sent = client.get(rendition.url)
        assert sent.status_code == 200
        assert "no-store" in sent["Cache-Control"]

    def test_originals_with_all_that_the_camera_wrote_are_for_the_admin(self, client, administrator, colleague):
        image = an_image()
        assert client.get(image.file.url).status_code == 404
        client.force_login(colleague)
        assert client.get(image.file.url).status_code == 404
        client.force_login(administrator)
        assert client.get(image.file.url).status_code == 200

    @pytest.mark.parametrize(
        ("name", "content"), [("vue.svg", SVG), ("vue.png", SVG), ("vue.png", SCRIPT), ("v.html", picture())]
    )
    def test_what_is_no_raster_picture_is_refused(self, client, administrator, name, content):
        client.force_login(administrator)
        values = {"title": "Essai", "files[]": SimpleUploadedFile(name, content), "collection": "1"}
        assert client.post(reverse("wagtailimages:add_multiple"), values).json()["success"] is False
        assert not Image.objects.exists()

    def test_one_that_got_in_by_another_way_is_sent_as_a_file(self, client):
        rendition = an_image().get_rendition("width-20")
        rendition.file.name = default_storage.save("images/vue.svg", ContentFile(SVG))
        rendition.save()
        sent = client.get(f"/media/{rendition.file.name}")
        assert sent["Content-Disposition"].startswith("attachment")
        assert sent["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize("folder", ["images", "documents", "autre", "."])
def test_a_file_that_no_list_names_is_not_sent(client, administrator, folder):
    name = default_storage.save(f"{folder}/secret.png", ContentFile(picture()))
    client.force_login(administrator)
    assert client.get(f"/media/{name}").status_code == 404


def test_an_editor_without_the_admin_gets_no_portrait(client, administrator, colleague):
    from wagtail.users.models import UserProfile

    profile = UserProfile.get_for_user(administrator)
    profile.avatar.save("moi.png", ContentFile(picture()))
    assert client.get(profile.avatar.url).status_code == 404
    client.force_login(colleague)
    assert client.get(profile.avatar.url).status_code == 404
    colleague.user_permissions.add(Permission.objects.get(codename="access_admin"))
    assert client.get(profile.avatar.url).status_code == 200


@pytest.mark.parametrize(("language", "address"), [("fr", "/_util/login/"), ("en", "/en/_util/login/")])
def test_a_private_document_leads_to_the_one_way_in(language, address):
    with translation.override(language):
        assert resolve(address).func.view_class is resolve("/admin/login/").func.view_class
