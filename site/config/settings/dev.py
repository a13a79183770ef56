from config.encryption_keys import made_encryption_keys
from config.settings.base import *

DEBUG = given(conf.debug, True)
SECRET_KEY = given(conf.secret_key) or "development-only-not-a-secret-" + "x" * 32
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
CLAIRDROIT_ENCRYPTION_KEYS = CLAIRDROIT_ENCRYPTION_KEYS or made_encryption_keys(VAR_DIR)
INTERNAL_IPS = ["127.0.0.1"]

WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
if DEBUG:
    # Nothing is collected: files are served where they lie.
    STATIC_ROOT = None
else:
    # `make run` serves styles and scripts as production does; start_site collects them first.
    STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
