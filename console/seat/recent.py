"""Servers this workstation has signed on to, newest first, with the login; no passwords."""

import json
import logging
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from console import paths

LOG = logging.getLogger(__name__)
MOST: Final = 6


class Recent:
    """Pairs of address and login in one small file beside the settings."""

    def __init__(self, file: Path | None = None) -> None:
        self.file = file or paths.user_config() / "servers.json"

    def all(self) -> Sequence[tuple[str, str]]:
        """All known pairs; none if the file cannot be read."""
        try:
            found = json.loads(self.file.read_text(encoding="utf-8")) if self.file.exists() else []
            return [(str(url), str(login)) for url, login in found][:MOST]
        except (OSError, ValueError, TypeError) as error:
            LOG.warning("%s cannot be read: %s", self.file, error)
            return []

    def put(self, url: str, login: str) -> None:
        """Makes this pair the newest; a disk that cannot be written is logged."""
        plain = without_password(url)
        others = [pair for pair in self.all() if pair != (plain, login)]
        try:
            half = self.file.with_suffix(f".{os.getpid()}")
            kept = [(plain, login), *others][:MOST]
            half.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
            half.replace(self.file)
        except OSError as error:
            LOG.warning("the server is not remembered: %s", error)


def without_password(url: str) -> str:
    """The address as it may be shown and kept."""
    return re.sub(r"(://[^:@/]*):[^/]*@", r"\1@", url)
