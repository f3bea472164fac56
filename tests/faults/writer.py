"""A process that adds notes and tells each acknowledged id, until somebody kills it.

python -m tests.faults.writer URL LOGIN CASE
"""

import sys

from console.domain.intent import Intent, new_command_id
from console.domain.stage import Post
from console.store.door.opening import open_door
from console.store.engine import now_ms, open_store

if __name__ == "__main__":
    url, login, case = sys.argv[1:]
    door = open_door(open_store(url, login))
    while True:
        note = Intent(new_command_id(now_ms()), "note", int(case), Post.DISPATCHER, reason="fault")
        (answer,) = door.submit([note])
        if answer.done:
            sys.stdout.write(f"{note.command_id} {answer.version}\n")
            sys.stdout.flush()
