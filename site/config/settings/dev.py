from config.settings.base import *

DEBUG = read(env.bool, "DEBUG", True, expected="true or false")
SECRET_KEY = env.str("SECRET_KEY", "") or "development-only-not-a-secret-" + "x" * 32
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
INTERNAL_IPS = ["127.0.0.1"]

# Nothing is collected here: files are served where they lie.
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
