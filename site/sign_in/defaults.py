"""How columns begin. Migrations name these functions: they stay here, under their names."""

import base64
import secrets

SECRET_BYTES = 20  # RFC 4226, 4: 160 bits are recommended


def make_secret() -> str:
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()
