"""`python -m training.brands FILE`: pack a list of registered short names into the reader's table of brands.

FILE is the brand.txt of the Python package companynameparser (Apache-2.0), one short name a line.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from reading.brands import BRAND_BITS, BRANDS, Stretches, brand_bits, codes


def main(arguments: list[str] | None = None) -> int:
    """Write the table; prints how full it is."""
    parser = argparse.ArgumentParser(prog="python -m training.brands", description=__doc__)
    parser.add_argument("file", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    names = sorted(
        {line.strip() for line in options.file.read_text(encoding="utf-8").splitlines() if 2 <= len(line.strip()) <= 6}
    )
    table = np.zeros(1 << BRAND_BITS, np.bool_)
    for at in range(0, len(names), 2000):
        block = names[at : at + 2000]
        ends = np.cumsum([len(name) for name in block])
        starts = np.concatenate([np.zeros(1, ends.dtype), ends[:-1]])
        for places in brand_bits(Stretches(codes("".join(block))).hashes(starts, ends)):
            table[places] = True
    np.savez_compressed(BRANDS, bits=np.packbits(table))
    print(f"{len(names)} names, {table.mean():.3f} of the bits set, {BRANDS.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
