from tests.look.conftest import people, site

__all__ = ["people", "site"]
