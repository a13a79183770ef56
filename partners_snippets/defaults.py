"""How columns begin. Migrations name these functions: they stay here, under their names."""

import secrets

VERSION_LENGTH = 12


def new_version() -> str:
    """Random, never counted up: a row that is made anew must not bring back a version of before."""
    return secrets.token_hex(VERSION_LENGTH // 2)
