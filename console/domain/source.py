"""Sources 来源 of a case: the channels of a report."""

from collections.abc import Mapping
from typing import Final

from console.words import mark

SOURCES: Final[Mapping[str, str]] = {
    "hotline": mark("Hotline"),
    "collector": mark("Patrol"),
    "app": mark("App"),
    "web": mark("Web"),
    "video": mark("Video"),
    "device": mark("Device"),
    "department": mark("Body"),
    "leader": mark("Leader"),
    "transfer": mark("Referred"),
    "import": mark("Import"),
}
"""The word that is stored → its name, short: it stands in a column of two characters."""
