"""Production only tightens: nothing here opens what base.py closes."""

from config.encryption_keys import made_encryption_keys
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

if not given_encryption_keys(VAR_DIR):
    if VAR_DIR not in Path(str(DATABASES["default"]["NAME"])).parents:
        # A container's folder may be gone at the next start, and every question of the database with its key.
        refuse(
            "CLAIRDROIT_ENCRYPTION_KEYS",
            "it expects the key that encrypts citizens' questions. Make one, and keep a copy elsewhere: "
            "python3 -c 'import base64, secrets; print(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())'",
        )
    CLAIRDROIT_ENCRYPTION_KEYS = made_encryption_keys(VAR_DIR)

client_address = env.str("CLAIRDROIT_CLIENT_ADDRESS_HEADER", "")
if not client_address:
    # Without it every visitor has the proxy's address: one who tries passwords or sends forms slows all others down.
    refuse(
        "CLAIRDROIT_CLIENT_ADDRESS_HEADER",
        "it expects the header in which your proxy writes the visitor's address: X-Forwarded-For. "
        "Where visitors reach this server without a proxy: none.",
    )
HAS_PROXY = client_address.lower() != "none"
CLAIRDROIT_CLIENT_ADDRESS_HEADER = client_address if HAS_PROXY else ""
if CLAIRDROIT_PROXIES and not HAS_PROXY:
    refuse("CLAIRDROIT_PROXIES", "it expects nothing where CLAIRDROIT_CLIENT_ADDRESS_HEADER says that none is there.")

if not env.str("EMAIL_URL", "").strip():
    # Without it each mail, with its words and keys, is written in clear to a file.
    refuse("EMAIL_URL", "it expects the server that sends mails: submission://user:password@mail.ville.example:587.")
if CLAIRDROIT_DEMO:
    # Its accounts have known passwords, and its page shows every mail to everybody.
    refuse("CLAIRDROIT_DEMO", "it expects false, or nothing, in production: the demonstration is for `make run` alone.")

SECURE_SSL_REDIRECT = read(env.bool, "SECURE_SSL_REDIRECT", True, expected="true or false")
# Without a proxy whoever asks could write it.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HAS_PROXY else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = whole_number("SECURE_HSTS_SECONDS", 31_536_000, least=0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
# RFC 6265bis, 4.1.3.2: browsers take such a cookie from this very host alone, over TLS, for the whole site.
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
SESSION_COOKIE_DOMAIN = CSRF_COOKIE_DOMAIN = None
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/"

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

LOGGING = logging_config(as_json=True)

# Wagtail shows previews of our own pages in a frame, so X_FRAME_OPTIONS is SAMEORIGIN and not DENY.
SILENCED_SYSTEM_CHECKS = ["security.W019"]
