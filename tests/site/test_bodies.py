"""What is too large is refused before it is read, in words, and whoever sends it."""

import io
import re

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile

from config.bodies import MB, PUBLIC_FIELDS, WholeBodies, public_limit, staff_limit

HUGE = 600 * MB


class Untouched(io.RawIOBase):
    """A body that nobody may read."""

    def readable(self):
        return True

    def readinto(self, buffer):
        raise AssertionError("the body was read")


def announce(client, path, length=HUGE, **extra):
    """A request that says how long it is; the body itself must not be asked for."""
    extra = {"CONTENT_LENGTH": str(length), "CONTENT_TYPE": "multipart/form-data; boundary=x", **extra}
    return client.generic("POST", path, **extra, **{"wsgi.input": Untouched()})


@pytest.fixture
def professional():
    return get_user_model().objects.create_user("accueil", password="mot-de-passe-de-test")


@pytest.fixture
def editor():
    user = get_user_model().objects.create_user("redaction", password="mot-de-passe-de-test")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


PATHS = [
    "/poser-ma-question/",
    "/signaler-une-erreur/",
    "/espace-partenaires/",
    "/en/poser-ma-question/",
    "/nulle-part/",
    "/admin/login/",
    "/admin/images/multiple/add/",
    "/admin/documents/multiple/add/",
    "/documents/authenticate_with_password/1/",
]


@pytest.mark.django_db
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("length", [HUGE, 3 * MB])
def test_a_visitor_sends_no_large_body_anywhere(client, path, length):
    refused = announce(client, path, length)
    assert refused.status_code == 413
    said = "is too large" if path.startswith("/en/") else "est trop gros"
    assert said in refused.content.decode()
    assert re.search(r"2\sM[Bo]", refused.content.decode())


@pytest.mark.django_db
def test_an_invented_session_is_a_visitors(client):
    client.cookies[django_settings.SESSION_COOKIE_NAME] = "0123456789abcdef0123456789abcdef"
    assert announce(client, "/admin/images/multiple/add/", 3 * MB).status_code == 413


@pytest.mark.django_db
def test_an_account_that_may_not_enter_the_admin_uploads_nothing(client, professional):
    client.force_login(professional)
    assert announce(client, "/admin/images/multiple/add/", 3 * MB).status_code == 413


@pytest.mark.django_db
def test_editors_upload_files_to_the_admin_alone_and_within_its_limit(client, editor):
    client.force_login(editor)
    content = b"%PDF-1.7 " + b"x" * 3 * MB
    upload = client.post("/admin/login/", {"file": SimpleUploadedFile("a.pdf", content)})
    assert upload.status_code != 413
    refused = announce(client, "/admin/documents/multiple/add/", staff_limit() + 1)
    assert refused.status_code == 413
    assert "21\xa0Mo" in refused.content.decode()
    assert announce(client, "/poser-ma-question/", 3 * MB).status_code == 413


@pytest.mark.django_db
def test_a_program_is_told_in_its_own_form(client):
    refused = announce(client, "/api/partenaire/v1/questions")
    assert refused.status_code == 413
    assert refused.json()["code"] == "too_large"
    assert refused["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/poser-ma-question/", "/admin/login/"])
def test_a_visitors_form_has_no_thousand_fields(client, path):
    few = {f"f{number}": "" for number in range(PUBLIC_FIELDS - 1)}
    many = few | {"one": "", "more": ""}
    urlencoded = "application/x-www-form-urlencoded"
    assert client.post(path, "&".join(many), content_type=urlencoded).status_code == 400
    assert client.post(path, many).status_code == 400
    assert client.get(path, many).status_code == 400
    assert client.post(path, "&".join(few), content_type=urlencoded).status_code == 200


@pytest.mark.django_db
def test_editors_screens_may_have_thousands(client, editor):
    client.force_login(editor)
    assert client.post("/admin/login/", {f"f{number}": "" for number in range(3000)}).status_code == 200


class TestPieces:
    """A body without a length, as `Transfer-Encoding: chunked` sends it."""

    def received(self, body):
        """`CONTENT_LENGTH` and body as the application finds them."""
        seen = {}
        environ = {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input": body}
        WholeBodies(lambda environ, start_response: seen.update(environ) or [])(environ, None)
        return int(seen["CONTENT_LENGTH"]), seen["wsgi.input"].read()

    def test_it_reaches_the_application_whole(self):
        class Dripping(io.BytesIO):
            def read(self, size=-1):
                return super().read(min(size, 7))

        content = b"text=" + b"a" * 5000
        assert self.received(Dripping(content)) == (len(content), content)

    def test_it_is_cut_off_where_it_exceeds_the_limit(self):
        class Endless(io.RawIOBase):
            given = 0

            def read(self, size=-1):
                self.given += size
                return b"x" * size

        body = Endless()
        length, _kept = self.received(body)
        assert length > staff_limit()
        assert body.given <= public_limit() + 1

    @pytest.mark.parametrize("given", [{"CONTENT_LENGTH": "5"}, {"HTTP_TRANSFER_ENCODING": ""}])
    def test_what_has_a_length_or_no_body_is_left_alone(self, given):
        seen = []
        WholeBodies(lambda environ, start_response: seen.append(environ) or [])(
            {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input": Untouched(), **given}, None
        )
        assert isinstance(seen[0]["wsgi.input"], Untouched)
