"""Values as these people write them: sums in 亿元 and 万元, a foreign currency never mixed in; stages in Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

YI = Decimal(100_000_000)
WAN = Decimal(10_000)

UNITS = {"CNY": "元", "USD": "美元", "EUR": "欧元", "JPY": "日元", "HKD": "港元", "GBP": "英镑", "KRW": "韩元"}

# Keys are reading.values.STAGES.
STAGES = {
    "planned": "拟建", "negotiating": "在谈", "signed": "签约", "landed": "落户", "started": "开工",
    "building": "在建", "completed": "竣工", "operating": "投产",
}  # fmt: skip


def stage_word(stage: str) -> str:
    """签约 for signed; the value itself where it is none of the reader's stages."""
    return STAGES.get(stage, stage)


def figure(number: Decimal) -> str:
    """1,500 and 680.5: thousands apart, two places, no zeros behind the point that say nothing."""
    text = f"{number:,.2f}"
    return text.rstrip("0").rstrip(".")


def _plain(number: Decimal) -> str:
    """As `figure`, but four digits together, as coverage prints them: 6000万元."""
    return figure(number).replace(",", "")


def money(value: Decimal | None, currency: str = "CNY") -> str:
    """105.8亿元 for Decimal(10580000000), 12,000亿元, 6000万元; "" for None."""
    if value is None:
        return ""
    unit = UNITS.get(currency, currency)
    if value >= YI:
        return f"{figure(value / YI)}亿{unit}"
    if value >= WAN:
        return f"{_plain(value / WAN)}万{unit}"
    return f"{_plain(value)}{unit}"


def totals(sums: Iterable[tuple[str, Decimal | None]]) -> str:
    """亿元 sum of a column: yuan first, other currencies beside it (12.5亿元 + 15亿美元); "" where nothing is known."""
    found: Mapping[str, Decimal] = {currency: value for currency, value in sums if value}
    order = sorted(found, key=lambda currency: (currency != "CNY", currency))
    return " + ".join(money(found[currency], currency) for currency in order)
