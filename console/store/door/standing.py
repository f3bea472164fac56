"""Standing dispatch rules at work: what is due goes through the door as the rule's owner.

Any keeper does it, and two at once do no harm: rule, case and their versions make the command's id,
so the ledger answers the second. What the door refuses stays in the ledger and is not tried again
before the rule or the case has changed.
"""

from typing import Final

from sqlalchemy.engine import Connection

from console.domain.intent import Intent
from console.domain.stage import Post
from console.store.dialect import is_embedded
from console.store.door.embedded import answer
from console.store.door.standing_due import REASON, due_sql
from console.store.engine import now_ms

AT_ONCE: Final = 100
"""Cases dispatched in one turn of the keeper; the rest waits for the next."""


def keep(connection: Connection, now: int | None = None, most: int = AT_ONCE) -> int:
    """Dispatches up to `most` cases that are due; answers how many it did.

    `now` (ms) is the clock of an embedded database; a server has its own.
    """
    if not is_embedded(connection):
        return int(
            connection.exec_driver_sql("select public.keep_standing(%s)", (most,)).scalar_one()
        )
    held = connection.exec_driver_sql("select 1 from dispatch_rule where state = 1 limit 1").first()
    if held is None:
        return 0
    at = now_ms() if now is None else now
    sql = due_sql().replace("public.", "")
    found = connection.exec_driver_sql(sql, {"at_ms": at, "most": most}).mappings().all()
    done = 0
    for row in found:
        intent = Intent(
            command_id=row["command_id"],
            command="dispatch",
            subject=row["case_id"],
            version_seen=row["case_version"],
            post=Post.DISPATCHER,
            changes={"department_id": row["department_id"]},
            reason=f"{REASON}{row['rule_id']}",
        )
        done += answer(connection, row["owner_id"], at, intent).done
    return done


def keep_task(connection: Connection) -> None:
    """The keeper's part in it."""
    keep(connection)
