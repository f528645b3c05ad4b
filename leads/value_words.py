"""How the values of a lead read for people."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from leads.models import Milestone, Suggestion
from leads.models.milestone import day_words
from press.words import money, stage_word


def value_text(field: str, value: Any) -> str:
    """51亿元, 签约, 180 亩, 开工计划 2027-06; other values as they are."""
    match field:
        case Suggestion.Field.AMOUNT:
            return money(Decimal(value["value"]), value["currency"])
        case Suggestion.Field.PRESS_STAGE:
            return stage_word(str(value))
        case Suggestion.Field.LAND:
            return f"{Decimal(str(value)).normalize():f} 亩"
        case Suggestion.Field.MILESTONE:
            kind, what = Milestone.Kind(value["kind"]).label, Milestone.What(value["what"]).label
            return f"{kind}{what} {day_words(date.fromisoformat(value['on']), value['precise'])}"
        case _:
            return str(value)
