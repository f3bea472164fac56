"""Makes the program's pictures from `resources/icons/wangge-console.svg`: PNG by size, and .ico."""

import sys
from pathlib import Path
from typing import Final

from PIL import Image
from qtpy.QtCore import QRectF, Qt
from qtpy.QtGui import QImage, QPainter
from qtpy.QtSvg import QSvgRenderer

ROOT: Final = Path(__file__).resolve().parent.parent
DRAWING: Final = ROOT / "resources" / "icons" / "wangge-console.svg"
SIZES: Final = (16, 24, 32, 48, 64, 128, 256)


def make(folder: Path) -> None:
    """Writes `<size>.png` for each size and `wangge-console.ico` with all of them."""
    folder.mkdir(parents=True, exist_ok=True)
    drawing = QSvgRenderer(str(DRAWING))
    pictures = []
    for size in SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        drawing.render(painter, QRectF(0, 0, size, size))
        painter.end()
        image.save(str(folder / f"{size}.png"))
        pictures.append(Image.open(folder / f"{size}.png"))
    largest = pictures[-1]
    sizes = [(size, size) for size in SIZES]
    largest.save(folder / "wangge-console.ico", sizes=sizes, append_images=pictures[:-1])


if __name__ == "__main__":
    make(Path(sys.argv[1]))
