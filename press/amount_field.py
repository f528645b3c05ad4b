"""A sum as people type it."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from press.words import UNITS, WAN, YI

AMOUNT = re.compile(r"([\d.,]+)\s*(亿|万)?\s*(人民币|美元|欧元|日元|港元|英镑|韩元|元)?")


class AmountField(forms.CharField):
    """What people type (51亿元, 1.5亿美元, 6000万) as (Decimal in base units, currency), or None."""

    default_error_messages = {"amount": "请写成“51亿元”“6000万元”或“15亿美元”。"}

    def to_python(self, value: Any) -> tuple[Decimal, str] | None:  # type: ignore[override]
        text = str(value or "").strip()
        if not text:
            return None
        match = AMOUNT.fullmatch(text)
        try:
            number = Decimal(match[1].replace(",", "")) if match else Decimal(0)
        except InvalidOperation:
            number = Decimal(0)
        if match is None or not 0 < number < Decimal(10) ** 12:
            raise forms.ValidationError(self.error_messages["amount"], code="amount")
        unit = {"亿": YI, "万": WAN}.get(match[2] or "", Decimal(1))
        words = {word: code for code, word in UNITS.items()} | {"人民币": "CNY", "": "CNY"}
        return number * unit, words[match[3] or ""]
