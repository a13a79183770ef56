"""The site's commands under the settings of production."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "k3JcO-8mXw_q2ZtV7bN1yRfP5sLdH9uAeGiTzCxWvBnMoQpEr4S6",
    "ALLOWED_HOSTS": "droits.example.org",
    "CLAIRDROIT_BASE_URL": "https://droits.example.org",
    "CLAIRDROIT_CLIENT_ADDRESS_HEADER": "X-Forwarded-For",
    "EMAIL_URL": "smtp://mail.example.org:25",
}


def manage(*arguments, tmp_path, **variables):
    names = ("PATH", "HOME", "LANG", "SSL_CERT_FILE")
    environment = {name: os.environ[name] for name in names if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment | {"CLAIRDROIT_VAR_DIR": str(tmp_path)} | variables,
        capture_output=True,
        text=True,
        timeout=120,
    )
