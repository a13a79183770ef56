"""Both forms of a mail as its reader sees them, with plain spaces."""

import re
from html import unescape

from django.utils.html import strip_tags


def in_both_forms(mail):
    body = re.search(r"<body.*</body>", mail.html_message, re.DOTALL)[0]
    return [" ".join(text.split()) for text in (mail.message, unescape(strip_tags(body)))]
