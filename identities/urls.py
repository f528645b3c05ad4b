"""企业, 项目."""

from django.urls import path

from identities.views import companies, projects

app_name = "identities"
urlpatterns = [
    path("companies/", companies.company_list, name="company-list"),
    path("companies/<int:pk>/", companies.company_detail, name="company-detail"),
    path("companies/<int:pk>/edit/", companies.company_edit, name="company-edit"),
    path("projects/", projects.project_list, name="project-list"),
    path("projects/<int:pk>/", projects.project_detail, name="project-detail"),
]
