"""How columns begin. Migrations name these functions: they stay here, under their names."""

import base64
import secrets
import uuid

from clairdroit.connections.signing import PREFIX


def new_secret() -> str:
    """24 random bytes, within the 24 to 64 that the specification asks for."""
    return PREFIX + base64.b64encode(secrets.token_bytes(24)).decode()


def new_message_id() -> str:
    return f"msg_{uuid.uuid4().hex}"
