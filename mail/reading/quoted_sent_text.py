"""Sets apart what is ours in a reply to us, and nothing else: whatever is quoted and was in no mail of ours in this
conversation is the person's own, be it a landlord's letter, a model letter, or answers between the lines of our mail.

`quoted_text` knows how programs announce what they quote; here each announcement is asked whose mail follows, and each
quoted line whether we sent it. docs/adr/0033 says why.
"""

import dataclasses
import re
from typing import Literal

from clairdroit.mail.reading import program_phrases
from clairdroit.mail.reading.html import COLOURED, HISTORY, SIGNATURE, SIGNATURE_END
from clairdroit.mail.reading.quoted_text import (
    HAS_DATE,
    HEADER_WINDOW,
    LINK_ALONE,
    MARKS,
    RULE,
    Separated,
    Separation,
    seen,
)
from clairdroit.mail.reading.sent_text import TOGETHER, Sent, words_of

# Of a line's words, so many stand in our mails in this order: the rest was changed on the way.
KNOWN = 0.6
# So much of what follows an announcement is ours: with a sender that is somebody else, and without any.
OTHERS_SHARE, NOBODYS_SHARE = 0.5, 0.3
# So much of a mail is found again, or two long lines: what else stands in it was added.
FOUND = 0.5
# So much of a line is what people wrote in our mail: the rest of it was typed behind.
BEGINNING = 0.25
# A line that was wrapped goes on in the next one.
WRAPPED_FROM = 45
MAX_LINE_ANSWERED = 4
MAX_LINK_LINES = 12
ENDS_SENTENCE = re.compile(r"[.?!:;…»)]$")
# What gateways and pictures leave between the lines.
BANNER = re.compile(
    r"^\W*(?:\[?(?:cid|image|inline image)\b.*|(?:attention|caution|warning|external)\b.{0,40}(?:exter|outside).*)$",
    re.IGNORECASE,
)
# "See below": the person means what follows, and did not merely leave it there.
SPEAKS_OF_IT = re.compile(
    r"\bvoici (?:ce qu|leur|le (?:mail|message|courri)|la (?:lettre|réponse))|ci-?dessous|ci-après|plus bas"
    r"|\bje (?:vous )?(?:transf|transmet|fais suivre)|m['’](?:a|ont) (?:écrit|répondu|envoyé)"
    r"|\bleur (?:mail|message|courriel|réponse|lettre|courrier)\b|\bsee below\b|\bforwarding you\b",
    re.IGNORECASE,
)
How = Literal["marked", "above", "separator", "forward", "attribution", "header"]


@dataclasses.dataclass
class Head:
    """Where a program announces a mail: first line, the line after its last, and whom it names as the sender."""

    start: int
    end: int
    sender: str
    how: How
    has_address: bool = False
    is_ours: bool = False


def separate_from_ours(text: str, sent: Sent) -> Separated:
    return _ComparedWithSent(text, sent).result()


def answers_in_colour(text: str, sent: Sent) -> Separated | None:
    """The same for text from HTML, if it holds answers that only their colour tells from our mail's lines."""
    found = _ComparedWithSent(text, sent)
    result = found.result()
    return result if found.has_coloured_answers else None


class _ComparedWithSent(Separation):
    def __init__(self, text: str, sent: Sent) -> None:
        lines = text.split("\n")
        super().__init__("\n".join(line.removesuffix(COLOURED) for line in lines))
        self.coloured = [line.endswith(COLOURED) for line in lines]
        self.sent = sent
        # Lines that announce, and lines of mails of ours in which nothing of what we sent was found again.
        self.announces: set[int] = set()
        self.unproved: set[int] = set()
        self.has_coloured_answers = False

    def result(self) -> Separated:
        self._marked_signatures()
        self._quoted_lines()
        heads = self._heads()
        self._compare()
        ends = [*(head.start for head in heads[1:]), len(self.lines)][: len(heads)]
        for head, end in zip(heads, ends, strict=True):
            head.is_ours = self._is_ours(head, end)
        if self._is_the_threads(heads):
            return Separation("\n".join(self.lines)).result()
        self._without_quotes(0, heads[0].start if heads else len(self.lines))
        for head, end in zip(heads, ends, strict=True):
            if head.is_ours:
                self._within_ours(head, end)
            else:
                self._without_quotes(head.start, end)
                self._mark(head.start, end, "f")
        self._last_line_of_a_telephone()
        self._lines_answered()
        self._signature()
        return Separated(self._reply(), self._joined("q"), self._joined("s"))

    # --- where mails begin ------------------------------------------------------------------------

    def _heads(self) -> list[Head]:
        heads: list[Head] = []
        i = 0
        while i < len(self.lines):
            head = None if self.kind[i] == "s" else self._head_at(i)
            if head is None:
                i += 1
                continue
            last = heads[-1] if heads else None
            if last is not None and not any(
                self.seen[j] and not RULE.match(self.seen[j]) for j in range(last.end, head.start)
            ):
                # "-----Message d'origine-----" and the header below it are one announcement.
                last.end, last.sender = head.end, last.sender or head.sender
                last.has_address |= head.has_address
                last.how = head.how if last.how == "marked" else last.how
            else:
                heads.append(head)
            i = max(head.end, i + 1)
        for head in heads:
            self.announces.update(range(head.start, head.end))
        return heads

    def _head_at(self, i: int) -> Head | None:
        if self.lines[i] == HISTORY:
            return Head(i, i + 1, "", "marked")
        text = self.seen[i]
        if not text:
            return None
        if self.kind[i] != "q":
            if program_phrases.ABOVE.search(text):
                return Head(i, i + 1, "", "above")
            cut = self._separator(i) or self._attribution(i)
            if cut is not None:
                if cut.column:
                    self._split(i, cut.column)
                    return self._attributed(i + 1, cut.end + 1)
                if cut.how == "attribution":
                    return self._attributed(i, cut.end)
                return Head(i, i + 1, "", "forward" if cut.how == "forward" else "separator")
        elif self._announces_in_marks(i):
            how: How = "attribution" if self._is_attribution(self.bare[i]) else "separator"
            return Head(i, i + 1, self.bare[i] if how == "attribution" else "", how, has_address=True)
        if self._header_block(i):
            end, sender, values = self._header(i)
            start = self._back_over_rule(i) if self.kind[i] != "q" else i
            return Head(start, end, sender, "header", has_address=self._is_mails(values))
        return None

    def _attributed(self, start: int, end: int) -> Head:
        words = " ".join(self.seen[start:end])
        return Head(start, end, words, "attribution", has_address=True)

    def _split(self, line: int, column: int) -> None:
        before, after = self.lines[line][:column], self.lines[line][column:]
        self.lines[line : line + 1] = [before, after]
        self.seen[line : line + 1] = [seen(before), seen(after)]
        self.bare[line : line + 1] = [MARKS.sub("", seen(before)), MARKS.sub("", seen(after))]
        self.kind[line : line + 1] = ["r", "r"]
        self.coloured[line : line + 1] = [self.coloured[line]] * 2

    def _header(self, i: int) -> tuple[int, str, str]:
        """The line after a header block's last field, who sent it, and all that it says."""
        end, sender, values = i + 1, "", ""
        is_senders = False
        for j in range(i, min(i + HEADER_WINDOW, len(self.lines))):
            role = self._role(j)
            if role is None and (not self.bare[j] or j > end + 1):
                if not self.bare[j] and j > i:
                    break
                continue
            if role:
                end, is_senders = j + 1, role == "sender"
            elif is_senders and len(sender) < 3:
                end = j + 1
            values += f" {self.seen[j]}"
            if is_senders:
                sender = f"{sender} {self.bare[j].partition(':')[2] if role else self.bare[j]}".strip()
        return end, sender, values

    def _is_mails(self, values: str) -> bool:
        """An address or an hour: what programs write above a mail, and nobody above a letter."""
        return bool(re.search(r"@[\w.-]+", values)) or bool(
            re.search(r"(?:19|20)\d\d", values) and re.search(r"\d{1,2}\s?[:h.]\s?\d{2}(?!\d)", values)
        )

    # --- what is ours -----------------------------------------------------------------------------

    def _compare(self) -> None:
        """Of each line's words, the share that we sent, that we sent or have received before, that people wrote."""
        words = [(word, i) for i, line in enumerate(self.seen) for word in words_of(line)]
        self.words = [0] * len(self.lines)
        for _word, i in words:
            self.words[i] += 1
        sent, digests = self.sent, self.sent.digests
        found: dict[str, set[int]] = {"ours": set(), "any": set(), "content": set()}
        made: dict[tuple[str, ...], bytes] = {}
        for at in range(len(words) - TOGETHER + 1):
            three = tuple(word for word, _i in words[at : at + TOGETHER])
            digest = made.get(three) or made.setdefault(three, digests.of(three))
            places = range(at, at + TOGETHER)
            if digest in sent.known:
                found["ours"].update(places)
                found["any"].update(places)
            elif digest in sent.before:
                found["any"].update(places)
            if digest in sent.content:
                found["content"].update(places)
        self.added = self._longest_gaps([i for _word, i in words], found["any"])
        self.share: dict[str, list[float]] = {}
        for name, places_found in found.items():
            counted = [0] * len(self.lines)
            for at in places_found:
                counted[words[at][1]] += 1
            self.share[name] = [hits / (total or 1) for hits, total in zip(counted, self.words, strict=True)]
        for i, line in enumerate(self.seen):
            if 0 < self.words[i] <= TOGETHER:
                digest = digests.of(words_of(line), as_line=True)
                if digest in sent.known:
                    self.share["ours"][i] = self.share["any"][i] = 1
                if digest in sent.content:
                    self.share["content"][i] = 1

    def _longest_gaps(self, lines: list[int], found: set[int]) -> list[int]:
        """Of each line, how many words in a row are not ours."""
        longest = [0] * len(self.lines)
        run, last = 0, -1
        self.begins_as_ours: set[int] = set()
        for at, i in enumerate(lines):
            if i != last and at in found:
                self.begins_as_ours.add(i)
            run = 0 if at in found else run + 1 if i == last else 1
            longest[i], last = max(longest[i], run), i
        return longest

    def _is_known(self, i: int, name: str = "any") -> bool:
        return self.share[name][i] >= (KNOWN if self.words[i] > TOGETHER else 1) and not self._is_answered_within(i)

    def _is_answered_within(self, i: int) -> bool:
        """A line that people wrote in our mail, with words of the reader's behind it."""
        if i not in self.begins_as_ours or self.share["content"][i] < BEGINNING or not self.added[i]:
            return False
        return self.added[i] >= TOGETHER or self.coloured[i] or self.share["content"][i] >= KNOWN

    def _share(self, lines: list[int], name: str = "any") -> float:
        total = sum(self.words[i] for i in lines)
        return sum(self.words[i] * self.share[name][i] for i in lines) / total if total else 0

    def _spoken(self, start: int, end: int) -> list[int]:
        return [i for i in range(start, end) if self.seen[i] and self.kind[i] != "s"]

    def _is_ours(self, head: Head, end: int) -> bool:
        # By either: relays rewrite addresses, and a site may have had another one before.
        if self.sent.has_address(head.sender) or self.sent.has_name(head.sender):
            return True
        if head.how == "above" and self._is_known(head.start):
            return True
        body = self._spoken(head.end, end)
        enough = OTHERS_SHARE if head.sender else NOBODYS_SHARE
        return sum(self.words[i] for i in body) > TOGETHER and self._share(body) >= enough

    def _is_the_threads(self, heads: list[Head]) -> bool:
        """The message says that it answers us, nothing of ours is found in it, and below its words a program announced
        a mail: ours, renamed or translated on the way. Not where the person forwards it, or speaks of it."""
        is_found = any(self.words[i] > TOGETHER and self._is_known(i, "ours") for i in range(len(self.lines)))
        if is_found or not self.sent.is_answer or any(head.is_ours or head.how == "forward" for head in heads):
            return False
        starts = [head.start for head in heads if head.how != "header" or head.has_address]
        if not starts:
            return False
        start = min(starts)
        own = [i for i in self._spoken(0, start) if self.kind[i] == "r"]
        said = " ".join(self.seen[i] for i in own)
        is_spoken_of = bool(own) and (said.endswith((":", "：")) or bool(SPEAKS_OF_IT.search(said)))
        return not (is_spoken_of or (bool(own) and self._goes_on(start)))

    def _announces_in_marks(self, i: int) -> bool:
        line = self.bare[i]
        return bool(HAS_DATE.search(line)) and (
            self._is_attribution(line) or (len(line) < 60 and program_phrases.MESSAGE_WORD.search(line) is not None)
        )

    def _goes_on(self, start: int) -> bool:
        """Below marked lines the person asks something about them."""
        below = self._spoken(start, len(self.lines))
        last_quoted = max((i for i in below if self.kind[i] == "q"), default=None)
        if last_quoted is None:
            return False
        after = " ".join(self.seen[i] for i in below if i > last_quoted)
        return "?" in after

    # --- lines ------------------------------------------------------------------------------------

    def _without_quotes(self, start: int, end: int) -> None:
        """No mail of ours was announced here: of the quoted lines only those that we sent are not the person's."""
        for i in range(start, end):
            if self.kind[i] == "q" and not self._is_known(i, "ours"):
                # A mark alone, or a word or two, goes with what stands around it.
                before = self.kind[i - 1] if i > start else ""
                if self.words[i] > TOGETHER or not self._leads_to_ours(i, end, before):
                    self.kind[i] = "f"
        known = 0
        for i in range(end - 1, start - 1, -1):
            if self.seen[i] and not (self._is_known(i, "ours") or self._is_noise(i)):
                break
            known += self.words[i] > TOGETHER and self.kind[i] == "r"
            if known == 2:
                # A program that neither announces nor marks what it quotes.
                self._mark(self._begins(i, start), end, "q")
                break

    def _leads_to_ours(self, i: int, end: int, before: str) -> bool:
        after = next((j for j in range(i + 1, end) if self.words[j] > TOGETHER), None)
        return before == "q" or (not before and after is not None and self._is_known(after, "ours"))

    def _begins(self, i: int, start: int) -> int:
        while i > start and (not self.seen[i - 1] or self._is_known(i - 1, "ours") or self._is_noise(i - 1)):
            i -= 1
        return i

    def _is_noise(self, i: int) -> bool:
        return not self.words[i] or bool(RULE.match(self.seen[i]) or BANNER.match(self.seen[i]))

    def _within_ours(self, head: Head, end: int) -> None:
        self._mark(head.start, head.end, "q")
        body = self._spoken(head.end, end)
        long_known = sum(self._is_known(i) and self.words[i] > TOGETHER for i in body)
        is_proved = self._share(body) >= FOUND or long_known >= 2
        if not is_proved:
            self.unproved.update(body)
        marked = [i for i in body if self.kind[i] == "q" and self.words[i]]
        has_own_above = any(self.kind[i] in ("r", "f") for i in self._spoken(0, head.start))
        if marked and (set(marked) & set(body[:2]) or not has_own_above):
            self._between_marks(body, is_proved)
        else:
            self._between_lines(body, is_proved)
        # Empty lines go with what stands above them.
        for i in range(head.end, end):
            if not self.seen[i]:
                self.kind[i] = self.kind[i - 1]

    def _between_marks(self, body: list[int], is_proved: bool) -> None:
        """The program marks what it quotes: what has no mark is the person's, and so is what they quote themselves."""
        said, is_quoting = "", False
        for place, i in enumerate(body):
            if self.kind[i] != "q":
                if self._is_wrapped(body, place) or (self._is_known(i) and self._goes_with_marks(i)):
                    self.kind[i] = "q"
                else:
                    said, is_quoting = self.seen[i], False
            elif self._is_known(i):
                said, is_quoting = "", False
            elif is_proved and self._is_answered_within(i):
                self.kind[i] = "f"
            elif is_proved and not said and self._is_typed_within(i):
                self._take_out_of_marks(i)
            elif is_quoting or (bool(said) and self.words[i] > TOGETHER if is_proved else said.endswith(":")):
                self.kind[i], is_quoting = "f", True

    def _is_typed_within(self, i: int) -> bool:
        """Into the quotation itself, whose marks the program then gave it: nothing of it is ours."""
        return not (self.share["any"][i] or self._is_noise(i) or self._is_of_link(i))

    def _is_of_link(self, i: int) -> bool:
        """A piece of an address that was wrapped: one word, below the address or another piece of it."""
        for at in range(i, max(i - MAX_LINK_LINES, 0), -1):
            if not self.bare[at] or " " in self.bare[at]:
                return False
            if "://" in self.bare[at - 1]:
                return True
        return False

    def _take_out_of_marks(self, i: int) -> None:
        if self._is_added_by_program(i):
            self.kind[i] = "s"
            return
        self.kind[i] = "r"
        self.lines[i] = re.sub(r"^[\s>]+", "", self.lines[i])
        self.has_coloured_answers |= self.coloured[i]

    def _goes_with_marks(self, i: int) -> bool:
        """ "Bonjour," may be anybody's."""
        return self.words[i] > TOGETHER or (i > 0 and self.kind[i - 1] == "q" and bool(self.seen[i - 1]))

    def _is_wrapped(self, body: list[int], place: int) -> bool:
        i = body[place]
        above, below = i - 1, body[place + 1] if place + 1 < len(body) else None
        if above < 0 or self.kind[above] != "q" or below is None or self.kind[below] != "q":
            return False
        return (
            len(self.seen[above]) > 55 and len(self.seen[i]) < 60 and not ENDS_SENTENCE.search(self.seen[above])
        ) or (bool(LINK_ALONE.match(self.seen[i])))

    def _between_lines(self, body: list[int], is_proved: bool) -> None:
        """The program marks nothing: the person's are the lines that we did not send, or that stand out by colour."""
        for i in body:
            is_theirs = not (self._is_known(i) or self._is_noise(i)) and (is_proved or self.coloured[i])
            if is_theirs and self._is_added_by_program(i):
                self.kind[i] = "s"
                continue
            self.kind[i] = "r" if is_theirs else "q"
            self.has_coloured_answers |= is_theirs and self.coloured[i]

    def _is_added_by_program(self, i: int) -> bool:
        legal, sent_from = program_phrases.LEGAL, program_phrases.SENT_FROM_START
        return bool(legal.search(self.seen[i]) or sent_from.match(self.bare[i]))

    def _last_line_of_a_telephone(self) -> None:
        """Below a letter that somebody forwards."""
        last = next((i for i in range(len(self.lines) - 1, -1, -1) if self.seen[i] and self.kind[i] != "q"), None)
        if last is not None and self.kind[last] == "f" and program_phrases.SENT_FROM_START.match(self.bare[last]):
            self.kind[last] = "s"

    # --- the lines that are answered --------------------------------------------------------------

    def _lines_answered(self) -> None:
        """An answer between the lines of our mail is read with the line above it."""
        spoken = [i for i in range(len(self.lines)) if self.seen[i] and self.kind[i] != "s"]
        begun = [
            place
            for place, i in enumerate(spoken)
            if place and self.kind[i] == "r" and self.kind[spoken[place - 1]] == "q" and not self._is_answered_within(i)
        ]
        for place in begun:
            above = self._line_above(spoken, place)
            if above is None:
                continue
            is_between = any(self.kind[i] == "q" and i not in self.announces for i in spoken[place:])
            if above in self.unproved:
                is_answered = is_between or len(begun) > 1 or self.coloured[spoken[place]]
            else:
                is_answered = is_between or self._is_known(above, "content")
            if is_answered:
                self._keep_answered(above)

    def _line_above(self, spoken: list[int], place: int) -> int | None:
        """The nearest line of the mail, past marks without words."""
        for i in reversed(spoken[max(place - MAX_LINE_ANSWERED, 0) : place]):
            if self.kind[i] != "q" or i in self.announces:
                return None
            if not self._is_noise(i):
                return i
        return None

    def _keep_answered(self, line: int) -> None:
        self.kind[line] = "c"
        for i in range(line - 1, max(line - MAX_LINE_ANSWERED, -1), -1):
            above = self.seen[i]
            if self.kind[i] != "q" or i in self.announces or len(above) < WRAPPED_FROM or ENDS_SENTENCE.search(above):
                break
            self.kind[i] = "c"

    def _reply(self) -> str:
        chosen: list[str] = []
        last = ""
        for i, line in enumerate(self.lines):
            kind = self.kind[i]
            if kind not in ("r", "f", "c") or line in (HISTORY, SIGNATURE, SIGNATURE_END):
                continue
            if kind == "c":
                if last != "c" and chosen and chosen[-1]:
                    chosen.append("")
                line = "> " + re.sub(r"^[\s>]+", "", line)
            chosen.append(line.rstrip())
            last = kind
        return re.sub(r"\n{4,}", "\n\n\n", "\n".join(chosen)).strip("\n ")
