"""How columns begin. Migrations name these functions: they stay here, under their names."""

import secrets

# Letters that survive mail servers which change the case; 100 bits nobody guesses.
TOKEN_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
TOKEN_LENGTH = 20


def new_token() -> str:
    return "".join(secrets.choice(TOKEN_LETTERS) for _each in range(TOKEN_LENGTH))
