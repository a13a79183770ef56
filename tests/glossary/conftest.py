from tests.kb_pages.fixtures import member_of, roles, tree  # noqa: F401
