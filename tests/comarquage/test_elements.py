"""The renderer and the schema's list of names stay together."""

import csv

import pytest

from clairdroit.comarquage.elements import KNOWN, ROOTS, local_name
from clairdroit.comarquage.rendering import document  # noqa: F401 – registers all renderers
from clairdroit.comarquage.rendering.registry import renderers


def test_every_known_element_has_a_renderer():
    assert KNOWN - ROOTS - renderers.keys() == set()


def test_no_renderer_waits_for_an_element_that_does_not_exist():
    assert renderers.keys() - KNOWN == set()


@pytest.mark.shared
def test_the_115_elements_of_the_official_feed_are_known(shared_data):
    with (shared_data / "fiches" / "elements.csv").open() as file:
        found = {row["element"] for row in csv.DictReader(file)}
    assert len(found) == 115
    assert found == KNOWN


def test_dublin_core_names_are_written_as_the_documents_write_them():
    assert local_name("{http://purl.org/dc/elements/1.1/}title") == "dc:title"
    assert local_name("{urn:other}title") == "{urn:other}title"
