"""The one-time link that lets the first person in: whoever can read the server's files may make the first account."""

import hmac
import secrets

from django.conf import settings

from .embedded.process import write_private

NAME = "setup-token"


def token() -> str:
    """The token that opens the set-up page, made when there is none."""
    path = settings.VAR / NAME
    if not path.exists():
        write_private(path, secrets.token_urlsafe(24))
    return path.read_text(encoding="utf-8")


def matches(given: str) -> bool:
    """Whether `given` is the present token; never when there is none."""
    try:
        kept: str = (settings.VAR / NAME).read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    return hmac.compare_digest(kept.encode(), given.encode())


def spend() -> bool:
    """Make the token useless. False when another request has just done so: then that one makes the account."""
    try:
        (settings.VAR / NAME).unlink()
    except FileNotFoundError:
        return False
    return True
