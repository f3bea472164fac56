"""Makes `resources/fonts/*.otf` from Debian's `fonts-noto-cjk`; run by hand when that package changes.

    pip install fonttools    (in an environment of its own: the program does not need it)
    python build/fonts.py [FOLDER with NotoSansCJK-*.ttc]

Takes the SC face, keeps every character of GB 2312 and the rarer ones of names and places below,
Latin with accents, Greek, Cyrillic, punctuation, arrows, Roman and circled numbers, and the
features the console uses (tabular figures, kerning, Chinese forms); names it "Noto Sans SC".
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection

FACE = "Noto Sans CJK SC"
FEATURES = ["kern", "tnum", "pnum", "ccmp", "locl", "liga", "chws", "halt", "fwid", "hwid", "pwid"]
RARER = "镕喆堃翀珺玥璟煊昇暐烨璐瑄祎垚焱淼甦祺頔翾赟瑀玙琤琎玘珅璿瓅嫄妍娴翙翯昉昕昳旻晞晗炘烜堉埇垟垭塅嵊岚崟嵚鄞鄄邛漷浉涞淠溱滠漖潟瀍濉睢枞栌榀㧟䓫䓬窨箅硂啰阇甪氹堽堌圪垴圐圙堉屾峁崾"
RANGES = (
    (0x20, 0x17F), (0x370, 0x3FF), (0x400, 0x45F), (0x2000, 0x206F), (0x20A0, 0x20BF),
    (0x2100, 0x218F), (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2460, 0x24FF), (0x2500, 0x25FF),
    (0x3000, 0x303F), (0xFF00, 0xFFEF),
)  # fmt: skip


def characters() -> set[int]:
    """Unicode points kept."""
    kept = {point for first, last in RANGES for point in range(first, last + 1)}
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            kept.update(ord(c) for c in bytes((high, low)).decode("gb2312", "ignore"))
    return kept | {ord(c) for c in RARER}


def make(collection: Path, weight: str, target: Path) -> None:
    """One weight of the SC face, cut down and renamed. Raises StopIteration without that face."""
    fonts = TTCollection(str(collection), lazy=True).fonts
    font = next(f for f in fonts if f["name"].getDebugName(1) == FACE)
    options = subset.Options(layout_features=FEATURES, name_IDs=["*"], notdef_outline=True)
    options.drop_tables += ["VORG", "vhea", "vmtx"]  # nothing is set vertically
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters())
    cutter.subset(font)
    names = {1: "Noto Sans SC", 2: weight, 4: f"Noto Sans SC {weight}", 6: f"NotoSansSC-{weight}"}
    for record in list(font["name"].names):
        if record.nameID in (3, 16, 17):
            font["name"].removeNames(nameID=record.nameID)
        elif record.nameID in names:
            record.string = names[record.nameID]
    cff = font["CFF "].cff
    cff.fontNames[0] = names[6]
    cff.topDictIndex[0].FullName, cff.topDictIndex[0].FamilyName = names[4], names[1]
    font.save(str(target))


if __name__ == "__main__":
    source = Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/fonts/opentype/noto")
    fonts_folder = Path(__file__).resolve().parent.parent / "resources" / "fonts"
    for name in ("Regular", "Bold"):
        make(source / f"NotoSansCJK-{name}.ttc", name, fonts_folder / f"NotoSansSC-{name}.otf")
