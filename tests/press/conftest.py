"""What the tests of this room share."""

from tests.press.server import web  # noqa: F401 (a fixture)
