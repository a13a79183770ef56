"""Tables: headers named, spans true, none of them reaching where there is no room."""

import pytest
from lxml import html

from tests.comarquage.factories import rendered_body

pytestmark = pytest.mark.django_db


def cell(text, **spans):
    written = "".join(f' {name}="{value}"' for name, value in spans.items())
    return f"<Cellule{written}><Paragraphe>{text}</Paragraphe></Cellule>"


def row(*cells, kind="normal"):
    return f'<Rangée type="{kind}">{"".join(cells)}</Rangée>'


def table(*rows, columns=2, header_column=False, title="Loyers"):
    kinds = ["header" if header_column and number == 0 else "normal" for number in range(columns)]
    written = "".join(f'<Colonne largeur="10" type="{kind}"/>' for kind in kinds)
    body = f"<Texte><Tableau><Titre>{title}</Titre>{written}{''.join(rows)}</Tableau></Texte>"
    return html.fromstring(f"<div>{rendered_body(body)}</div>")


def grid_is_whole(root, columns):
    """Every row of the table as a browser lays it out is full, and no span leaves its row group."""
    for group in root.xpath("//thead | //tbody"):
        rows = group.findall("tr")
        filled = [[False] * columns for _row in rows]
        for number, tr in enumerate(rows):
            for td in tr:
                start = filled[number].index(False)
                for r in range(number, number + int(td.get("rowspan", 1))):
                    for c in range(start, start + int(td.get("colspan", 1))):
                        assert not filled[r][c], "two cells overlap"
                        filled[r][c] = True
        assert all(all(line) for line in filled)
    return True


def test_header_rows_are_the_head_and_name_their_columns():
    root = table(row(cell("Ville"), cell("Loyer"), kind="header"), row(cell("Clairval"), cell("500")))
    assert [th.get("scope") for th in root.xpath("//thead//th")] == ["col", "col"]
    assert root.xpath("//tbody//td/text()") == ["Clairval", "500"]
    assert root.xpath("string(//caption)") == "Loyers"


@pytest.mark.parametrize("title", ["Loyers", ""])
def test_the_frame_that_scrolls_is_reached_by_keyboard_and_has_a_name(title):
    root = table(row(cell("Clairval"), cell("500")), title=title)
    (frame,) = root.xpath("//div[@role='region'][@tabindex='0']")
    name = root.xpath(f"string(//caption/span[@id='{frame.get('aria-labelledby')}'])") or frame.get("aria-label")
    assert name == (title or "Tableau")


def test_a_header_column_names_its_rows():
    root = table(row(cell("Clairval"), cell("500")), header_column=True)
    assert root.xpath("string(//tbody//th[@scope='row'])") == "Clairval"


def test_spans_become_rowspan_and_colspan():
    root = table(
        row(cell("Ville", fusionVerticale=2), cell("Loyer", fusionHorizontale=2), kind="header"),
        row(cell("avec"), cell("sans"), kind="header"),
        row(cell("Clairval"), cell("500"), cell("400")),
        columns=3,
    )
    assert root.xpath("string(//th[@rowspan='2'])") == "Ville"
    assert root.xpath("string(//th[@colspan='2'])") == "Loyer"
    assert grid_is_whole(root, 3)


def test_a_header_that_spans_into_the_body_ends_with_the_head():
    root = table(
        row(cell("Ville", fusionVerticale=2), cell("Loyer", fusionVerticale=2), kind="header"),
        row(cell("Clairval"), cell("500")),
    )
    assert not root.xpath("//*[@rowspan]")
    assert grid_is_whole(root, 2)


def test_it_ends_with_the_head_also_where_the_next_row_has_room():
    root = table(
        row(cell("Ville", fusionVerticale=2), cell("Loyer"), kind="header"),
        row(cell("500")),
        row(cell("Clairval"), cell("400")),
    )
    assert not root.xpath("//*[@rowspan]")
    assert [len(tr) for tr in root.xpath("//tr")] == [2, 1, 2]


def test_a_span_that_leaves_no_room_for_the_next_row_ends_above_it():
    root = table(
        row(cell("a", fusionVerticale=3), cell("b", fusionVerticale=3)),
        row(cell("c"), cell("d")),
        row(cell("e"), cell("f")),
    )
    assert not root.xpath("//*[@rowspan]")
    assert grid_is_whole(root, 2)


def test_a_span_beyond_the_last_row_ends_there():
    root = table(row(cell("a", fusionVerticale=9), cell("b")), row(cell("c")))
    assert root.xpath("string(//*[@rowspan='2'])") == "a"
    assert grid_is_whole(root, 2)


def test_the_column_of_a_cell_counts_what_reaches_in_from_above():
    root = table(
        row(cell("Nord", fusionVerticale=2), cell("Clairval")), row(cell("Bourg")), columns=2, header_column=True
    )
    assert [th.text for th in root.xpath("//th")] == ["Nord"]


def test_an_empty_header_cell_names_nothing():
    root = table(row(cell(""), cell("Loyer"), kind="header"), row(cell("Clairval"), cell("500")))
    assert len(root.xpath("//thead//th")) == 1
    assert len(root.xpath("//thead//td")) == 1


def test_nonsense_spans_are_ignored():
    root = table(row(cell("a", fusionVerticale="0"), cell("b", fusionHorizontale="deux")))
    assert not root.xpath("//*[@rowspan or @colspan]")


def test_an_empty_cell_beyond_the_last_column_is_dropped_and_one_with_words_is_not():
    assert len(table(row(cell("a"), cell("b"), cell("")), columns=2).xpath("//td")) == 2
    assert len(table(row(cell("a"), cell("b"), cell("c")), columns=2).xpath("//td")) == 3


def test_an_empty_cell_in_the_last_column_stays():
    assert grid_is_whole(table(row(cell("a"), cell("")), row(cell("b"), cell("c"))), 2)


def test_a_list_in_a_cell_stays_a_list():
    items = '<Cellule><Liste type="puce"><Item><Paragraphe>un</Paragraphe></Item></Liste></Cellule>'
    assert table(row(items, cell("b"))).xpath("string(//td/ul/li)") == "un"
