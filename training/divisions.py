"""`python -m training.divisions ADCODES.csv`: the list of administrative divisions from the table of the package cpca."""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

LEXICON = Path(__file__).parent.parent / "reading" / "lexicon" / "divisions.txt"
HEAD = """\
# Administrative divisions of mainland China to the county, with Hong Kong, Macau and Taiwan: province/city: itself and its counties.
# Source: adcodes.csv of the Python package cpca 0.5.5 (MIT, (c) 2018 QinYuan Du), after the list of the Ministry of Civil
# Affairs. Packed by training/divisions.py.
"""
_NO_NAME = frozenset(("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"))


def main(arguments: list[str] | None = None) -> int:
    """Write the list."""
    parser = argparse.ArgumentParser(prog="python -m training.divisions", description=__doc__)
    parser.add_argument("table", type=Path)
    with parser.parse_args(arguments).table.open(encoding="utf-8") as stream:
        names = {row["adcode"][:6]: row["name"] for row in csv.DictReader(stream) if row["adcode"].endswith("000000")}
    groups: dict[str, list[str]] = {}
    for code, name in sorted(names.items()):
        province, city = names.get(f"{code[:2]}0000", ""), names.get(f"{code[:4]}00", "")
        if code.endswith("0000"):
            groups.setdefault(name, []).append(name)
        elif code.endswith("00") and name not in _NO_NAME:
            groups.setdefault(f"{province}/{name}", []).append(name)
        elif name not in _NO_NAME:
            groups.setdefault(f"{province}/{city}" if city and city not in _NO_NAME else province, []).append(name)
    lines = [f"{label}: {' '.join(own)}" for label, own in groups.items()]
    LEXICON.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
