from clairdroit.roles.actions import compose_roles
from tests.recorded import Recorded

composed_roles = Recorded(compose_roles)
