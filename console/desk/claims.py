"""Holder of a case 认领, and when others may take it over from a silent one."""

from console.desk.desk import Desk
from console.domain.intent import SETTINGS
from console.domain.moment import MINUTE_MS


def claim_grace(desk: Desk) -> int:
    """Minutes for which a claim keeps others out."""
    name = "claim_grace_minutes"
    return int(desk.directory.settings.get(name, SETTINGS[name]))


def silent_holder(desk: Desk, slot: int) -> bool:
    """Whether the holder's claim keeps others out no longer (need `free`)."""
    read = desk.room.cases.column
    if not int(read("holder_id")[slot]):
        return False
    return int(read("held_at")[slot]) < desk.room.clock.now() - claim_grace(desk) * MINUTE_MS
