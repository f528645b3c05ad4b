"""What Django says to people, in our words: `locale/zh_Hans`."""

from __future__ import annotations

import ast
import gettext
import re
from pathlib import Path

import django
import pytest
from django.conf import settings
from django.contrib.auth import password_validation
from django.utils.translation import gettext as said
from django.utils.translation import ngettext

FOLDER = Path(settings.BASE_DIR) / "locale/zh_Hans/LC_MESSAGES"
ENTRY = re.compile(r'^msgid (".+")\n(?:msgid_plural (".+")\n)?msgstr(?:\[0\])? (".*")$', re.M)
GAP = re.compile(r"%(?:\(\w+\))?[a-z]")
ROWS = [
    tuple(ast.literal_eval(part) if part else "" for part in found)
    for found in ENTRY.findall((FOLDER / "django.po").read_text("utf-8"))
]


def of_django() -> set[str]:
    """Every text that this Django has in Chinese."""
    known: set[str] = set()
    for path in Path(django.__path__[0]).glob("**/locale/zh_Hans/LC_MESSAGES/django.mo"):
        with path.open("rb") as file:
            kept = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
        known |= {key[0] if isinstance(key, tuple) else key for key in kept}
    return known


@pytest.mark.parametrize(("text", "plural", "ours"), ROWS)
def test_what_is_shown_is_what_the_file_says(text: str, plural: str, ours: str) -> None:
    """Fails too where somebody edited the file and did not compile it."""
    assert (ngettext(text, plural, 7) if plural else said(text)) == ours


@pytest.mark.parametrize(("text", "plural", "ours"), ROWS)
def test_nothing_is_filled_in_that_django_does_not_give(text: str, plural: str, ours: str) -> None:
    assert set(GAP.findall(ours)) <= set(GAP.findall(text))


def test_django_still_says_all_of_it() -> None:
    assert len(ROWS) > 40
    # One that its own Chinese lacks: it would be told in English.
    forgotten = {text for text, _, _ in ROWS} - of_django()
    assert all(text in Path(password_validation.__file__).read_text("utf-8") for text in forgotten)
