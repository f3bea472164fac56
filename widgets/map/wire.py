"""One block of bytes for the page: a head in JSON, then arrays, each at a multiple of 8 bytes.

    u32 length of head · head (UTF-8 JSON, padded with spaces to a multiple of 8) · arrays

Head: `{"meta": {...}, "arrays": [[name, type, length, offset], ...]}`; offsets count from the end
of the head, types are f64 f32 u32 i32 u8, all little-endian.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_TYPES: Final = {"float64": "f64", "float32": "f32", "uint32": "u32", "int32": "i32", "uint8": "u8"}


def pack(meta: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Builds the block. Arrays must be one-dimensional of a type the page knows (KeyError otherwise)."""
    rows: list[list[Any]] = []
    pieces: list[bytes] = []
    at = 0
    for name, array in arrays.items():
        rows.append([name, _TYPES[array.dtype.name], len(array), at])
        data = np.ascontiguousarray(array).tobytes()
        gap = -len(data) % 8
        pieces += (data, bytes(gap))
        at += len(data) + gap
    head = json.dumps({"meta": dict(meta), "arrays": rows}, ensure_ascii=False).encode()
    head += b" " * (-(4 + len(head)) % 8)
    return b"".join((np.uint32(len(head)).tobytes(), head, *pieces))
