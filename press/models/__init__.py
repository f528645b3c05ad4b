from press.models.article import Article, Step
from press.models.fingerprint import Fingerprint
from press.models.mention import Fact, Mention, Statement
from press.models.source import Source
from press.models.visit import Host, Link, Schedule, Visit, claimable, key_of

__all__ = [
    "Article",
    "Fact",
    "Fingerprint",
    "Host",
    "Link",
    "Mention",
    "Schedule",
    "Source",
    "Statement",
    "Step",
    "Visit",
    "claimable",
    "key_of",
]
