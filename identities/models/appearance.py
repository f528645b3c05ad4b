"""Which company or project an article's entity is. Derived: resolve() rebuilds it from names and judgements."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from identities.models.company import Company
from identities.models.project import Project
from press.models import Article


class Appearance(models.Model):
    """The entity (article, kind, of) of press.Mention is this company or this project."""

    class Kind(models.TextChoices):
        COMPANY = "company", "企业"
        PROJECT = "project", "项目"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="appearances")
    kind = models.CharField(max_length=12, choices=Kind)
    of = models.CharField(max_length=400, help_text="press.Mention.of")
    company = models.ForeignKey(Company, on_delete=models.CASCADE, null=True, related_name="appearances")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, null=True, related_name="appearances")
    keys = ArrayField(
        models.CharField(max_length=400), default=list, help_text="normal forms of its names here, the chosen one first"
    )

    class Meta:
        verbose_name = "出现"
        constraints = [
            models.UniqueConstraint(fields=["article", "kind", "of"], name="appearance_once"),
            models.CheckConstraint(
                condition=Q(kind="company", company__isnull=False, project=None)
                | Q(kind="project", project__isnull=False, company=None),
                name="appearance_of_its_kind",
            ),
        ]
        indexes = [
            models.Index(fields=["company", "article"], name="appearance_of_company"),
            models.Index(fields=["project", "article"], name="appearance_of_project"),
            models.Index(F("keys__0"), name="appearance_first_key"),
            GinIndex(fields=["keys"], name="appearance_keys"),
        ]

    def __str__(self) -> str:
        return f"{self.of} → {self.company or self.project}"
