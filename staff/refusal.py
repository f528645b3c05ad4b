"""The one way in which a room says no."""

from __future__ import annotations


class Refused(Exception):
    """A decision or an input that the rules do not allow. `message` tells a person, in Chinese, what to do.

    `field` names the form field it is about, `code` lets callers and tests tell refusals apart.
    """

    def __init__(self, message: str, *, field: str = "", code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.code = code
