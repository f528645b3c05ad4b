from press.models.article import Article, Step
from press.models.mention import Fact, Mention
from press.models.source import Source

__all__ = ["Article", "Fact", "Mention", "Source", "Step"]
