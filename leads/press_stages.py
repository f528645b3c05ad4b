"""The states that coverage reports, in Chinese. Keys are reading.values.STAGES."""

from __future__ import annotations

PRESS_STAGES = {
    "planned": "拟建", "negotiating": "在谈", "signed": "签约", "landed": "落户", "started": "开工",
    "building": "在建", "completed": "竣工", "operating": "投产",
}  # fmt: skip


def press_stage(value: str) -> str:
    """签约 for signed; the value itself where it is none of them."""
    return PRESS_STAGES.get(value, value)
