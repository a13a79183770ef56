"""The demonstration in a town of three communes, loaded once in a run of the tests for all that begin with it."""

from demo.loader.run import load
from tests.demo.territories import make_territories
from tests.recorded import Recorded


def _load():
    make_territories()
    return load()


loaded_demonstration = Recorded(_load, shared_as="demonstration")
