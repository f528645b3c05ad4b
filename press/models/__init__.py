from press.models.article import Article, Step
from press.models.correction import Correction, Lesson
from press.models.fingerprint import Fingerprint
from press.models.mention import Fact, Mention, Statement
from press.models.reading import Reading
from press.models.retention import Retention
from press.models.source import Source
from press.models.tally import Tally
from press.models.upload import Upload, UploadItem
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
    "Retention",
    "Schedule",
    "Source",
    "Statement",
    "Step",
    "Tally",
    "Upload",
    "UploadItem",
    "Visit",
    "claimable",
    "key_of",
]
