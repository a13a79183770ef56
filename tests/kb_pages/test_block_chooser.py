"""What an editor sees before taking a block."""

import re

import pytest
from django.urls import reverse

from clairdroit.kb_pages.models import ArticlePage
from tests.comarquage.factories import OfficialSheetFactory
from tests.partners_snippets.factories import PartnerFactory, PrivateContactFactory

BLOCKS = ArticlePage.body.field.stream_block.child_blocks


@pytest.mark.parametrize("name", BLOCKS)
def test_every_block_has_an_example_dressed_as_readers_see_it(admin_client, name):
    PartnerFactory(name="CCAS de Clairval")
    OfficialSheetFactory(title="Impayé de loyer")
    block = BLOCKS[name]
    assert block.is_previewable
    answer = admin_client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert answer.status_code == 200
    html = answer.content.decode()
    assert "shell/components.css" in html
    main = re.search(r"<main.*?</main>", html, re.S)[0]
    assert len(re.sub(r"<[^>]+>|\s+", "", main)) > 20, main


def test_every_block_says_what_it_is_for_and_has_its_own_icon():
    assert all(str(block.get_description()) for block in BLOCKS.values())
    icons = [block.meta.icon for block in BLOCKS.values()]
    assert len(set(icons)) == len(icons)


def test_a_partners_example_shows_no_private_contact(admin_client):
    PrivateContactFactory(partner=PartnerFactory(name="CCAS de Clairval"), name="Mme Secrète")
    answer = admin_client.get(reverse("wagtailadmin_block_preview"), {"id": BLOCKS["partners"].definition_prefix})
    assert "CCAS de Clairval" in answer.content.decode()
    assert "Secrète" not in answer.content.decode()


def labels(block):
    yield str(block.label)
    for child in getattr(block, "child_blocks", {}).values():
        yield from labels(child)
    if hasattr(block, "child_block"):
        yield from labels(block.child_block)


def test_labels_begin_with_a_capital():
    found = {label for block in BLOCKS.values() for label in labels(block) if label}
    assert len(found) > 20
    assert {label for label in found if label[0].islower()} == set()
