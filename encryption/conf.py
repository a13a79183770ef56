"""Settings of this app: docs/settings.md lists them."""

from collections.abc import Sequence

from clairdroit.app_settings import Setting, checked_elsewhere

# The first encrypts, all decrypt. `checks.check_encryption_keys` looks into each of them.
encryption_keys: Setting[Sequence[str]] = checked_elsewhere("CLAIRDROIT_ENCRYPTION_KEYS", ())
