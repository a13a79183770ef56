from tests.kb_pages.conftest import member_of, roles, tree  # noqa: F401
