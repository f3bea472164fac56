"""What DLLs export and import, and DLLs of our own that forward to others; by mingw's tools."""

import re
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

GCC: Final = "x86_64-w64-mingw32-gcc"
OBJDUMP: Final = "x86_64-w64-mingw32-objdump"


def exports(file: Path) -> list[str]:
    """The names a DLL exports."""
    table = _dump(file).partition("[Ordinal/Name Pointer] Table")[2]
    return re.findall(
        r"^\s*\[ *\d+\](?: \+base\[ *\d+\])?\s+(?:[0-9a-f]+ )?(\w\S*)$", table, re.MULTILINE
    )


def imports(file: Path) -> Mapping[str, set[str]]:
    """Library (small letters) → the names asked of it."""
    found: dict[str, set[str]] = defaultdict(set)
    library = ""
    for line in _dump(file).splitlines():
        head = re.match(r"\s*DLL Name: (\S+)", line)
        if head is not None:
            library = head[1].lower()
        elif library and (row := re.match(r"\s+[0-9a-f]+\s+\d+\s+(\w+)\s*$", line)):
            found[library].add(row[1])
        elif not line.strip():
            library = ""
    return found


def forwarder(
    target: Path, names: Iterable[str], to: str, source: str = "", own: Iterable[str] = ()
) -> None:
    """Builds a DLL whose `names` are those of the DLL `to`, and `own` those of `source` in C."""
    lines = [f'LIBRARY "{target.name}"', "EXPORTS"]
    lines += [f"  {name}={to}.{name}" for name in names]
    lines += [f"  {name}" for name in own]
    place = target.with_suffix(".def")
    place.write_text("\n".join(lines) + "\n")
    code = target.with_suffix(".c")
    code.write_text(f"#include <windows.h>\n{source}\n" + MAIN)
    subprocess.run(
        [GCC, "-shared", "-static-libgcc", "-O1", "-o", str(target), str(code), str(place)],
        check=True,
        timeout=300,
    )
    place.unlink()
    code.unlink()


MAIN: Final = "BOOL WINAPI DllMain(HINSTANCE h, DWORD why, LPVOID x) { return TRUE; }\n"


def _dump(file: Path) -> str:
    done = subprocess.run(
        [OBJDUMP, "-p", str(file)], capture_output=True, text=True, check=True, timeout=300
    )
    return done.stdout
