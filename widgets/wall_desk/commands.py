"""Commands about walls and scenes, sent one after another where one needs what another has made."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from qtpy.QtCore import QObject, Signal

from console.desk.desk import Desk
from console.domain.intent import Answer, Intent
from console.seat import wall_desk, wall_words
from console.seat.wall_desk import Row, WallsRead
from console.wall.scenes import Scene
from console.words import _
from widgets.session.context import Context
from widgets.session.sent_command import CommandStatus, SentCommand

MINUTE_MS: Final = 60_000
After = Callable[[Answer], None]


class WallCommands(QObject):
    """`confirmed(sent)` and `refused(sent)` for what was sent here, `needed` once it is time to read anew."""

    confirmed = Signal(object)
    refused = Signal(object)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self.context, self.desk = context, context.seat.desk
        self._sent: list[tuple[SentCommand, After | None]] = []
        context.operations.status_changed.connect(self._status_changed)

    def may(self, kind: str, command: str) -> bool:
        """Whether this post gives the command at all."""
        return wall_desk.may(self.desk.post, kind, command)

    def _send(
        self,
        intents: Sequence[Intent],
        words: str,
        after: After | None = None,
        then: Callable[[Sequence[Answer]], str] | None = None,
    ) -> SentCommand | None:
        if not intents:
            return None
        operations = self.context.operations
        if operations.locked:
            operations.send_intents(intents, words)  # which tells why not
            return None
        sent = operations.send_intents(intents, words, then=then)
        self._sent.append((sent, after))
        return sent

    def _status_changed(self, sent: SentCommand) -> None:
        waiting = next((one for one in self._sent if one[0] is sent), None)
        if sent.status is CommandStatus.CONFIRMED:
            self.confirmed.emit(sent)
        elif sent.status is CommandStatus.REFUSED:
            self.refused.emit(sent)
        if waiting is None or sent.status in (CommandStatus.SENDING, CommandStatus.UNKNOWN):
            return
        self._sent.remove(waiting)
        if waiting[1] is not None and sent.status is CommandStatus.CONFIRMED:
            waiting[1](sent.answers[0])

    def until(self, minutes: int | None) -> int | None:
        """The moment in so many minutes; None for no end."""
        if minutes is None:
            return None
        return self.desk.room.clock.now() + minutes * MINUTE_MS

    # walls

    def order(self, wall: str, act: str, scene: str = "", minutes: int | None = None) -> None:
        """Gives an order; those that it makes void are ended on the way."""
        intent = wall_desk.order(self.desk, wall, act, scene, self.until(minutes))
        tidy = partial(_tidied, self.desk, wall, act)
        self._send([intent], wall_words.ordered(wall, act, scene), then=tidy)

    def end_orders(self, found: WallsRead, wall: str, act: str) -> None:
        """Ends the orders of an act."""
        intents = wall_desk.end_orders(self.desk, found, wall, [act])
        words = _("{order} ended").format(order=wall_words.ordered(wall, act))
        for intent in intents:
            self._send([intent], words)

    # scenes

    def save(self, scene: Scene, row: Row | None) -> SentCommand | None:
        """Keeps a scene."""
        intent = wall_desk.save(self.desk, scene, row)
        return self._send([intent], _("Scene saved: {scene}").format(scene=_(scene.name)))

    def rename(self, row: Row, name: str) -> None:
        words = _("Scene renamed: {scene}").format(scene=name)
        self._send([wall_desk.on_scene(self.desk, "rename-scene", row, {"name": name})], words)

    def remove(self, row: Row) -> None:
        words = _("Scene removed: {scene}").format(scene=_(row["name"]))
        self._send([wall_desk.on_scene(self.desk, "remove-scene", row)], words)

    def remove_all(self, rows: Sequence[Row]) -> None:
        words = _("Scenes that were shown, removed: {count}").format(count=len(rows))
        self._send([wall_desk.on_scene(self.desk, "remove-scene", row) for row in rows], words)

    def show(self, scene: Scene, row: Row | None, minutes: int, *, exclusive: bool) -> None:
        """Shows a scene; whether it lets nothing else beside it is saved before that."""
        if exclusive == bool(row is not None and row.get("exclusive")):
            self._show(scene, row, minutes)
            return
        words = _("Scene saved: {scene}").format(scene=_(scene.name))
        intent = wall_desk.save(self.desk, scene, row, exclusive=exclusive)
        self._send([intent], words, partial(self._show_saved, scene, minutes))

    def _show_saved(self, scene: Scene, minutes: int, saved: Answer) -> None:
        self._show(scene, {"id": saved.subject, "version": saved.version}, minutes)

    def _show(self, scene: Scene, row: Row | None, minutes: int) -> None:
        until = self.until(minutes) or 0
        words = _("On the walls for {minutes} min: {scene}")
        told = words.format(minutes=minutes, scene=_(scene.name))
        self._send([wall_desk.show(self.desk, scene, row, until)], told)

    def take_off(self, row: Row) -> None:
        """Takes a scene off; one that was exclusive takes turns again."""
        words = _("Taken off the walls: {scene}").format(scene=_(row["name"]))
        after = None
        if row.get("exclusive") and self.may("scene", "save-scene") and row.get("about") is None:
            after = partial(self._share, row)
        self._send([wall_desk.take_off(self.desk, row)], words, after)

    def _share(self, row: Row, taken: Answer) -> None:
        changes = {"content": row["content"], "exclusive": False}
        seen = {"id": row["id"], "version": taken.version}
        words = _("Scene takes turns again: {scene}").format(scene=_(row["name"]))
        self._send([wall_desk.on_scene(self.desk, "save-scene", seen, changes)], words)


def _tidied(desk: Desk, wall: str, act: str, answers: Sequence[Answer]) -> str:
    """Ends what the order makes void; the order's own words stay. Blocks: for worker threads."""
    for answer in answers:
        if answer.done and answer.subject is not None:
            wall_desk.end_superseded(desk, answer.subject, wall, act)
    return ""
