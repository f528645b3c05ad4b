"""企业, 项目, 待判, 合并."""

from django.urls import path

from identities.views import companies, events, judging, merging, projects, ties, totals

app_name = "identities"
urlpatterns = [
    path("companies/", companies.company_list, name="company-list"),
    path("companies/alike/", companies.company_alike, name="company-alike"),
    path("companies/<int:pk>/", companies.company_detail, name="company-detail"),
    path("companies/<int:pk>/edit/", companies.company_edit, name="company-edit"),
    path("companies/<int:pk>/names/", ties.company_name_add, name="company-name-add"),
    path("names/<int:pk>/removals/", ties.name_remove, name="name-remove"),
    path("companies/<int:pk>/ties/", ties.company_tie, name="company-tie"),
    path("companies/<int:pk>/ties/judgements/", ties.company_tie_judge, name="company-tie-judge"),
    path("ties/<int:pk>/withdrawals/", ties.tie_withdraw, name="tie-withdraw"),
    path("companies/<int:pk>/others/", merging.company_others, name="company-others"),
    path("companies/<int:pk>/merges/", merging.company_merge, name="company-merge"),
    path("projects/", projects.project_list, name="project-list"),
    path("projects/<int:pk>/", projects.project_detail, name="project-detail"),
    path("projects/<int:pk>/others/", merging.project_others, name="project-others"),
    path("projects/<int:pk>/values/", projects.project_choose, name="project-choose"),
    path("values/<int:pk>/withdrawals/", projects.chosen_withdraw, name="chosen-withdraw"),
    path("projects/<int:pk>/merges/", merging.project_merge, name="project-merge"),
    path("articles/<int:pk>/event/", events.event_join, name="event-join"),
    path("articles/<int:pk>/event/splits/", events.event_split, name="event-split"),
    path("event-judgements/<int:pk>/withdrawals/", events.event_withdraw, name="event-withdraw"),
    path("statements/", totals.statement_list, name="statement-list"),
    path("statements/<int:pk>/", totals.statement_detail, name="statement-detail"),
    path("doubts/", judging.doubt_list, name="doubt-list"),
    path("doubts/<int:pk>/judgements/", judging.doubt_judge, name="doubt-judge"),
    path("judgements/<int:pk>/withdrawals/", judging.judgement_withdraw, name="judgement-withdraw"),
    path("merges/<int:pk>/", merging.merge_detail, name="merge-detail"),
    path("merges/<int:pk>/undo/", merging.merge_undo, name="merge-undo"),
]
