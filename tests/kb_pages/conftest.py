from tests.kb_pages.fixtures import article, member_of, roles, topic, tree  # noqa: F401
