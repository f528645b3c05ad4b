"""The site map."""

from django.contrib.auth import views as accounts
from django.urls import URLPattern, URLResolver, include, path

from crm import setup, views
from crm.health import healthz
from staff.permissions import Can, needs, public
from staff.signing_in import SignInForm

sign_in = public(accounts.LoginView.as_view(redirect_authenticated_user=True, authentication_form=SignInForm))

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.today, name="today"),
    path("team/", views.team, name="team"),
    path("search/", views.search, name="search"),
    path("go/", views.go, name="go"),
    path("", include("press.urls")),
    path("", include("identities.urls")),
    path("", include("leads.urls")),
    path("staff/", include("staff.urls")),
    path("demo/", setup.demo_office, name="demo"),
    path("setup/<str:token>/", setup.first_visit, name="setup"),
    path("login/", sign_in, name="login"),
    path("logout/", public(accounts.LogoutView.as_view()), name="logout"),
    path("password/", needs(Can.ACCOUNT)(accounts.PasswordChangeView.as_view()), name="password_change"),
    path("password/done/", needs(Can.ACCOUNT)(accounts.PasswordChangeDoneView.as_view()), name="password_change_done"),
    path("healthz", public(healthz), name="healthz"),
]
