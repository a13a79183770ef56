"""How many pages a printed page takes."""

import re

PAGES = re.compile(rb"/Type\s*/Page\b(?!s)")
