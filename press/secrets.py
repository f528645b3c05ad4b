"""Secrets of sources: passwords that we must show to others are encrypted, tokens that others show to us are hashed."""

from __future__ import annotations

import base64
import hashlib
import os
import secrets

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from press.models import Source
from staff.refusal import Refused


def _fernet() -> Fernet:
    key = hashlib.sha256(b"press.secrets:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def encrypted(password: str) -> str:
    """The password as it may be stored; readable only with this installation's key."""
    return _fernet().encrypt(password.encode()).decode()


def password_of(source: Source) -> str:
    """The source's password: CRM_SOURCE_<number>_PASSWORD of the environment before the stored one.

    Refused where it can no longer be read.
    """
    if given := os.environ.get(f"CRM_SOURCE_{source.pk}_PASSWORD"):
        return given
    if not source.secret:
        return ""
    try:
        return _fernet().decrypt(source.secret.encode()).decode()
    except InvalidToken as error:
        raise Refused("保存的密码解不开了（网站密钥换过）。请在来源页重新填写密码。", code="secret") from error


def new_token() -> tuple[str, str]:
    """(what the sender shows, what is stored of it)."""
    token = secrets.token_urlsafe(32)
    return token, hashed(token)


def hashed(token: str) -> str:
    """What is stored of a token. It has 256 random bits, so a plain hash tells nothing."""
    return hashlib.sha256(token.encode()).hexdigest()
