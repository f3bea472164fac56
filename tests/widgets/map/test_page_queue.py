import json
from typing import Any

from pytestqt.qtbot import QtBot
from qtpy.QtCore import QObject

from widgets.map.page_queue import INLINE, PageQueue


class _Page:
    """Takes down every batch it is given."""

    def __init__(self) -> None:
        self.batches: list[list[dict[str, Any]]] = []
        self.blocks: dict[int, bytes] = {}

    def take(self, batch: str) -> None:
        self.batches.append(json.loads(batch))

    def kinds(self) -> list[list[str]]:
        return [[message["kind"] for message in batch] for batch in self.batches]


def _small() -> bytes:
    return b"few"


def _large() -> bytes:
    return bytes(INLINE + 1)


def test_nothing_leaves_before_the_page_is_there_then_all_in_order(qapp: QObject) -> None:
    page, owner = _Page(), QObject()
    box = PageQueue(page.take, page.blocks, owner)
    box.keep("cases", _small)
    box.keep("theme", _small)
    assert page.batches == []
    box.restart()
    assert page.kinds() == [["theme", "cases"]]


def test_the_next_batch_waits_for_the_answer_and_gathers_the_latest(qtbot: QtBot) -> None:
    page, owner = _Page(), QObject()
    box = PageQueue(page.take, page.blocks, owner)
    box.keep("theme", _small)
    box.restart()
    box.once("cases_change", _small, soon=True)
    box.once("cases_change", _small, soon=True)
    box.flush()
    assert len(page.batches) == 1
    box.answer(box.revision)
    qtbot.waitUntil(lambda: len(page.batches) == 2)
    assert page.kinds()[1] == ["cases_change"]
    assert box.pending()
    box.answer(box.revision)
    assert not box.pending()


def test_large_blocks_are_left_for_the_scheme_until_they_are_answered(qapp: QObject) -> None:
    page, owner = _Page(), QObject()
    box = PageQueue(page.take, page.blocks, owner)
    box.keep("cases", _large)
    box.restart()
    assert page.batches[0][0]["inline"] is None
    assert page.blocks == {1: _large()}
    box.answer(1)
    assert page.blocks == {}


def test_a_page_that_comes_back_gets_states_again_but_no_differences(qapp: QObject) -> None:
    page, owner = _Page(), QObject()
    box = PageQueue(page.take, page.blocks, owner)
    box.keep("cases", _small)
    box.restart()
    box.once("cases_change", _small)
    box.pause()
    box.restart()
    assert page.kinds() == [["cases"], ["cases"]]
    assert page.batches[1][0]["rev"] > page.batches[0][0]["rev"]
