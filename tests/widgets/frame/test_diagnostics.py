"""Diagnostics tell what is true of this console, and can be copied."""

import os

import pytest
from pytestqt.qtbot import QtBot
from qtpy.QtCore import Qt
from qtpy.QtGui import QGuiApplication

from console import machine, paths
from console.domain.refusal import Refused
from console.seat import memory
from console.store.migrations import revisions
from tests.widgets.desk import town_file, window
from widgets.frame import diagnostics
from widgets.frame.diagnostics import Diagnostics, open_diagnostics
from widgets.frame.window import Window
from widgets.session import launching

__all__ = ["town_file", "window"]


def opened(window: Window, qtbot: QtBot) -> Diagnostics:
    window.top.setting.emit("diagnostics", "")
    made = window.findChild(Diagnostics)
    assert isinstance(made, Diagnostics)
    qtbot.waitUntil(lambda: bool(made.sections))
    return made


def facts(shown: Diagnostics) -> dict[str, str]:
    return dict(row for section in shown.sections for row in section.rows)


def test_they_tell_what_is_true_here(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WANGGE_SEAT", "席位07")
    monkeypatch.setenv("WANGGE_DATABASE", "postgresql://li:geheim@db.test/city")
    told = facts(opened(window, qtbot))
    assert told["数据库软件"].startswith("SQLite 3.")
    assert told["数据库结构版本（现有）"] == told["数据库结构版本（需要）"] == revisions.NEWEST
    assert told["规则"] == "与本程序一致"
    assert told["状态"] == "同步正常"
    assert told["在办案件"] == str(len(window.seat.room.cases))
    assert told["日志"] == str(paths.logs())
    assert told["本机设置文件"] == str(machine.machine_file())
    assert told["seat"] == "席位07  (环境变量 WANGGE_SEAT)"
    assert "geheim" not in " ".join(told.values())


def test_the_copy_has_every_fact(window: Window, qtbot: QtBot) -> None:
    shown = opened(window, qtbot)
    shown.copy.click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert all(f"{label}: {value}" in lines for label, value in facts(shown).items())
    assert shown.said.text() == "已复制。"


def test_another_build_s_rules_are_said_when_read_again(window: Window, qtbot: QtBot) -> None:
    shown = opened(window, qtbot)
    with window.seat.store.write() as connection:
        connection.exec_driver_sql("update schema_info set digest = 'theirs'")
    qtbot.keyClick(shown, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: facts(shown)["规则"] == "由另一版程序建立")


def test_a_database_that_is_gone_is_said_and_the_rest_is_there(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other(_store: object) -> dict[str, object]:
        raise Refused("schema_newer", found="9999", wanted="0001")

    monkeypatch.setattr(revisions, "check", other)
    told = facts(opened(window, qtbot))
    assert "9999" in told["未能读取"]
    assert told["Qt"]


def test_the_folder_of_logs_is_opened_outside(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    shown = opened(window, qtbot)
    monkeypatch.setattr(launching, "open_outside", asked.append)  # which answers nothing
    shown.logs.click()
    assert asked == [str(paths.logs())]
    assert str(paths.logs()) in shown.said.text()


def test_a_console_has_one_of_them_and_escape_closes_it(window: Window, qtbot: QtBot) -> None:
    shown = opened(window, qtbot)
    assert open_diagnostics(window, window.context) is shown
    qtbot.keyClick(shown, Qt.Key.Key_Escape)
    assert not shown.isVisible()


def test_memory_of_a_process_is_told_and_of_none_is_not() -> None:
    held = memory.private_bytes(os.getpid())
    assert held is not None
    assert held > 10 * diagnostics.MB
    assert memory.private_bytes(2**22 + 1) is None
