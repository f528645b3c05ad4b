from identities.models.appearance import Appearance
from identities.models.company import Company, CompanyName
from identities.models.judgement import Judgement
from identities.models.project import Project, ProjectName

__all__ = ["Appearance", "Company", "CompanyName", "Judgement", "Project", "ProjectName"]
