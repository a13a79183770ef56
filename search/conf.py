"""Settings of this app: docs/settings.md lists them."""

from clairdroit.app_settings import address, text

# An Elasticsearch server; empty where the database searches. `checks.check_elasticsearch` asks for its client.
elasticsearch_url = address(
    "CLAIRDROIT_ELASTICSEARCH_URL",
    schemes=("http", "https"),
    expected="http://host:9200 or https://user:password@host:9200",
)
# What the names of this site's indexes begin with; empty: made from the site's address.
elasticsearch_prefix = text(
    "CLAIRDROIT_ELASTICSEARCH_PREFIX",
    expected="lower-case letters, digits and hyphens: droits-ville",
    pattern="[a-z0-9][a-z0-9-]*",
)
