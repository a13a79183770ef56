"""Everything that somebody could type or send to harm a site, seeded, so that what was found can be found again.

Each text holds a `marker`, one word that nothing else contains: wherever it shows up, it came from here.
"""

import json
import random
from urllib.parse import quote_plus

MULTIPART = "multipart/form-data; boundary=limite"
FORM = "application/x-www-form-urlencoded"


def _plain(chance, marker):
    return f"Mon loyer est trop cher {marker}"


def _markup(chance, marker):
    return chance.choice(
        [
            f"<b id={marker}>gras</b>",
            f"<{marker}>",
            f"</textarea><{marker}>",
            f'"><{marker} onmouseover=alert(1)>',
            f"'><{marker} x='",
            f"<!--<{marker}>-->",
            f"]]><{marker}>",
            f"&lt;{marker}&gt;<{marker}/>",
        ]
    )


def _script(chance, marker):
    return chance.choice(
        [
            f"<script>{marker}()</script>",
            f"<img src=x onerror={marker}()>",
            f"<svg/onload={marker}()>",
            f"javascript:{marker}()//https://exemple.invalid",
            f'<a href="javascript:{marker}()">ici</a>',
            f"<style>@import '//{marker}.invalid'</style>",
            f"</title><script>{marker}()</script>",
        ]
    )


def _template(chance, marker):
    """Each comes out as 7351 and the marker where it is taken for a template."""
    return chance.choice(
        [
            f"{{{{ 7350|add:1 }}}}{marker}",
            f"{{% widthratio 7351 1 1 %}}{marker}",
            f"${{7350+1}}{marker}",
            f"<%= 7350+1 %>{marker}",
            f"#{{7350+1}}{marker}",
            f"{{{{ request.user.password }}}}{marker}",
            f"%(text)s %s %n {{0.__class__}}{marker}",
        ]
    )


def _header(chance, marker):
    end = chance.choice(["\r\n", "\n", "\r", "\u2028", "%0d%0a", "\x0b", "\x85"])
    return f"nadia@citoyenne.invalid{end}Bcc: {marker}@intrus.invalid{end}X-{marker}: oui{end}{end}corps"


def _control(chance, marker):
    return chance.choice(
        ["\x00", "\x00\x00", "\x07\x08\x1b[31m", "\ufeff", "\x7f", "\u200b\u200d", "\x1f\x1e", "\ufffe\uffff"]
    ).join(["mon", marker, "loyer"])


def _surrogate(chance, marker):
    """Cannot be written in UTF-8: sent as the three bytes that some programs write."""
    return f"mon \ud800 {marker} \udfff loyer"


def _direction(chance, marker):
    return f"\u202e{marker}\u202d \u2066exe.fdp\u2069 \u061c"


def _homoglyph(chance, marker):
    return f"Ѕоm\u0435 loуеr {marker} ｓｃｒｉｐｔ ﹤script﹥ İıſK"


def _formula(chance, marker):
    start = chance.choice(["=", "+", "-", "@", "\t=", "\r=", "＝"])
    return f'{start}HYPERLINK("https://{marker}.invalid","{marker}")'


def _sql(chance, marker):
    return (
        chance.choice(["' OR 1=1 --", "'; DROP TABLE x; --", "%' ESCAPE '\\", "\\", "%_%", "1) UNION SELECT 1"])
        + marker
    )


def _path(chance, marker):
    return (
        chance.choice(["../../../etc/passwd", "//exemple.invalid/", "/\\exemple.invalid", "file:///etc/", "\\\\a\\b"])
        + marker
    )


def _long(chance, marker):
    size = chance.choice([256, 5_001, 20_001, 70_000])
    return marker + chance.choice(["a", "é", "🙂", "\u0301", "\n", " ", "<", "&", "https://a.fr "]) * size


def _combined(chance, marker):
    return "Z" + "\u0301" * 500 + f"{marker}👩‍👩‍👧‍👦 ﷽ 𝕏"


def _number(chance, marker):
    return chance.choice(["-1", "0", "9" * 40, "1e999", "NaN", "٣", "0x10", "1.5", "-0", "2147483648"])


TEXTS = [
    _plain,
    _markup,
    _script,
    _template,
    _header,
    _control,
    _surrogate,
    _direction,
    _homoglyph,
    _formula,
    _sql,
    _path,
    _long,
    _combined,
    _number,
]


def text(chance, marker):
    return chance.choice(TEXTS)(chance, marker)


def encoded(values):
    """Form data as bytes; lone surrogates go out as they are."""

    def quoted(value):
        return quote_plus(value.encode("utf-8", "surrogatepass"))

    return "&".join(f"{quoted(name)}={quoted(value)}" for name, value in values).encode()


def form(chance, values, marker):
    """`(how, content type, body)`: the form as browsers send it with fields hostile, or no form at all."""
    how = chance.choices(list(FORMS), [weight for weight, _make in FORMS.values()])[0]
    content_type, body = FORMS[how][1](chance, dict(values), marker)
    return how, content_type, body


def _one_field(chance, values, marker):
    if values:
        values[chance.choice(list(values))] = text(chance, marker)
    return FORM, encoded(values.items())


def _free_text(chance, values, marker):
    """In the field for words, around words: the form itself is in order, and goes all the way."""
    for name in ("text", "detail", "reason", "word", "note"):
        if name in values:
            values[name] = f"Bonjour, {text(chance, marker)} merci de votre aide."
    return FORM, encoded(values.items())


def _all_fields(chance, values, marker):
    return FORM, encoded([(name, text(chance, marker)) for name in values])


def _missing(chance, values, marker):
    kept = [pair for pair in values.items() if chance.random() < 0.5]
    return FORM, encoded([*kept, ("text", marker)])


def _twice(chance, values, marker):
    return FORM, encoded([*values.items(), *[(name, text(chance, marker)) for name in values]])


def _invented(chance, values, marker):
    extra = [(text(chance, marker), text(chance, marker)) for _ in range(20)]
    return FORM, encoded([*values.items(), *extra, ("__proto__[x]", marker), ("csrfmiddlewaretoken", marker)])


def _huge(chance, values, marker):
    return FORM, encoded([*values.items(), *[(f"{marker}{n}", "x") for n in range(chance.choice([9_000, 10_500]))]])


def _too_large(chance, values, marker):
    return FORM, encoded([*values.items(), ("reste", "x" * 3_000_000)])


def _wrong_type(chance, values, marker):
    kind = chance.choice(["application/json", "text/plain", "application/xml", "", "x", "text/html; charset=utf-16"])
    return kind, encoded(values.items())


def _wrong_charset(chance, values, marker):
    charset = chance.choice(["utf-7", "utf-16", "latin-1", "inconnu", "x" * 300, "idna", "base64"])
    return f"{FORM}; charset={charset}", encoded([(name, text(chance, marker)) for name in values])


def _raw(chance, values, marker):
    return FORM, bytes(chance.randrange(256) for _ in range(chance.randrange(2_000))) + marker.encode()


def _percent(chance, values, marker):
    return FORM, b"text=%zz%u0041%ff%fe%00%c0%af%ed%a0%80" + marker.encode() + b"&%=%&&=&==&;"


def _multipart(chance, values, marker):
    fields = [(name, text(chance, marker)) for name in values]
    body = b"".join(_part(f'form-data; name="{name}"', value) for name, value in fields)
    return MULTIPART, body + b"--limite--\r\n"


def _broken_multipart(chance, values, marker):
    whole = b"".join(_part(f'form-data; name="{name}"', value) for name, value in values.items())
    return chance.choice(
        [
            (MULTIPART, whole[: chance.randrange(len(whole) + 1)]),
            ("multipart/form-data", whole),
            ("multipart/form-data; boundary=", whole),
            ("multipart/form-data; boundary=é" + "x" * 300, whole),
            (MULTIPART, b"--limite\r\n" * 50),
            (MULTIPART, _part("form-data", marker) + b"--limite--"),
            (MULTIPART, _part('form-data; name="text"\r\nContent-Transfer-Encoding: base64', "=é=" + marker)),
        ]
    )


def _file(chance, values, marker):
    name = chance.choice(["../../x.py", "\x00.png", f"<{marker}>.svg", "con", "a" * 300])
    parts = [_part(f'form-data; name="{field}"', value) for field, value in values.items()]
    parts += [_part(f'form-data; name="{field}"; filename="{name}"', f"<{marker}>") for field in [*values, "piece"]]
    return MULTIPART, b"".join(parts) + b"--limite--\r\n"


def _part(disposition, value):
    return f"--limite\r\nContent-Disposition: {disposition}\r\n\r\n{value}\r\n".encode("utf-8", "surrogatepass")


FORMS = {
    "words": (30, _free_text),
    "one field": (16, _one_field),
    "all fields": (10, _all_fields),
    "missing fields": (4, _missing),
    "fields twice": (5, _twice),
    "invented fields": (4, _invented),
    "10,000 fields": (1, _huge),
    "3 MB": (1, _too_large),
    "wrong content type": (5, _wrong_type),
    "wrong charset": (5, _wrong_charset),
    "random bytes": (4, _raw),
    "broken percent signs": (2, _percent),
    "multipart": (5, _multipart),
    "broken multipart": (5, _broken_multipart),
    "files": (3, _file),
}


def document(chance, values, marker):
    """The same for an address that expects JSON."""
    how = chance.choice(["words", "one field", "all fields", "types", "deep", "broken", "bytes", "large", "nan"])
    given = dict(values)
    if how == "words":
        given |= {
            name: f"Bonjour, {text(chance, marker)} merci." for name in ("text", "reason", "note") if name in given
        }
    elif how == "one field" and given:
        given[chance.choice(list(given))] = text(chance, marker)
    elif how == "all fields":
        given = {name: text(chance, marker) for name in given}
    elif how == "types":
        odd = [None, True, 5, -1, 10**40, 1.5, [], {}, [marker] * 3, {"a": {"b": marker}}]
        given = {name: chance.choice(odd) for name in [*given, marker, "__class__"]}
    body = json.dumps(given, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")
    if how == "deep":
        body = chance.choice([b"[", b'{"text":']) * chance.choice([500, 100_000])
    elif how == "broken":
        body = body[: chance.randrange(len(body))] + chance.choice([b"", b"\x00", b"}}", b"\xff"])
    elif how == "bytes":
        body = bytes(chance.randrange(256) for _ in range(200))
    elif how == "large":
        body = b'{"text": "' + marker.encode() + b"x" * 3_000_000 + b'"}'
    elif how == "nan":
        body = chance.choice([b"NaN", b"null", b'""', b"Infinity", b"[]", b'{"text": NaN}', b'{"text":"a","text":"b"}'])
    return f"json: {how}", chance.choice(["application/json"] * 4 + [FORM, "text/plain", ""]), body


def generator(seed, number):
    return random.Random(f"{seed}-{number}")
