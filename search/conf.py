"""Settings of this app: docs/settings.md lists them."""

from clairdroit.app_settings import checked_elsewhere, text

# An Elasticsearch server; empty where the database searches. `checks.check_elasticsearch` looks at it.
elasticsearch_url = checked_elsewhere("CLAIRDROIT_ELASTICSEARCH_URL", "")
# What the names of this site's indexes begin with; empty: made from the site's address.
elasticsearch_prefix = text(
    "CLAIRDROIT_ELASTICSEARCH_PREFIX",
    expected="lower-case letters, digits and hyphens: droits-ville",
    pattern="[a-z0-9][a-z0-9-]*",
)
