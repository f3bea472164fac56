"""`private_bytes(pid)`: memory of a process that is its own, without libraries and files it shares."""

import os
import sys
from pathlib import Path
from typing import Final

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    READ: Final = 0x0400 | 0x0010
    """PROCESS_QUERY_INFORMATION and PROCESS_VM_READ."""
    SIZES: Final = (
        *("peak_working_set", "working_set", "peak_paged_pool", "paged_pool"),
        *("peak_nonpaged_pool", "nonpaged_pool", "pagefile", "peak_pagefile", "private"),
    )

    class _Counters(ctypes.Structure):
        """PROCESS_MEMORY_COUNTERS_EX."""

        _fields_ = [
            ("size", wintypes.DWORD),
            ("page_faults", wintypes.DWORD),
            *((name, ctypes.c_size_t) for name in SIZES),
        ]

    def private_bytes(pid: int) -> int | None:
        """None for a process that is not there, or of another user."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.OpenProcess.restype = wintypes.HANDLE
        handle = kernel.OpenProcess(READ, False, pid)
        if not handle:
            return None
        try:
            counters = _Counters(size=ctypes.sizeof(_Counters))
            ask = kernel.K32GetProcessMemoryInfo
            ask.argtypes = (wintypes.HANDLE, ctypes.c_void_p, wintypes.DWORD)
            told = ask(handle, ctypes.byref(counters), counters.size)
            return int(counters.private) if told else None
        finally:
            kernel.CloseHandle(wintypes.HANDLE(handle))

else:

    def private_bytes(pid: int) -> int | None:
        """None for a process that is not there."""
        try:
            pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()
        except OSError:
            return None
        return (int(pages[1]) - int(pages[2])) * os.sysconf("SC_PAGE_SIZE")
