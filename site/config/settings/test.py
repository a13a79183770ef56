from config.settings.base import *

DEBUG = False
SECRET_KEY = "tests-only-not-a-secret-" + "x" * 32
CLAIRDROIT_ENCRYPTION_KEYS = ["dGVzdHMtb25seS1ub3QtYS1zZWNyZXQtMDEyMzQ1Njc="]
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CLAIRDROIT_ELASTICSEARCH_URL = ""
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "clairdroit.search.wagtail_database_backend"}}
for job in ("mirror_search", "wagtail_update_index"):
    CLAIRDROIT_PERIODIC_JOBS.pop(job, None)
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file: in memory, threads on one database do not wait for each other but fail ("table is locked").
    (BASE_DIR / "build").mkdir(exist_ok=True)
    DATABASES["default"]["TEST"] = {"NAME": str(BASE_DIR / "build" / "tests.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CLAIRDROIT_MAIL_BACKEND = EMAIL_BACKEND
AXES_ENABLED = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
if "demo" not in INSTALLED_APPS:
    INSTALLED_APPS.insert(1, "demo")
