"""Which publications name which others, and in what words: how others call a sheet is how readers may call it too."""

from __future__ import annotations

from collections import Counter, defaultdict

from lxml import etree

from clairdroit.comarquage.feed.parser import parse_xml, words
from clairdroit.comarquage.models import OfficialSheet

# Of a sheet that a hundred others name, the commonest wordings.
MAX_WORDINGS = 12
BATCH = 500
FIELDS = ["cited_by", "cited_as"]


def citations(root: etree._Element) -> list[tuple[str, str]]:
    """Each link of the text to another publication, as its identifier and the words that carry the link."""
    return [(link.get("LienPublication", ""), words(link)) for link in root.iter("LienInterne")]


def refresh_citations() -> None:
    """Writes on each sheet how many others name it, and as what. Only rows that change are written."""
    sources: Counter[str] = Counter()
    wordings: dict[str, Counter[str]] = defaultdict(Counter)
    public = OfficialSheet.objects.public()
    # All of them, at every import that changes something: one changed sheet may name any other.
    for sheet in public.only("packed_xml").iterator(chunk_size=BATCH):
        found = [(target, wording) for target, wording in citations(parse_xml(sheet.xml)) if target != sheet.pk]
        sources.update({target for target, _wording in found})
        for target, wording in found:
            wordings[target][wording.lower()] += 1
    changed = []
    for sheet in public.only("title", *FIELDS):
        spoken = [told for told, _count in wordings[sheet.pk].most_common() if told and told != sheet.title.lower()]
        values = sources[sheet.pk], "\n".join(spoken[:MAX_WORDINGS])
        if values != (sheet.cited_by, sheet.cited_as):
            sheet.cited_by, sheet.cited_as = values
            changed.append(sheet)
    OfficialSheet.objects.bulk_update(changed, FIELDS, batch_size=BATCH)
