"""Production only tightens: nothing here opens what base.py closes."""

from clairdroit.public_forms import conf as public_forms_conf
from config.encryption_keys import given_encryption_keys, made_encryption_keys
from config.settings.base import *

DEBUG = False

SECRET_KEY = given(conf.secret_key) or refuse(conf.secret_key.name, f"it expects {conf.secret_key.expected}.")
SECRET_KEY_FALLBACKS = given(conf.secret_key_fallbacks)
ALLOWED_HOSTS = list(given(conf.allowed_hosts)) or refuse(
    conf.allowed_hosts.name, f"it expects {conf.allowed_hosts.written}."
)
if not WAGTAILADMIN_BASE_URL.startswith("https://"):
    refuse(conf.base_url.name, f"it expects {conf.base_url.expected}.")

if not given_encryption_keys(VAR_DIR):
    if VAR_DIR not in Path(str(DATABASES["default"]["NAME"])).parents:
        # A container's folder may be gone at the next start, and every question of the database with its key.
        refuse(
            "CLAIRDROIT_ENCRYPTION_KEYS",
            "it expects the key that encrypts citizens' questions. Make one, and keep a copy elsewhere: "
            "python3 -c 'import base64, secrets; print(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())'",
        )
    CLAIRDROIT_ENCRYPTION_KEYS = made_encryption_keys(VAR_DIR)

client_address = given(public_forms_conf.client_address_header)
if not client_address:
    # Without it every visitor has the proxy's address: one who tries passwords or sends forms slows all others down.
    refuse(
        public_forms_conf.client_address_header.name,
        "it expects the header in which your proxy writes the visitor's address: X-Forwarded-For. "
        "Where visitors reach this server without a proxy: none.",
    )
HAS_PROXY = client_address.lower() != "none"
CLAIRDROIT_CLIENT_ADDRESS_HEADER = client_address if HAS_PROXY else ""
if given(public_forms_conf.named_proxies) and not HAS_PROXY:
    refuse("CLAIRDROIT_PROXIES", "it expects nothing where CLAIRDROIT_CLIENT_ADDRESS_HEADER says that none is there.")

if not given(conf.email_url):
    # Without it each mail, with its words and keys, is written in clear to a file.
    refuse("EMAIL_URL", "it expects the server that sends mails: submission://user:password@mail.ville.example:587.")
if given(shell_conf.is_demo):
    # Its accounts have known passwords, and its page shows every mail to everybody.
    refuse("CLAIRDROIT_DEMO", "it expects false, or nothing, in production: the demonstration is for `make run` alone.")

SECURE_SSL_REDIRECT = given(conf.secure_ssl_redirect)
# Without a proxy whoever asks could write it.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HAS_PROXY else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = given(conf.secure_hsts_seconds)
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
