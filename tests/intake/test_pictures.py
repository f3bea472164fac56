"""Pictures enter upright, small and without what a camera adds; what is none is refused."""

import io
from pathlib import Path

import pytest
from PIL import Image

from console.domain.refusal import Refused
from console.intake import pictures
from console.store.door import blobs
from tests.store.world import World

ORIENTATION = 0x0112
MAKER = 0x010F


def jpeg(width: int, height: int, *, turned: int = 1) -> bytes:
    """A grey picture with a red left edge, made by a camera that says so."""
    made = Image.new("RGB", (width, height), "grey")
    made.paste("red", (0, 0, max(1, width // 10), height))
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = turned, "A telephone of somebody"
    out = io.BytesIO()
    made.save(out, "JPEG", exif=exif)
    return out.getvalue()


def opened(raw: bytes) -> Image.Image:
    return Image.open(io.BytesIO(raw))


def test_it_shrinks_to_what_the_database_takes() -> None:
    made = pictures.prepare(jpeg(4000, 3000), "x.jpg")
    assert opened(made.content).size == (1600, 1200)
    assert opened(made.thumbnail).size == (320, 240)
    assert len(made.hash) == 64


def test_a_small_one_is_not_blown_up() -> None:
    assert opened(pictures.prepare(jpeg(300, 200), "x.jpg").content).size == (300, 200)


def test_it_stands_upright_and_tells_nothing_of_the_camera() -> None:
    made = pictures.prepare(jpeg(400, 200, turned=6), "x.jpg")  # turned by 90°
    found = opened(made.content)
    assert found.size == (200, 400)
    red = found.convert("RGB").getpixel((100, 5))
    assert isinstance(red, tuple)
    assert red[0] > 200 > red[1] + 50
    assert not dict(found.getexif())
    assert b"telephone" not in made.content


@pytest.mark.parametrize("form", ["PNG", "WEBP", "BMP", "GIF"])
def test_other_forms_become_jpeg(form: str) -> None:
    out = io.BytesIO()
    Image.new("RGBA" if form in ("PNG", "WEBP") else "RGB", (50, 40), "blue").save(out, form)
    assert opened(pictures.prepare(out.getvalue(), "x").content).format == "JPEG"


@pytest.mark.parametrize("raw", [b"", b"GIF89a", b"no picture at all", jpeg(400, 300)[:2000]])
def test_what_is_no_picture_is_refused(tmp_path: Path, raw: bytes) -> None:
    file = tmp_path / "x.jpg"
    file.write_bytes(raw)
    with pytest.raises(Refused) as no:
        pictures.read(str(file))
    assert no.value.key == "picture_unreadable"


def test_one_that_would_fill_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_PIXELS", 10_000)
    with pytest.raises(Refused) as no:
        pictures.prepare(jpeg(200, 200), "x.jpg")
    assert no.value.key == "picture_too_large"


def test_a_file_that_is_too_large_or_missing_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "LARGEST_BYTES", 10)
    file = tmp_path / "x.jpg"
    file.write_bytes(jpeg(20, 20))
    with pytest.raises(Refused) as no:
        pictures.read(str(file))
    assert no.value.key == "picture_too_large"
    with pytest.raises(Refused) as no:
        pictures.read(str(tmp_path / "missing.jpg"))
    assert no.value.key == "file_unreadable"


def test_it_is_stored_once_by_an_operator_and_never_changed(town_world: World) -> None:
    made = pictures.prepare(jpeg(400, 300), "x.jpg")
    store = town_world.door("dept").store  # type: ignore[attr-defined]
    for _time in range(2):
        blobs.put(store, made.hash, made.media_type, made.content, made.thumbnail)
    assert blobs.whole(town_world.store, made.hash) == made.content
    assert blobs.whole(town_world.store, "0" * 64) is None
    found = [row["hash"] for row in town_world.rows("blob")]
    assert found.count(made.hash) == 1
