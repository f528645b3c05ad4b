"""统一社会信用代码: the one key that tells enterprises apart for certain (GB 32100)."""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def is_credit_code(code: str) -> bool:
    """Whether the code has 18 characters of the standard's alphabet and its check character is right."""
    if len(code) != 18 or any(char not in ALPHABET for char in code):
        return False
    total = sum(ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(code[:17]))
    return ALPHABET[(31 - total % 31) % 31] == code[17]
