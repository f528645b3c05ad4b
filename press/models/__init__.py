from press.models.article import Article, Step
from press.models.fingerprint import Fingerprint
from press.models.mention import Fact, Mention, Statement
from press.models.source import Source

__all__ = ["Article", "Fact", "Fingerprint", "Mention", "Source", "Statement", "Step"]
