"""How large a picture may be is asked before it is unpacked, by what its header says."""

import io
import struct
import zlib

import PIL.Image
import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.images.models import Image
from wagtail.users.models import UserProfile

pytestmark = pytest.mark.django_db

SIDE = 11_000


def chunk(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(width, height):
    """Grey, and really as large as it says; its rows are written one after the other, which takes little."""
    packer = zlib.compressobj(9)
    row = bytes(1 + width)
    rows = b"".join(packer.compress(row) for _each in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def saved(kind, size, **options):
    content = io.BytesIO()
    PIL.Image.new("L", size).save(content, kind, **options)
    return content.getvalue()


@pytest.fixture
def never_unpacked(monkeypatch):
    def load(self, *args, **kwargs):
        raise AssertionError("the picture was unpacked")

    for name in ("ImageFile.ImageFile", "GifImagePlugin.GifImageFile", "WebPImagePlugin.WebPImageFile"):
        monkeypatch.setattr(f"PIL.{name}.load", load)


@pytest.fixture
def administrator(client):
    user = get_user_model().objects.create_superuser("administration", "a@ville.example", "mot-de-passe-de-test")
    client.force_login(user)
    return user


def upload(client, name, content):
    values = {"title": "Essai", "files[]": SimpleUploadedFile(name, content), "collection": "1"}
    return client.post(reverse("wagtailimages:add_multiple"), values).json()


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("vue.png", lambda: png(SIDE, SIDE)),
        ("vue.jpg", lambda: saved("JPEG", (7000, 6000), quality=1)),
        ("vue.gif", lambda: saved("GIF", (7000, 6000))),
        ("vue.webp", lambda: saved("WEBP", (7000, 6000), quality=1, method=0)),
    ],
)
def test_one_of_too_many_points_is_refused_in_words_before_it_is_unpacked(client, administrator, request, name, make):
    content = make()
    request.getfixturevalue("never_unpacked")
    said = upload(client, name, content)
    assert said["success"] is False
    assert "Cette image a trop de pixels" in str(said)
    assert "40000000 au plus" in str(said)
    assert not Image.objects.exists()


def test_a_telephones_picture_is_taken(client, administrator):
    assert upload(client, "vue.jpg", saved("JPEG", (4000, 3000), quality=1))["success"] is True


def test_a_portrait_is_measured_too(client, administrator):
    content = saved("PNG", (7000, 6000))
    values = {"avatar-avatar": SimpleUploadedFile("moi.png", content)}
    client.post(reverse("wagtailadmin_account"), values)
    assert not UserProfile.get_for_user(administrator).avatar


def test_whoever_opens_a_picture_is_bound_by_the_same_number(settings):
    with pytest.raises(PIL.Image.DecompressionBombError):
        PIL.Image.open(io.BytesIO(png(settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 4000 + 1, 4000)))
