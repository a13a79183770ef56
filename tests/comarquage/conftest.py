import pytest

from tests.comarquage.factories import small_feed, write_zip


@pytest.fixture
def feed_zip(tmp_path):
    """Writes a feed and gives the path; without files, the small feed."""

    def write(files=None, name="feed.zip"):
        return str(write_zip(tmp_path / name, small_feed() if files is None else files))

    return write
