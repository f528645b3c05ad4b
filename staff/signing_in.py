"""The sign-in form: a stopped account is told so, but only to who knows its password."""

from __future__ import annotations

from typing import Any

from axes.utils import reset
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError

from staff.models import User


class SignInForm(AuthenticationForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.data.get("username"):
            # Who is told of a wrong password types it again, and mostly not the name.
            del self.fields["username"].widget.attrs["autofocus"]
            self.fields["password"].widget.attrs["autofocus"] = True

    def get_invalid_login_error(self) -> ValidationError:
        """Wrong name or password; a stopped account where the password was right."""
        name, password = self.cleaned_data.get("username", ""), self.cleaned_data.get("password", "")
        user = User.objects.filter(username=name, is_active=False).first()
        if user is not None and user.check_password(password):
            return ValidationError(self.error_messages["inactive"], code="inactive")
        return super().get_invalid_login_error()


def unlock(user: User) -> None:
    """Lets the person try again at once, after too many wrong passwords."""
    reset(username=user.get_username())
