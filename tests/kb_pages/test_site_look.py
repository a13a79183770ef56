"""A town's name, logo, colours and numbers: chosen in the admin, readable in both schemes, shown where needed."""

import importlib.util
import io
import random
import re

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from lxml import html
from PIL import Image as Picture
from wagtail.images.models import Image
from wagtail.models import Collection, CollectionViewRestriction, Site

from clairdroit.kb_pages import colours
from clairdroit.kb_pages import roles as role_names
from clairdroit.kb_pages.models import InformationPage, SiteIdentity
from clairdroit.kb_pages.validators import check_colour
from clairdroit.roles import Role
from tests.repository.files import ROOT

TOKENS = (ROOT / "site" / "shell" / "static" / "shell" / "tokens.css").read_text()
GROUNDS = ("paper", "card", "ok-bg", "warn-bg", "error-bg")


def tokens(css):
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", css))


class TestColours:
    def test_they_are_checked_against_the_grounds_that_the_site_has(self):
        light, _mark, dark = TOKENS.partition("@media screen and (prefers-color-scheme: dark)")
        assert tuple(tokens(light.partition(".heading-")[0])[name] for name in GROUNDS) == colours.LIGHT_GROUNDS
        assert tuple(tokens(dark.partition(".heading-")[0])[name] for name in GROUNDS) == colours.DARK_GROUNDS
        # Letters on a button that has the town's colour.
        assert tokens(dark)["on-ink"] == colours.ON_ACCENT_DARK

    @pytest.mark.parametrize(
        ("one", "other", "ratio"),
        [
            ("#000000", "#ffffff", 21),
            ("#ffffff", "#ffffff", 1),
            ("#777777", "#ffffff", 4.48),
            ("#333333", "#ffffff", 12.63),
            ("#0a0a0a", "#ffffff", 19.80),
            ("#0000ff", "#ffff00", 8.00),
        ],
    )
    def test_contrast_is_that_of_wcag(self, one, other, ratio):
        assert round(colours.contrast(one, other), 2) == ratio
        assert colours.contrast(one, other) == colours.contrast(other, one)

    def test_of_a_thousand_colours_each_that_is_taken_can_be_read_in_both_schemes(self):
        chance = random.Random(12)
        taken = 0
        for _each in range(1000):
            colour = f"#{chance.randrange(1 << 24):06x}"
            try:
                check_colour(colour)
            except ValidationError as refusal:
                said = str(refusal.messages[0])
                nearest = re.findall(r"#[0-9a-f]{6}", said)[0]
                check_colour(nearest)
                shown = float(re.search(r"(\d+\.\d)", said)[0])
                assert shown <= colours.least_contrast(colour, colours.LIGHT_GROUNDS) < colours.ENOUGH
                continue
            taken += 1
            dark = colours.for_the_dark(colour)
            for ground in colours.LIGHT_GROUNDS:
                assert colours.contrast(colour, ground) >= 4.5
            for ground in colours.DARK_GROUNDS:
                assert colours.contrast(dark, ground) >= 4.5
            assert colours.contrast(colour, colours.ON_ACCENT) >= 4.5
            assert colours.contrast(dark, colours.ON_ACCENT_DARK) >= 4.5
        assert 100 < taken < 900

    def test_a_colour_that_is_light_enough_for_the_dark_stays(self):
        assert colours.for_the_dark("#ffcc00") == "#ffcc00"
        assert colours.nearest_readable("#1a4f8f") == "#1a4f8f"

    @pytest.mark.parametrize(
        "wrong", ["1a4f8f", "#1A4F8F", "#1a4f8", "#1a4f8f;", "blue", "#gggggg", "#1a4f8f\n", "rgb(0,0,0)"]
    )
    def test_what_is_no_colour_is_refused_with_an_example(self, wrong):
        with pytest.raises(ValidationError, match="#1a4f8f"):
            check_colour(wrong)


@pytest.fixture
def identity(tree):
    return SiteIdentity.for_site(Site.objects.get(is_default_site=True))


@pytest.fixture
def logo(settings, tmp_path):
    cache.clear()
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
    content = io.BytesIO()
    Picture.new("RGBA", (600, 200), (20, 60, 120, 255)).save(content, "png")
    return Image.objects.create(title="Armes de la ville", file=ContentFile(content.getvalue(), "armes.png"))


def page_of(client, path="/"):
    return html.fromstring(client.get(path).content.decode())


def styles_of(page):
    return [each for each in page.xpath("//link[@rel='stylesheet']/@href") if "identite" in each]


def test_a_host_projects_own_image_model_is_the_logos(monkeypatch):
    # Not by the setting: whoever hears of its change looks for a model that is installed.
    monkeypatch.setattr("wagtail.images.get_image_model_string", lambda: "hote.Photo")
    path = ROOT / "kb_pages" / "migrations" / "0001_initial.py"
    spec = importlib.util.spec_from_file_location("site_look_of_a_host", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (identity,) = [operation for operation in module.Migration.operations if operation.name == "SiteIdentity"]
    assert dict(identity.fields)["logo"].remote_field.model == "hote.Photo"
    assert ("hote", "__first__") in module.Migration.dependencies


class TestReaders:
    def test_without_any_choice_nothing_more_is_loaded(self, client, identity):
        page = page_of(client)
        assert not styles_of(page)
        assert page.xpath("//header//*[local-name()='svg'][contains(@class, 'brand__logo')]")
        assert not page.xpath("//footer//address")

    def test_colours_come_by_an_address_that_changes_with_them(self, client, identity):
        addresses = set()
        for link, accent in (("#7a1f1f", "#1f3d7a"), ("", "#1f3d7a"), ("#7a1f1f", "")):
            identity.colour_link, identity.colour_accent = link, accent
            identity.full_clean()
            identity.save()
            (address,) = styles_of(page_of(client))
            addresses.add(address)
            sheet = client.get(address)
            assert sheet["Content-Type"] == "text/css; charset=utf-8"
            assert "public" in sheet["Cache-Control"]
            assert not sheet.cookies
            light, _mark, dark = sheet.content.decode().partition("@media")
            assert tokens(light).get("link", "") == link
            assert tokens(light).get("accent", "") == accent
            if link:
                assert tokens(dark)["link"] == colours.for_the_dark(link)
            assert ("--on-accent" in light) is bool(accent)
            # After the site's own, or it would change nothing.
            sheets = page_of(client).xpath("//link[@rel='stylesheet']/@href")
            assert sheets.index(address) > next(n for n, each in enumerate(sheets) if "tokens" in each)
        assert len(addresses) == 3

    @pytest.mark.parametrize(
        "version",
        ["", "x", "ffffff-x", "x-ffff00", "7a1f1f", "7a1f1f-1f3d7a-", "7A1F1F-x", "};body{-x", "7a1f1f-1f3d7a\n"],
    )
    def test_no_link_makes_the_site_unreadable(self, client, db, version):
        assert client.get("/identite.css", {"v": version}).status_code == 404

    def test_the_stylesheet_reads_no_row(self, client, db, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert client.get("/identite.css?v=7a1f1f-x").status_code == 200

    def test_the_logo_stands_beside_the_name_and_says_nothing_twice(self, client, identity, logo):
        identity.logo = logo
        identity.full_clean()
        identity.save()
        (picture,) = page_of(client).xpath("//header//img")
        assert picture.get("alt") == ""
        assert int(picture.get("height")) <= 132
        assert client.get(picture.get("src")).status_code == 200
        logo.delete()
        assert page_of(client).xpath("//header//*[local-name()='svg'][contains(@class, 'brand__logo')]")

    def test_a_logo_that_readers_would_not_be_given_is_refused(self, identity, logo):
        closed = Collection.get_first_root_node().add_child(name="Réservé")
        CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
        logo.collection = closed
        logo.save()
        identity.logo = logo
        with pytest.raises(ValidationError, match="collection"):
            identity.full_clean()

    def test_the_contact_stands_at_the_foot_of_every_page(self, client, identity):
        identity.contact_phone, identity.contact_email = "0199001020", "droits@ville.example"
        identity.contact_address = "1 place de la Mairie, 78000 Versailles"
        identity.save()
        for path in ("/", "/nulle-part/", "/a-qui-s-adresser/", "/poser-ma-question/", "/ma-question/x/"):
            (contact,) = page_of(client, path).xpath("//footer//address")
            assert contact.xpath(".//a/@href") == ["tel:+33199001020", "mailto:droits@ville.example"]
            assert "01\u00a099\u00a000\u00a010\u00a020" in contact.text_content()
            assert "1 place de la Mairie" in contact.text_content()

    def test_emergency_numbers_are_the_town_s_or_the_country_s(self, client, identity):
        shown = page_of(client, "/poser-ma-question/").xpath("//*[contains(@class, 'urgent')]//a/@href")
        assert shown == ["tel:115", "tel:3919", "tel:112", "sms:114"]
        value = {"words": "Mineurs en danger", "number": "119", "text_number": ""}
        other = {
            "words": "Numéro d’astreinte de la mairie",
            "number": "01 99 00 10 21",
            "text_number": "06 12 34 56 78",
        }
        identity.emergency = [("number", value), ("number", other)]
        identity.full_clean()
        identity.save()
        for path in ("/poser-ma-question/", "/poser-ma-question/merci/C6A1F00B/"):
            (numbers,) = page_of(client, path).xpath("//*[contains(@class, 'urgent')]")
            assert numbers.xpath(".//a/@href") == ["tel:119", "tel:+33199001021", "sms:+33612345678"]
            assert "Mineurs en danger" in numbers.text_content()
        english = page_of(client, "/en/poser-ma-question/")
        assert english.xpath("//*[contains(@class, 'urgent')]/li/@lang") == ["fr", "fr"]

    def test_the_legal_and_the_privacy_page_say_who_answers_for_the_site(self, client, tree, identity):
        pages = [tree.home.add_child(instance=InformationPage(title=title)) for title in ("Mentions", "Vie privée")]
        identity.publisher, identity.host = "Madame la Maire", "Service informatique de la ville"
        identity.data_protection_email = "dpd@ville.example"
        identity.legal_page, identity.privacy_page = pages
        identity.save()
        legal, privacy = (page_of(client, page.get_url()).xpath("string(//main)") for page in pages)
        assert "Madame la Maire" in legal
        assert "Service informatique de la ville" in legal
        assert "dpd@ville.example" not in legal
        assert "dpd@ville.example" in privacy
        assert "Madame la Maire" not in privacy


class TestAdmin:
    def address(self, name="edit"):
        site = Site.objects.get(is_default_site=True)
        return reverse(f"wagtailsettings:{name}", args=["clairdroit_kb_pages", "siteidentity", site.pk])

    def values(self, **changes):
        given = {"site_name": "Infos droits", "answer_delay_days": "3", "emergency-count": "0"}
        return given | {"colour_link": "#7a1f1f", "colour_accent": ""} | changes

    def test_coordination_chooses_and_is_told_which_colour_would_do(self, client, member_of):
        client.force_login(member_of(Role.COORDINATION))
        page = client.post(self.address(), self.values(colour_link="#ffcc00")).content.decode()
        assert "Trop claire pour être lue (1.3 pour 1" in page
        assert client.post(self.address(), self.values()).status_code == 302
        assert SiteIdentity.objects.get().colour_link == "#7a1f1f"

    def test_a_number_that_no_telephone_dials_is_refused(self, client, member_of):
        client.force_login(member_of(Role.COORDINATION))
        first = {"deleted": "", "order": "0", "type": "number", "id": ""}
        first |= {"value-words": "Mairie", "value-number": "douze", "value-text_number": ""}
        sent = {"emergency-count": "1"} | {f"emergency-0-{name}": value for name, value in first.items()}
        refused = client.post(self.address(), self.values(**sent))
        assert refused.status_code == 200
        assert list(refused.context["form"].errors) == ["emergency"]
        assert not SiteIdentity.objects.exists()
        assert client.post(self.address(), self.values(**sent | {"emergency-0-value-number": "119"})).status_code == 302
        assert [each.number for each in SiteIdentity.objects.get().emergency_numbers] == ["119"]

    def test_it_is_seen_before_it_is_saved(self, client, member_of):
        client.force_login(member_of(Role.COORDINATION))
        preview = self.address("preview_on_edit")
        assert preview in client.get(self.address()).content.decode()
        assert client.post(preview, self.values(site_name="Nom à l’essai")).json()["is_valid"] is True
        page = html.fromstring(client.get(preview).content.decode())
        assert "Nom à l’essai" in page.xpath("string(//header)")
        (address,) = styles_of(page)
        assert address.endswith("?v=7a1f1f-x")
        assert page.xpath("//*[contains(@class, 'urgent')]//a")
        assert not SiteIdentity.objects.exists()

    def test_nobody_else_does(self, client, member_of):
        for role in (Role.MODERATORS, role_names.editors_of("logement")):
            client.force_login(member_of(role))
            assert client.post(self.address(), self.values()).status_code in (302, 403)
        assert not SiteIdentity.objects.exists()
        assert not get_user_model().objects.filter(is_superuser=True).exists()
