"""The reference site as it runs, with a mail server that may be waited for two seconds at most."""

import os

from config.logs import logging_config
from config.settings.dev import *  # noqa: F403

# With the routine lines of a production site, which are looked through afterwards.
LOGGING = logging_config(as_json=True)
DEBUG = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Longer silences of the server are broken off, as 20 seconds are on a real site; the crowd's server is never silent.
EMAIL_TIMEOUT = int(os.environ.get("PROOF_EMAIL_TIMEOUT", "2"))
# A thousand visitors and one busy partner behind one address.
CLAIRDROIT_CLIENT_ADDRESS_HEADER = "X-Forwarded-For"
CLAIRDROIT_API_REQUESTS_PER_MINUTE = 1_000_000
AXES_ENABLED = False
