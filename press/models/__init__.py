from press.models.article import Article, Step
from press.models.correction import Correction, Lesson
from press.models.fingerprint import Fingerprint
from press.models.mention import Fact, Mention, Statement
from press.models.reading import Reading
from press.models.source import Source
from press.models.visit import Host, Link, Schedule, Visit, claimable, key_of

__all__ = [
    "Article",
    "Correction",
    "Fact",
    "Fingerprint",
    "Host",
    "Lesson",
    "Link",
    "Mention",
    "Reading",
    "Schedule",
    "Source",
    "Statement",
    "Step",
    "Visit",
    "claimable",
    "key_of",
]
