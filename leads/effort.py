"""Keeping robots out of a public form without a picture puzzle: signed forms, a proof of effort, and limits.

A browser with scripts finds a number whose hash with the form's nonce begins with so many zero bits, in about a second. A
person without scripts confirms the form on a second page, which is good only after a pause. Either form works once.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import signing

from leads.models import Enquiry
from staff.refusal import Refused
from staff.tries import tries_within

BITS = 15
"""32 thousand hashes on average: a second of a phone, a burden for who sends thousands."""
LEAST_SECONDS = 3
"""Nobody fills in six fields faster."""
PAUSE_SECONDS = 15
MOST_AGE = timedelta(hours=3)
MOST_PER_SENDER = 5
MOST_OF_ALL = 60
"""Enquiries an hour: from one address, and from all. A whole company may stand behind one address."""
MOST_TRIES = 40
"""Posts an hour from one address, refused ones included."""
HOUR = timedelta(hours=1)
_SALT = "leads.enquiry"


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a form carries: its nonce, when it was given out, and whether it is the second page of the way without scripts."""

    nonce: str
    at: float
    is_confirmation: bool

    @property
    def signed(self) -> str:
        return signing.dumps([self.nonce, self.at, self.is_confirmation], salt=_SALT)


def give(at: datetime, *, is_confirmation: bool = False) -> Ticket:
    """A new ticket."""
    return Ticket(secrets.token_hex(16), at.timestamp(), is_confirmation)


def opened(words: str, at: datetime) -> Ticket:
    """The ticket in a posted form; Refused where it is none of ours or too old."""
    try:
        nonce, given, is_confirmation = signing.loads(words, salt=_SALT)
        ticket = Ticket(str(nonce), float(given), bool(is_confirmation))
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise Refused("页面已失效，请核对填写的内容后再提交一次。", code="ticket") from error
    if not 0 <= at.timestamp() - ticket.at <= MOST_AGE.total_seconds():
        raise Refused("页面打开太久，已失效。请核对填写的内容后再提交一次。", code="ticket")
    return ticket


def has_effort(ticket: Ticket, number: str) -> bool:
    """Whether the number proves the effort for this ticket."""
    if not (number.isascii() and number.isdecimal() and len(number) <= 12):
        return False
    digest = hashlib.sha256(f"{ticket.nonce}:{number}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> (32 - BITS) == 0


def check_ticket(ticket: Ticket, number: str, confirmed: bool, at: datetime) -> bool:
    """True where the form may be taken; False where it must be confirmed on the second page. Refused where it came too fast."""
    age = at.timestamp() - ticket.at
    if age < LEAST_SECONDS:
        raise Refused("提交得太快了。请稍等几秒再提交。", code="fast")
    if has_effort(ticket, number):
        return True
    if not (ticket.is_confirmation and confirmed):
        return False
    if age < PAUSE_SECONDS:
        raise Refused(f"请等满 {PAUSE_SECONDS} 秒再点“确认提交”。", code="fast")
    return True


def sender_of(address: str) -> str:
    """An address as it is kept: a keyed hash, of which nobody can read the address."""
    return hmac.new(settings.SECRET_KEY.encode(), f"enquiry:{address}".encode(), hashlib.sha256).hexdigest()


def check_limits(sender: str, at: datetime) -> None:
    """Refused, with what to do, above the limits of the hour."""
    key = f"enquiry-tries-{sender[:32]}"
    tries = tries_within(key, int(HOUR.total_seconds()))
    recent = Enquiry.objects.filter(at__gt=at - HOUR)
    if tries > MOST_TRIES or recent.filter(sender=sender).count() >= MOST_PER_SENDER:
        raise Refused("这个网络地址一小时内提交得太多了。请过一小时再试，或直接打电话联系我们。", code="limit")
    if recent.count() >= MOST_OF_ALL:
        raise Refused("现在登记的人太多，请过一会儿再试。填写的内容还在这一页上。", code="limit")


def posted(data: Any) -> tuple[str, str, bool]:
    """Ticket, number and confirmation as a form posts them."""
    return str(data.get("ticket", ""))[:400], str(data.get("number", "")), data.get("confirmed") == "yes"
