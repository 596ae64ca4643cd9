#!/usr/bin/env python3
"""Makes NotoSans-*-subset.ttf: what Atkinson Hyperlegible Next lacks of European scripts and of technical signs.

    pip install fonttools && python3 subset.py FOLDER

FOLDER holds the TTF files of Noto Sans, Noto Sans Math, Noto Sans Symbols 2, Noto Sans Georgian and Noto Sans Armenian
(Debian's package fonts-noto-core, 20201225, has them).
"""

import sys
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

RANGES = {
    "NotoSans": [
        (0x20, 0x7E), (0xA0, 0x17F), (0x18F, 0x18F), (0x192, 0x192), (0x1A0, 0x1A1), (0x1AF, 0x1B0), (0x1B7, 0x1B7),
        (0x1C4, 0x1DC), (0x1E2, 0x1F5), (0x1F8, 0x21B), (0x21E, 0x21F), (0x226, 0x233), (0x259, 0x259), (0x292, 0x292),
        (0x2BC, 0x2BC), (0x2C6, 0x2DD), (0x1E00, 0x1EFF),  # Latin
        (0x300, 0x304), (0x306, 0x30C), (0x30F, 0x30F), (0x311, 0x311), (0x31B, 0x31B), (0x323, 0x328),
        (0x32D, 0x32E), (0x331, 0x331),  # accents without a letter
        (0x374, 0x375), (0x37E, 0x37E), (0x384, 0x3CE), (0x3D1, 0x3D1), (0x3D5, 0x3D7),  # Greek
        (0x400, 0x45F), (0x462, 0x463), (0x472, 0x475), (0x48A, 0x513),  # Cyrillic
        (0x2000, 0x200A), (0x2010, 0x2027), (0x202F, 0x205E), (0x2070, 0x208E), (0x20A0, 0x20C0),  # signs, currencies
        (0x2103, 0x2103), (0x2109, 0x2109), (0x2113, 0x2113), (0x2116, 0x2117), (0x2120, 0x2122), (0x2126, 0x2126),
        (0x212A, 0x212B), (0x2150, 0x215E),  # units, fractions
    ],
    "NotoSansMath": [
        (0x2190, 0x2195), (0x21D0, 0x21D4), (0x2200, 0x2200), (0x2202, 0x2203), (0x2205, 0x2206), (0x2208, 0x2209),
        (0x220F, 0x220F), (0x2211, 0x2213), (0x2215, 0x2215), (0x2219, 0x221E), (0x2220, 0x2220), (0x2225, 0x222B),
        (0x2243, 0x2243), (0x2245, 0x2245), (0x2248, 0x2248), (0x2260, 0x2261), (0x2264, 0x2265), (0x226A, 0x226B),
        (0x22A5, 0x22A5), (0x22C5, 0x22C5),
    ],
    "NotoSansSymbols2": [
        (0x2610, 0x2612), (0x2713, 0x2718), (0x25A0, 0x25A1), (0x25AA, 0x25AB), (0x25B2, 0x25B3), (0x25B6, 0x25B6),
        (0x25BC, 0x25BD), (0x25C0, 0x25C0), (0x25C6, 0x25C7), (0x25CB, 0x25CB), (0x25CF, 0x25CF),
    ],
    "NotoSansGeorgian": [(0x10D0, 0x10FF)],
    "NotoSansArmenian": [(0x530, 0x58F)],
}
# Accents are drawn by this font alone: Atkinson's need its layout tables to stand where they belong.
ACCENTS = range(0x300, 0x370)


def kept(font, letters):
    """The font with these letters alone, without hints and layout tables."""
    options = Options()
    options.hinting = False
    options.layout_features = []
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "kern", "MATH", "DSIG", "meta"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=letters)
    subsetter.subset(font)


def main(folder):
    here = Path(__file__).parent
    for weight in ("Regular", "Bold"):
        done = set(TTFont(here / f"AtkinsonHyperlegibleNext-{weight}.otf").getBestCmap()) - set(ACCENTS)
        with tempfile.TemporaryDirectory() as parts:
            files = []
            for name, ranges in RANGES.items():
                path = folder / f"{name}-{weight}.ttf"
                # Signs come in one weight.
                font = TTFont(path if path.exists() else folder / f"{name}-Regular.ttf", recalcTimestamp=False)
                wanted = {c for first, last in ranges for c in range(first, last + 1)}
                letters = (wanted & set(font.getBestCmap())) - done
                done |= letters
                kept(font, letters)
                files.append(f"{parts}/{name}.ttf")
                font.save(files[-1])
            merged = Merger().merge(files)
        kept(merged, set(merged.getBestCmap()))
        # The same file each time.
        merged["head"].created = merged["head"].modified = 3_691_440_000
        merged.recalcTimestamp = False
        merged.save(here / f"NotoSans-{weight}-subset.ttf")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
