from identities.models.appearance import Appearance
from identities.models.chosen import ChosenValue
from identities.models.company import Company, CompanyName
from identities.models.doubt import Doubt
from identities.models.event import EventJudgement, EventMember
from identities.models.judgement import Judgement
from identities.models.merge import Merge
from identities.models.project import Project, ProjectName
from identities.models.tie import CompanyTie, TieClaim, TieKind

__all__ = [
    "Appearance", "ChosenValue", "Company", "CompanyName", "CompanyTie", "Doubt", "EventJudgement", "EventMember", "Judgement",
    "Merge", "Project", "ProjectName", "TieClaim", "TieKind",
]  # fmt: skip
