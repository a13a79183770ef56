"""A collection that is made private is private at once: also for those who ask through a cache of others."""

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, CollectionViewRestriction

from tests.site.pictures import picture

pytestmark = pytest.mark.django_db

SECRET = b"%PDF-1.7 secret"


@pytest.fixture(autouse=True)
def real_files(settings, tmp_path):
    cache.clear()
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    }


class SharedCache:
    """As RFC 9111 lets a proxy for many readers be, at its boldest: whatever it may keep it keeps, and gives to all."""

    def __init__(self, client):
        self.client, self.kept, self.asked = client, {}, 0

    def get(self, path):
        """The content that a reader is given, or the status of what is none."""
        kept = self.kept.get(path)
        if kept and kept["fresh"]:
            return kept["content"]
        # 13.1.3 of RFC 9110: If-Modified-Since is for those that were given no tag.
        asked = {"If-None-Match": kept["tag"]} if kept and kept["tag"] else {}
        if kept and not asked and kept["changed"]:
            asked = {"If-Modified-Since": kept["changed"]}
        response = self.client.get(path, headers=asked)
        self.asked += 1
        said = dict(
            part.strip().partition("=")[::2] for part in response.get("Cache-Control", "").lower().split(",") if part
        )
        if response.status_code == 304:
            kept["fresh"] = self.is_fresh(said)
            return kept["content"]
        content = b"".join(response.streaming_content) if response.streaming else response.content
        self.kept.pop(path, None)
        # 3 and 4.2.2: a redirect or a missing page is kept where it says for how long, or has said nothing at all.
        if not {"private", "no-store"} & said.keys() and response.status_code in (200, 302, 404):
            self.kept[path] = {
                "content": content if response.status_code == 200 else response.status_code,
                "fresh": self.is_fresh(said),
                "tag": response.get("ETag"),
                "changed": response.get("Last-Modified"),
            }
        return content if response.status_code == 200 else response.status_code

    @staticmethod
    def is_fresh(said):
        """Within the minutes of a test: kept for any time at all."""
        return int(said.get("s-maxage", said.get("max-age", 0))) > 0


@pytest.fixture
def collection():
    return Collection.get_first_root_node().add_child(name="Accueil")


@pytest.fixture(params=["document", "picture"])
def path(request, collection):
    if request.param == "document":
        return Document.objects.create(title="N", file=ContentFile(SECRET, "n.pdf"), collection=collection).url
    return (
        Image.objects.create(title="V", file=ContentFile(picture(), "v.png"), collection=collection)
        .get_rendition("width-20")
        .url
    )


def close(collection):
    restriction = CollectionViewRestriction.objects.create(collection=collection, restriction_type="groups")
    restriction.groups.add(Group.objects.get_or_create(name="Accueil")[0])
    return restriction


def test_what_is_made_private_is_given_to_nobody_by_a_cache_of_others(client, collection, path):
    proxy = SharedCache(client)
    content = proxy.get(path)
    assert isinstance(content, bytes)
    assert proxy.get(path) == content
    restriction = close(collection)
    assert proxy.get(path) in (302, 404)
    assert proxy.get(path) in (302, 404)
    # Nor does it go on refusing what is open again.
    restriction.delete()
    assert proxy.get(path) == content


def test_a_collection_above_counts_too(client, path):
    proxy = SharedCache(client)
    assert isinstance(proxy.get(path), bytes)
    close(Collection.get_first_root_node())
    assert proxy.get(path) in (302, 404)


def test_asking_again_costs_no_content(client, path):
    sent = client.get(path)
    known = {"If-None-Match": sent["ETag"]} if "ETag" in sent else {"If-Modified-Since": sent["Last-Modified"]}
    again = client.get(path, headers=known)
    assert again.status_code == 304
    assert again.content == b""
    assert again["Cache-Control"] == "public, max-age=3600, s-maxage=0"


def test_knowing_its_mark_opens_nothing(client, collection, path):
    """Whoever was given it before it was made private is told neither that it is the same, nor anything else."""
    sent = client.get(path)
    known = {"If-None-Match": sent["ETag"]} if "ETag" in sent else {"If-Modified-Since": sent["Last-Modified"]}
    close(collection)
    refused = client.get(path, headers=known)
    assert refused.status_code in (302, 404)


def test_a_password_is_asked_for_anew_and_its_page_kept_by_nobody(client, collection, path):
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="password", password="sésame")
    asked = client.get(path)
    if asked.status_code == 200:
        assert b"password" in asked.content
        assert "no-store" in asked["Cache-Control"]
    else:
        assert asked.status_code == 404
