"""用户, 部门, 日志."""

from django.urls import path

from staff.views import journal, notices, users

app_name = "staff"
urlpatterns = [
    path("users/", users.user_list, name="user-list"),
    path("users/add/", users.user_add, name="user-add"),
    path("users/<int:pk>/", users.user_edit, name="user-edit"),
    path("users/<int:pk>/password/", users.user_password, name="user-password"),
    path("departments/add/", users.department_add, name="department-add"),
    path("departments/<int:pk>/", users.department_edit, name="department-edit"),
    path("journal/", journal.journal, name="journal"),
    path("notices/", notices.notice_list, name="notice-list"),
    path("notices/reads/", notices.notice_read, name="notice-read"),
    path("notices/<int:pk>/", notices.notice_open, name="notice-open"),
]
