"""Slips of the finger in an e-mail address: whoever mistypes it waits for an answer that never comes."""

# Where most people in France have their box. The first ending is what is meant when it is none of them.
PROVIDERS = {
    "gmail": ("com",),
    "hotmail": ("fr", "com", "be", "it", "es", "co.uk", "de"),
    "outlook": ("fr", "com", "be", "it", "es", "de"),
    "live": ("fr", "com", "be", "it", "nl"),
    "yahoo": ("fr", "com", "be", "it", "es", "de", "co.uk", "ca"),
    "orange": ("fr", "com", "be"),
    "wanadoo": ("fr",),
    "laposte": ("net", "fr"),
    "icloud": ("com",),
    "free": ("fr",),
    "bbox": ("fr",),
    "neuf": ("fr",),
    "numericable": ("fr", "com"),
    "protonmail": ("com", "ch"),
}
# One letter away from a name above, and providers themselves.
OTHERS = {"email", "mail", "ymail", "rocketmail", "hushmail", "fmail", "zmail"}
# Shorter names are one letter away from too many others.
LONG = 5


def likely_address(address: str) -> str:
    """The address that was probably meant; empty when nothing speaks for another one."""
    local, _at, domain = address.rpartition("@")
    name, _dot, ending = domain.lower().partition(".")
    if not local or not ending or name in OTHERS:
        return ""
    meant = name if name in PROVIDERS else next((each for each in PROVIDERS if _is_slip(name, each)), "")
    if not meant:
        return ""
    endings = PROVIDERS[meant]
    if ending not in endings:
        # Some have addresses below their provider's, and firms the name of one: "free.paris.fr".
        if meant == name and not any(_is_near(ending, each) for each in _ENDINGS):
            return ""
        ending = next((each for each in endings if _is_near(ending, each)), endings[0])
    likely = f"{meant}.{ending}"
    return f"{local}@{likely}" if likely != domain.lower() else ""


# What is typed instead of, or before or behind, the right ending.
_ENDINGS = ("com", "fr", "net")


def _is_slip(name: str, meant: str) -> bool:
    return len(meant) >= LONG and _is_near(name, meant)


def _is_near(one: str, other: str) -> bool:
    """One letter more, fewer or another, or two that changed places."""
    if one == other:
        return True
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest_one, rest_other = one[start:], other[start:]
    return (
        rest_one[1:] == rest_other
        or rest_one == rest_other[1:]
        or rest_one[1:] == rest_other[1:]
        or (rest_one[:2] == rest_other[:2][::-1] and rest_one[2:] == rest_other[2:])
    )
