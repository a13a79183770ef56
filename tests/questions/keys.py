"""Keys of links and of forms, wherever they stand."""

import re


def keys_in(mail):
    """What the addresses of our pages in a mail are opened with."""
    words = " ".join([mail.subject, mail.message, mail.html_message, str(mail.headers)])
    found = re.findall(r"/(?:ma-question|espace-partenaires|rappels)/([^/\s\"'>]+)", words)
    return {*found, *re.findall(r"\+([^@\s]+)@", words)}
