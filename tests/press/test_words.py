"""Sums as people read them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from press.amount_field import AmountField
from press.words import money, totals


@pytest.mark.parametrize(("value", "currency", "shown"), [
    ("1234567800000000", "CNY", "12,345,678亿元"), ("150000000000", "CNY", "1,500亿元"), ("5100000000", "CNY", "51亿元"),
    ("10580000000", "CNY", "105.8亿元"), ("60000000", "CNY", "6000万元"), ("99990000", "USD", "9999万美元"),
    ("1200000000000", "USD", "12,000亿美元"), ("800", "CNY", "800元"), (None, "CNY", ""),
])  # fmt: skip
def test_a_sum_has_its_thousands_apart_where_it_is_long(value: str | None, currency: str, shown: str) -> None:
    assert money(Decimal(value) if value else None, currency) == shown


def test_a_column_adds_up_in_each_currency() -> None:
    sums = [("USD", Decimal(10) ** 12), ("CNY", Decimal(125) * 10**10), ("EUR", None)]
    assert totals(sums) == "12,500亿元 + 10,000亿美元"


def test_what_is_shown_can_be_typed_again() -> None:
    field = AmountField()
    for value in (Decimal(1234567800000000), Decimal(60000000)):
        assert field.clean(money(value)) == (value, "CNY")
