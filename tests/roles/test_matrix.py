"""docs/roles.md is what the database holds, both ways."""

import pytest
from django.core.management import call_command

from clairdroit.roles.enums import Role

from .matrix import GROUPS, groups, rights_on_models, rights_on_places, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def composed():
    call_command("setup_site", verbosity=0)
    found = groups()
    assert set(found) == set(GROUPS)
    return found


@pytest.mark.parametrize(
    ("title", "read"), [("model", rights_on_models), ("place", rights_on_places)], ids=["models", "places"]
)
def test_each_group_has_the_rights_of_the_table_and_no_other(composed, title, read):
    rows = table(title)
    for name, role in GROUPS.items():
        written = {row: rights for (row, whose), rights in rows.items() if whose is role and rights}
        assert read(composed[name]) == written, name


def test_the_table_speaks_of_every_role():
    assert {role for _row, role in table("model")} == set(Role)
    assert {role for _row, role in table("place")} == set(Role) - {Role.PROFESSIONALS}
