"""Who asks, when a reverse proxy stands in front (CRM_BEHIND_PROXY)."""

from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address the proxy saw: the last of X-Forwarded-For, for a client can write any before it."""
    forwarded: str = request.META.get("HTTP_X_FORWARDED_FOR", "")
    address: str = forwarded.rpartition(",")[2].strip() or request.META["REMOTE_ADDR"]
    return address
