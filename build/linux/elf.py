"""What shipped ELF files ask of the system they run on."""

import re
import struct
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

NEWEST: Final = (2, 34)
"""The newest glibc whose symbols may be asked for: Ubuntu 22.04 has 2.35, and 2.34 leaves a step."""
EQUAL: Final = {"GLIBC_2.35": ("GLIBC_2.2.5", frozenset({"hypot"}))}
"""Versions of symbols that may be asked for by an older one, which glibc also has: the same function,
which in the older version also sets `errno` in the way of SVID."""


def elf_files(folder: Path) -> Iterator[Path]:
    """Every ELF file below a folder, links left out."""
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.is_symlink():
            with file.open("rb") as opened:
                if opened.read(4) == b"\x7fELF":
                    yield file


def newest_glibc(file: Path) -> tuple[int, ...]:
    """The newest version of glibc whose symbols a file asks for; () for none."""
    found = re.findall(r"\bGLIBC_(\d+(?:\.\d+)+)", _readelf("-V", file))
    return max((tuple(int(n) for n in one.split(".")) for one in found), default=())


def too_new(folder: Path) -> list[str]:
    """Files that ask for a newer glibc than `NEWEST`, each with the version."""
    return [
        f"{file.relative_to(folder)}: glibc {'.'.join(map(str, version))}"
        for file in elf_files(folder)
        if (version := newest_glibc(file)) > NEWEST
    ]


def needed(file: Path) -> list[str]:
    """The libraries a file names as needed."""
    return re.findall(r"\(NEEDED\).*\[(.+)\]", _readelf("-d", file))


def symbols_of(file: Path, version: str) -> set[str]:
    """Undefined symbols asked for in one version."""
    return set(re.findall(rf"UND (\w+)@{re.escape(version)}\b", _readelf("--dyn-syms", file)))


def ask_for_less(file: Path) -> list[str]:
    """Rewrites what `EQUAL` allows inside a file; answers the versions taken out.

    An entry of .gnu.version_r names a version by its hash and its place among the strings: both are
    pointed at the older one, which must be named in the file already.
    """
    done = []
    for version, (older, allowed) in EQUAL.items():
        if symbols_of(file, version) and symbols_of(file, version) <= allowed:
            _point_at(file, version, older)
            done.append(version)
    return done


def _point_at(file: Path, version: str, older: str) -> None:
    raw = bytearray(file.read_bytes())
    sections = _sections(file)
    strings, _size = sections[".dynstr"]
    start, size = sections[".gnu.version_r"]
    place = raw.index(b"\0" + older.encode() + b"\0", strings) + 1 - strings
    wanted = struct.pack("<I", _hash(version))
    for at in range(start, start + size, 16):  # Verneed and Vernaux are 16 bytes each
        if raw[at : at + 4] == wanted:
            struct.pack_into("<I", raw, at, _hash(older))
            struct.pack_into("<I", raw, at + 8, place)
    file.write_bytes(raw)


def _hash(name: str) -> int:
    """The hash of the System V ABI."""
    value = 0
    for byte in name.encode():
        value = (value << 4) + byte
        high = value & 0xF0000000
        value = (value ^ (high >> 24)) & ~high
    return value & 0xFFFFFFFF


def _sections(file: Path) -> dict[str, tuple[int, int]]:
    """Name → (offset, size) of an ELF's sections."""
    rows = re.findall(r"\] (\.\S+)\s+\S+\s+\w+ (\w+) (\w+)", _readelf("-S", file))
    return {name: (int(offset, 16), int(size, 16)) for name, offset, size in rows}


def _readelf(option: str, file: Path) -> str:
    words: Sequence[str] = ("readelf", option, "--wide", str(file))
    return subprocess.run(words, capture_output=True, text=True, check=True, timeout=120).stdout
