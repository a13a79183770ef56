"""The copy of `SearchDocument` that an Elasticsearch server holds, for sites that have one.

The rows stay the truth. Each change of them is noted in the same transaction (`MirrorChange`) and told to the server
afterwards, as often as it takes; so a server that is down loses nothing, and one that lost everything is filled anew.
"""

from clairdroit.search import conf


def is_configured() -> bool:
    return bool(conf.elasticsearch_url())
