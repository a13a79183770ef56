"""Production only tightens: nothing here opens what base.py closes."""

from config.question_keys import made_question_keys
from config.settings.base import *

DEBUG = False

SECRET_KEY = env.str("SECRET_KEY", "")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5:
    refuse(
        "SECRET_KEY",
        "it expects at least 50 random characters. "
        "Make one: python3 -c 'import secrets; print(secrets.token_urlsafe(64))'",
    )

# Links in mails that left under a former one go on working.
SECRET_KEY_FALLBACKS = [key.strip() for key in env.str("SECRET_KEY_FALLBACKS", "").split(",") if key.strip()]

ALLOWED_HOSTS = [name.strip() for name in env.str("ALLOWED_HOSTS", "").split(",") if name.strip()]
if not ALLOWED_HOSTS:
    refuse("ALLOWED_HOSTS", "it expects the site's host names, separated by commas: droits.ville.fr")
if not WAGTAILADMIN_BASE_URL.startswith("https://"):
    refuse("CLAIRDROIT_BASE_URL", "it expects the site's address, which mails link to: https://droits.ville.fr")

if not given_question_keys(VAR_DIR):
    if VAR_DIR not in Path(str(DATABASES["default"]["NAME"])).parents:
        # A container's folder may be gone at the next start, and every question of the database with its key.
        refuse(
            "CLAIRDROIT_QUESTION_KEYS",
            "it expects the key that encrypts citizens' questions. Make one, and keep a copy elsewhere: "
            "python3 -c 'import base64, secrets; print(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())'",
        )
    CLAIRDROIT_QUESTION_KEYS = made_question_keys(VAR_DIR)

SECURE_SSL_REDIRECT = read(env.bool, "SECURE_SSL_REDIRECT", True, expected="true or false")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = whole_number("SECURE_HSTS_SECONDS", 31_536_000, least=0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

LOGGING = logging_config(as_json=True)

# Wagtail shows previews of our own pages in a frame, so X_FRAME_OPTIONS is SAMEORIGIN and not DENY.
SILENCED_SYSTEM_CHECKS = ["security.W019"]
