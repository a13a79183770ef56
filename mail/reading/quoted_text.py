"""Sets apart what a person wrote, what the mail program quoted, and the signature: the three together hold it all.

Reads line by line, with a window of a few lines where programs wrap: the work grows with the length of the text and
with nothing else. Of each line no more than MAX_SEEN characters are looked at.
"""

import dataclasses
import re
import unicodedata

from clairdroit.mail.reading import program_phrases
from clairdroit.mail.reading.html import HISTORY, SIGNATURE, SIGNATURE_END

MAX_SEEN = 700
# "On …, X wrote:" is wrapped over no more lines than this.
WINDOW = 6
HEADER_WINDOW = 16
# So many beginnings of a header or an announcement are followed up; a thread of years has some dozens.
MAX_WINDOWS = 1000
MAX_SIGNATURE_LINES = 25

# Zero-width characters, marks of direction, and the soft hyphen: programs write them into announcements.
INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069\u00ad]")
# RFC 3676, 4.5; a few blanks before it are what some programs indent with.
QUOTED = re.compile(r"^[ \t\xa0]{0,3}>")
# Around a line: marks of quotation, and the signs by which plain text shows bold, lists and tables.
MARKS = re.compile(r"^[\s>|*_#-]+|[\s*_|]+$")
# An hour, a date in figures or a year: what an announcement has in every language.
HAS_DATE = re.compile(
    r"\d{1,2}\s?[:h.]\s?\d{2}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|(?<!\d)(?:19|20)\d\d(?!\d)|\d{4}年|\d{1,2}월"
)
# Begun only where a run of such letters begins, and read in one way only: a line of underscores has no address in it,
# and would else be read once from each of them.
ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]++(?:@|\s?\[at\]\s?)[\w.-]+")
# "De : …", in whatever language `program_phrases.HEADER_ROLES` knows; no address of a site ("https://…").
KEY = re.compile(r"^([^\s:：][^:：@<>]{0,24}?)\s*[:：](?!//)\s*(.*)$")
# "----- Original Message -----": the words between.
DASHES = re.compile(r"^\s*[-–—=_*]{2,}\s*([^-–—=_*\s].{0,80}?)\s*[-–—=_*]{2,}")
RULE = re.compile(r"^\s*(?:_{5,}|-{5,}|–{5,}|—{5,}|\*{8,}|={5,}|#{8,}|~{5,})\s*$")
# "2026-11-03", "3/11/2026", "mar. 3 nov.".
BEGINS_WITH_DATE = re.compile(
    r"^(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\w{2,4}\.?,? \d{1,2}[ .])"
)
ENDS_WITH_ADDRESS = re.compile(r"<?[\w.+-]+@[\w.-]+>?\s*[:：]?$|@[\w.-]+>[^\w]*[:：]$|>\s*[:：]$")
# The end of a wrapped announcement that a program took for a quoted line: "> wrote:".
WRAPPED_END = re.compile(r"^>\s*(?:\w+\s+)?[\w ]{0,20}[:：]$")
BRACKETED_END = re.compile(r"[<(][\w.+-]+@[\w.-]+[>)]\s*[:：]$")
# A link that a program set on a line of its own, out of the quoted text around it.
LINK_ALONE = re.compile(r"^[(<\[]{0,2}https?://\S+?[)>\]]{0,2}(?:\s*>)*$", re.IGNORECASE)
# "-- " (RFC 3676, 4.3), whose blank is often lost, or what a program made a dash of.
SIGNATURE_MARK = re.compile(r"^\s*(?:--|—|––|-- —)\s*$")
WROTE_BETWEEN_DASHES = re.compile(
    # Possessive: of a line of dashes alone every way to divide it would else be tried.
    r"^\s*-{2,}+.*(?:wrote|a écrit|schrieb|escribió|escreveu|ha scritto|schreef)\s*-{2,}\s*$",
    re.I,
)


@dataclasses.dataclass(frozen=True)
class Separated:
    reply: str
    quoted: str
    signature: str


@dataclasses.dataclass(frozen=True)
class Cut:
    """Where history begins: a line, a column in it, the line after what announces it, and how it was known."""

    line: int
    how: str
    column: int = 0
    end: int = 0


def separate(text: str) -> Separated:
    """Without knowing what we sent: for messages that found no file. Of a file, see `quoted_sent_text`."""
    return Separation(text).result()


def seen(line: str) -> str:
    """The line as a reader sees it: composed letters, plain spaces, nothing invisible."""
    shown = unicodedata.normalize("NFC", line[:MAX_SEEN]).replace("\xa0", " ").replace("\u202f", " ")
    return INVISIBLE.sub("", shown).strip()


class Separation:
    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.seen = [seen(line) for line in self.lines]
        self.bare = [MARKS.sub("", line) for line in self.seen]
        # What each line is: "r"eply, "q"uoted or "s"ignature.
        self.kind = ["r"] * len(self.lines)
        self.windows_left = MAX_WINDOWS

    def result(self) -> Separated:
        self._marked_signatures()
        self._quoted_lines()
        cut = self._history()
        if cut is not None:
            self._cut(cut)
        self._after_quotes()
        self._signature()
        self._forward_alone(cut)
        return Separated(*(self._joined(kind) for kind in "rqs"))

    def _joined(self, kind: str) -> str:
        chosen = [
            line
            for line, each in zip(self.lines, self.kind, strict=True)
            if each == kind and line not in (HISTORY, SIGNATURE, SIGNATURE_END)
        ]
        return re.sub(r"\n{4,}", "\n\n\n", "\n".join(line.rstrip() for line in chosen)).strip("\n ")

    # --- what each line is ------------------------------------------------------------------------

    def _marked_signatures(self) -> None:
        depth = 0
        for i, line in enumerate(self.lines):
            depth += (line == SIGNATURE) - (line == SIGNATURE_END)
            if depth > 0:
                self.kind[i] = "s"

    def _quoted_lines(self) -> None:
        for i, line in enumerate(self.lines):
            # ">> … <<" is how some people set off a sentence of their own.
            if QUOTED.match(line) and not self.seen[i].endswith("<<"):
                self.kind[i] = "q"

    def _history(self) -> Cut | None:
        """Where the rest of the message is history: (line, column, how it was known); the first place of all."""
        for i, line in enumerate(self.lines):
            if self.kind[i] == "s":
                continue
            if line == HISTORY:
                return Cut(i, "marked")
            text = self.seen[i]
            if not text:
                continue
            if self.kind[i] == "q":
                # Webmails that write the answered message's header as quoted lines, and its text without marks.
                if self._header_block(i) and any(self.bare[:i]):
                    return Cut(i, "quoted header")
                continue
            if program_phrases.ABOVE.search(text):
                return Cut(i, "above this line")
            found = self._separator(i) or self._attribution(i)
            if found is not None:
                return found
            if self._header_block(i):
                return Cut(self._back_over_rule(i), "header")
        return None

    def _separator(self, i: int) -> Cut | None:
        text = self.seen[i]
        between = DASHES.match(text)
        if WROTE_BETWEEN_DASHES.match(text):
            return Cut(i, "attribution", end=i + 1)
        if between and program_phrases.FORWARD_WORD.search(between[1]):
            return Cut(i, "forward")
        if between and program_phrases.MESSAGE_WORD.search(between[1]):
            return Cut(i, "separator")
        short = len(text) < 70
        if text.startswith("--") and program_phrases.FORWARD_WORD.match(text.strip("- ")):
            return Cut(i, "forward")
        if (
            short
            and text.endswith((":", "："))
            and program_phrases.FORWARD_WORD.search(text)
            and program_phrases.MESSAGE_WORD.search(text)
        ):
            return Cut(i, "forward")
        return None

    def _attribution(self, i: int) -> Cut | None:
        """“On …, X wrote:” and its relatives, on one line or wrapped over a few."""
        first = self.seen[i]
        start = program_phrases.START_IN_LINE.search(first)
        last = self._attribution_end(i, first)
        # In this order: whole with its colon, then without one, then begun behind words of the person's.
        if last is None and start and start.start() == 0:
            last = self._attribution_without_colon(i)
        if last is None and start and start.start():
            last = self._attribution_end(i, first[start.start() :])
        if last is None:
            return None
        before = first[: start.start()] if start else ""
        if before.strip().lower() in program_phrases.ON:
            # "El El vie, 3 …": some programs write the word twice.
            before = ""
        if start and MARKS.sub("", before) and self._attribution_end(i, first[start.start() :]) is not None:
            return Cut(i, "attribution", self._column_in_line(i, start.start()), last + 1)
        if any(self._announces_alone(later) for later in range(i + 1, last + 1)):
            # "Le bail date de 2019." begins like an announcement, and has its own below.
            return None
        if not (
            (start and not MARKS.sub("", before))
            or BEGINS_WITH_DATE.match(first)
            or (program_phrases.ON_START.match(first) and re.search(r"\d", first))
        ):
            for later in range(i + 1, last + 1):
                # What stands above is the person's: the announcement is whole without it.
                if self.seen[later] and self._attribution_end(later, self.seen[later]) is not None:
                    return None
        return Cut(i, "attribution", end=last + 1)

    def _announces_alone(self, i: int) -> bool:
        start = program_phrases.START_IN_LINE.match(self.seen[i])
        return start is not None and self._attribution_end(i, self.seen[i]) is not None

    def _attribution_end(self, i: int, first: str) -> int | None:
        """The last line of an announcement that begins with the words `first` of line `i`."""
        if not (HAS_DATE.search(first) or "@" in first or "<" in first or program_phrases.ends_with_wrote(first)):
            return None
        if not self._may_look_on():
            return None
        joined, blanks = first, 0
        for j in range(i, min(i + WINDOW, len(self.lines))):
            if j > i:
                if not self.seen[j]:
                    blanks += 1
                    # One empty line may stand within, where line ends were doubled; two end it.
                    if blanks > 1:
                        return None
                    continue
                if self.kind[j] != "r" and not WRAPPED_END.match(self.seen[j]):
                    return None
                joined = f"{joined} {self.seen[j]}"
            if len(joined) > MAX_SEEN:
                return None
            if self._is_attribution(joined):
                return self._with_wrapped_verb(j)
        return None

    def _may_look_on(self) -> bool:
        self.windows_left -= 1
        return self.windows_left >= 0

    def _with_wrapped_verb(self, j: int) -> int:
        """“… <x@y>” is whole by itself, and “a écrit :” on the next line belongs to it."""
        after = self.seen[j + 1] if j + 1 < len(self.seen) else ""
        return j + 1 if after and len(after) < 40 and program_phrases.ends_with_wrote(after) else j

    def _attribution_without_colon(self, i: int) -> int | None:
        """Only where a header or quoted lines follow: people write such sentences too."""
        line = self.seen[i]
        if len(line) > 200 or not (HAS_DATE.search(line) and program_phrases.WROTE_WITHIN.search(f"{line} ")):
            return None
        after = next((j for j in range(i + 1, min(i + 4, len(self.lines))) if self.seen[j]), None)
        if after is not None and (self.kind[after] == "q" or self._header_block(after)):
            return i
        return None

    def _is_attribution(self, text: str) -> bool:
        text = text.strip("-–—*_ ")
        if program_phrases.CJK_WROTE.search(text):
            return bool(HAS_DATE.search(text) or ADDRESS.search(text))
        ends = text[-1:] in (":", "：")
        if not (ends or text[-1:] == ">" or program_phrases.ends_with_wrote(text)):
            return False
        dated, addressed = bool(HAS_DATE.search(text)), bool(ADDRESS.search(text))
        if not (dated or addressed):
            return False
        if program_phrases.ends_with_wrote(text):
            return ends or (dated and addressed)
        if ends and dated and program_phrases.WROTE_WITHIN.search(text) and len(text) < 250:
            return True
        if len(text) > 250:
            return False
        return bool(dated and BRACKETED_END.search(text)) or bool(
            BEGINS_WITH_DATE.match(text) and ENDS_WITH_ADDRESS.search(text)
        )

    def _column_in_line(self, i: int, column: int) -> int:
        """`seen` drops what is invisible: the same place in the line itself."""
        if not column:
            return 0
        rest = self.seen[i][column : column + 12]
        return max(self.lines[i].replace("\xa0", " ").find(rest), 0)

    def _header_block(self, i: int) -> bool:
        """De :, Envoyé :, À :, Objet : – two or three of them, in any order, their values beside or below."""
        role = self._role(i)
        if role is None or not self._may_look_on():
            return False
        roles: set[str] = set()
        values = ""
        others = 0
        for j in range(i, min(i + HEADER_WINDOW, len(self.lines))):
            found = self._role(j)
            if found:
                roles.add(found)
                others = 0
            elif self.bare[j]:
                others += 1
                # Values may stand below their names; sentences between these are no header.
                if others > (2 if j - i < 4 or len(roles) > 1 else 1):
                    break
            values += f" {self.seen[j]}"
            if "sender" in roles and (len(roles) >= 3 or (len(roles) == 2 and self._tells_of_mail(values))):
                return True
        # Without a sender: what "Sent, To, Subject" leave is a header all the same.
        return len(roles) >= 3

    def _tells_of_mail(self, values: str) -> bool:
        return bool(ADDRESS.search(values)) or bool(re.search(r"(?:19|20)\d\d", values) and HAS_DATE.search(values))

    def _role(self, i: int) -> str | None:
        key = KEY.match(self.bare[i])
        return program_phrases.HEADER_ROLES.get(key[1].strip("* _").lower()) if key else None

    def _back_over_rule(self, i: int) -> int:
        for j in range(i - 1, max(i - 4, -1), -1):
            if RULE.match(self.seen[j]):
                return j
            if self.seen[j]:
                break
        return i

    # --- what follows from it ---------------------------------------------------------------------

    def _mark(self, start: int, end: int, kind: str) -> None:
        for i in range(start, min(end, len(self.kind))):
            if self.kind[i] == "r":
                self.kind[i] = kind

    def _cut(self, cut: Cut) -> None:
        line, end = cut.line, cut.end
        if cut.column:
            # The history begins inside a line of the person's.
            before, after = self.lines[line][: cut.column], self.lines[line][cut.column :]
            self.lines[line : line + 1] = [before, after]
            self.seen[line : line + 1] = [seen(before), seen(after)]
            self.bare[line : line + 1] = [MARKS.sub("", seen(before)), MARKS.sub("", seen(after))]
            self.kind[line : line + 1] = ["r", "q"]
            line, end = line + 1, end + 1
        if cut.how == "attribution":
            self._mark(line, end, "q")
            following = [self.kind[j] for j in range(end, len(self.kind)) if self.seen[j]][:2]
            if "q" in following[:1] or following[1:] == ["q"]:
                # The quoted lines carry marks: between and below them the person may speak (`_after_quotes`).
                return
            if "q" in self.kind[end:] and not any(self.seen[j] for j in range(line) if self.kind[j] == "r"):
                # Nothing above, and a program that marks what it quotes: what has no mark is the person's.
                return
        self._mark(line, len(self.kind), "q")

    def _after_quotes(self) -> None:
        """Between and below quoted lines: wrapped ends of them, further attributions, and the person's own words."""
        first = next((i for i, kind in enumerate(self.kind) if kind == "q"), None)
        if first is None:
            return
        i = first
        while i < len(self.lines):
            if self.kind[i] != "r" or not self.seen[i]:
                i += 1
                continue
            end = i
            while end < len(self.lines) and self.kind[end] == "r" and self.seen[end]:
                end += 1
            above = self.seen[i - 1] if i else ""
            # One short line between two quoted ones, below a long one: the end of it that was wrapped without a mark.
            wrapped = (
                self.kind[i - 1] == "q"
                and end - i == 1
                and end < len(self.lines)
                and self.kind[end] == "q"
                and ((len(above) > 55 and len(self.seen[i]) < 60) or bool(LINK_ALONE.match(self.seen[i])))
            )
            if wrapped:
                self._mark(i, end, "q")
            else:
                later = next((j for j in range(i, end) if self._separator(j) or self._header_block(j)), None)
                if later is not None:
                    self._mark(later, len(self.kind), "q")
                    return
                for j in range(i, end):
                    found = self._attribution(j) if self.kind[j] == "r" else None
                    if found and not found.column:
                        self._mark(j, found.end, "q")
            i = end

    def _signature(self) -> None:
        """Below "-- ", below a rule when it is a legal notice, and the line that a telephone adds."""
        own = [i for i, kind in enumerate(self.kind) if kind == "r" and self.seen[i]]
        for place, i in enumerate(own):
            after = len(own) - place - 1
            is_rule = bool(RULE.match(self.seen[i]))
            if not (is_rule or SIGNATURE_MARK.match(self.seen[i])) or (after and not place):
                continue
            # A mark with half a letter below it is a dash that somebody typed.
            if self._is_footer(own[place : place + 40]) if is_rule else after <= MAX_SIGNATURE_LINES:
                self._mark(i, next((j for j in range(i, len(self.kind)) if self.kind[j] == "q"), len(self.kind)), "s")
                break
        own = [i for i in own if self.kind[i] == "r"]
        for place, i in enumerate(own):
            line = MARKS.sub("", self.seen[i]).strip("\"'([<")
            if len(line) < 160 and program_phrases.SENT_FROM_START.match(line):
                is_last = len(own) - place <= 4
                if is_last or i + 1 >= len(self.kind) or not self.seen[i + 1] or self.kind[i + 1] != "r":
                    self.kind[i] = "s"

    def _is_footer(self, lines: list[int]) -> bool:
        words = " ".join(self.seen[j] for j in lines[1:])[:3000]
        if not words or program_phrases.LEGAL.search(words):
            return True
        return self.seen[lines[0]].startswith("_") and len(words) < 400

    def _forward_alone(self, cut: Cut | None) -> None:
        """Nothing but a forwarded message: that is what the person wanted us to have, without its header."""
        if cut is None or cut.how != "forward" or any(self.seen[i] for i, kind in enumerate(self.kind) if kind == "r"):
            return
        i = cut.line + 1
        last = i
        for j in range(i, min(i + HEADER_WINDOW, len(self.lines))):
            if self._role(j):
                last = j + 1
        while last < len(self.lines) and last > i and self.seen[last]:
            # The last header's value may go on.
            last += 1
        for j in range(last, len(self.kind)):
            if not QUOTED.match(self.lines[j]):
                self.kind[j] = "r"
