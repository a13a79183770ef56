"""From the [[body]] tables of a text to the blocks of a page's body."""

from collections.abc import Mapping
from html import escape
from typing import Any

from wagtail.blocks import StreamBlock

from demo.loader.markup import Markup

CALLOUTS = {"know": "savoir", "note": "noter", "attention": "attention"}

Block = dict[str, Any]


class BodyBuilder:
    """Makes raw StreamField data; `partner_ids` gives the record of each partner's key."""

    def __init__(self, *, page_ids: Mapping[str, int], partner_ids: Mapping[str, int]) -> None:
        self.markup = Markup(page_ids)
        self.partner_ids = partner_ids

    def body(self, tables: list[dict[str, Any]]) -> list[Block]:
        return [block for table in tables for block in self._blocks(table)]

    def _blocks(self, table: dict[str, Any]) -> list[Block]:
        title = table.get("title", "")
        for key, kind in CALLOUTS.items():
            if key in table:
                return [_block("callout", {"kind": kind, "text": self.markup.paragraphs(table[key])})]
        if "text" in table:
            return [_block("paragraph", _heading(title) + self.markup.paragraphs(table["text"]))]
        if "list" in table:
            items = [self.markup.sentence(item) for item in table["list"]]
            return [_block("paragraph", f"{_heading(title)}<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>")]
        if "papers" in table:
            papers = [self.markup.paragraphs(item) for item in table["papers"]]
            return [_block("checklist", {"title": title, "items": papers})]
        if "steps" in table:
            steps = [{"title": name, "text": self.markup.paragraphs(text)} for name, text in table["steps"]]
            return [_block("steps", {"title": title, "steps": steps})]
        if "cases" in table:
            return [self._cases(title, table["cases"])]
        if "more" in table:
            more = [{"title": name, "text": self.markup.paragraphs(text)} for name, text in table["more"]]
            return [_block("accordion", {"title": title, "items": more})]
        if "table" in table:
            return self._table(title, table)
        if "amounts" in table:
            return self._amounts(title, table["amounts"], note=table.get("amounts_note", ""))
        if "service_title" in table:
            return self._service(title, table)
        if "partners" in table:
            ids = [self.partner_ids[key] for key in table["partners"]]
            return [_block("partners", {"title": title, "partners": ids})]
        if "sheets" in table:
            # References outlast the import: until the official feed has brought a sheet, readers see nothing of it.
            return [_block("official_sheets", {"title": title, "sheets": table["sheets"]})]
        if "references" in table:
            references = [{"label": label, "url": url} for label, url in table["references"]]
            return [_block("legal_references", {"references": references})]
        raise ValueError(f"no known content in the body table {sorted(table)}")

    def _cases(self, title: str, cases: list[list[str]]) -> Block:
        made = [{"title": name, "body": [_block("paragraph", self.markup.paragraphs(text))]} for name, text in cases]
        return _block("cases", {"title": title, "layout": "fermes", "cases": made})

    def _table(self, title: str, table: dict[str, Any]) -> list[Block]:
        first, *others = table["table_header"]
        columns = [{"type": "row_heading", "heading": first}]
        columns += [{"type": "text", "heading": heading} for heading in others]
        rows = [{"values": row} for row in table["table"]]
        value = {"columns": columns, "rows": rows, "caption": table["caption"]}
        return [*_title_block(title), _block("table", value)]

    def _amounts(self, title: str, amounts: list[list[str]], *, note: str) -> list[Block]:
        """Amounts in force from the same day stand together: each group carries its date, the last one the note."""
        by_day: dict[str, list[dict[str, str]]] = {}
        for label, amount, day in amounts:
            by_day.setdefault(day, []).append({"label": label, "amount": amount})
        blocks = []
        for day, group in by_day.items():
            value = {"title": title, "amounts": group, "valid_from": day, "valid_until": None, "note": ""}
            blocks.append(_block("amounts", value))
            title = ""
        if note:
            blocks[-1]["value"]["note"] = self.markup.paragraphs(note)
        return blocks

    def _service(self, title: str, table: dict[str, Any]) -> list[Block]:
        value = {
            "kind": table.get("service_kind", "en_ligne"),
            "title": table["service_title"],
            "url": table["service_url"],
            "cerfa_number": table.get("service_cerfa", ""),
            "provider": "",
            "note": table.get("service_note", ""),
        }
        return [*_title_block(title), _block("service", value)]


def same_body(stream_block: StreamBlock, stored: Any, raw: list[Block]) -> bool:
    """Whether a page's body already says what `raw` says; the identifiers of blocks are left out."""
    wanted = stream_block.get_prep_value(stream_block.to_python(raw))
    # Both through the block's own storing form: defaults that the texts leave out are filled in on both sides.
    return _without_ids(stream_block.get_prep_value(stored)) == _without_ids(wanted)


def _without_ids(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_ids(item) for key, item in value.items() if key != "id"}
    if isinstance(value, list):
        return [_without_ids(item) for item in value]
    return value


def _block(name: str, value: Any) -> Block:
    return {"type": name, "value": value}


def _heading(title: str) -> str:
    return f"<h2>{escape(title, quote=False)}</h2>" if title else ""


def _title_block(title: str) -> list[Block]:
    return [_block("paragraph", _heading(title))] if title else []
