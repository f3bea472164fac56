"""The arithmetic of a soak, and one short run through real faults."""

import json
import mmap
import random
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from console.domain.intent import Answer
from console.measure import own_server, page, report, soak, soak_process
from console.measure.history import judge
from console.measure.own_server import OwnServer
from console.measure.trend import slope
from console.seat import command_line

LOG = [("a", 0, 1, 4), ("b", 0, 1, 5), ("b", 1, 2, 3), ("c", 0, 2, 4)]
HELD = {1: 5, 2: 4}
SOUND = {"commands": 3, "lost": 0, "doubled": 0, "gaps": 0, "refused": 0}


def done(version: int) -> Answer:
    return Answer(1, "done", version=version)


ANSWERED = {"a": done(4), "b": done(5), "c": done(4)}


def test_a_log_that_has_all_that_was_acknowledged_once_is_sound() -> None:
    assert judge(LOG, HELD, ANSWERED) == SOUND


@pytest.mark.parametrize(
    ("log", "held", "answered", "amiss"),
    [
        (LOG, HELD, ANSWERED | {"d": done(9)}, {"commands": 4, "lost": 1}),
        (LOG, HELD, ANSWERED | {"a": done(5)}, {"lost": 1}),
        ([*LOG, ("c", 0, 2, 5)], HELD | {2: 5}, ANSWERED, {"doubled": 1}),
        ([LOG[0], *LOG[2:], ("d", 0, 1, 6)], HELD | {1: 6}, {}, {"commands": 0, "gaps": 1}),
        (LOG, HELD | {1: 6}, ANSWERED, {"gaps": 1}),
        (LOG, HELD, ANSWERED | {"d": Answer(1, "refused")}, {"commands": 4, "refused": 1}),
    ],
)
def test_what_is_amiss_is_counted(
    log: list[tuple[str, int, int, int]],
    held: dict[int, int],
    answered: dict[str, Answer],
    amiss: dict[str, int],
) -> None:
    assert judge(log, held, answered) == SOUND | amiss


def test_what_grows_for_ever_is_told_from_what_only_moves() -> None:
    rng = random.Random(1)
    still = [(n / 10, 1000 + rng.gauss(0, 5)) for n in range(200)]
    leaking = [(at, figure + 40 * at) for at, figure in still]
    stepped = [(at, 1000.0 if at < 8 else 1400.0) for at, _figure in still]
    for samples, grows in ((still, False), (leaking, True), (stepped, False)):
        low, high = slope(samples)
        assert (low > 0) == grows
        assert high >= 0
    assert 30 < slope(leaking)[0] < 40 < slope(leaking)[1] < 50
    assert slope([(0.0, 1.0)] * 4) == (0.0, 0.0)


def test_the_bounds_are_those_of_the_promise() -> None:
    bounds = report.soak_bounds(50)
    for nothing in ("lost", "doubled", "gaps", "refused", "digest_differences"):
        assert bounds[nothing].holds(0)
        assert not bounds[nothing].holds(1)
    assert bounds["p99_ms"].most == 100
    assert not bounds["memory_slope_low"].holds(0.1)
    assert not bounds["fds_grown"].holds(1)


def test_no_server_but_its_own_is_ill_treated(capsys: pytest.CaptureFixture[str]) -> None:
    argv = ["measure", "soak", "--database", "postgresql://ops@city/city", "--json"]
    assert command_line.run(argv, lambda _options: 0) == 1
    assert "measure_own_server" in capsys.readouterr().out


@pytest.mark.timeout(240)
def test_a_short_run_meets_faults_and_keeps_every_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soak, "CASES", 60)
    monkeypatch.setattr(soak, "SETTLE_S", 2.0)
    monkeypatch.setattr(soak, "FAULT_EVERY_S", (60.0, 80.0))
    monkeypatch.setattr(soak, "FROZEN_S", (2.5, 2.6))
    told = {"figures": {"changes": 9, "renderer_mb": 70.0, "renderer_slope_low": -1.0}}
    speaks = [sys.executable, "-c", f"print({json.dumps(json.dumps(told))})"]
    monkeypatch.setattr(page, "program", lambda: speaks)
    figures = soak.measure(minutes=0.08, seats=2, rate=40, page=True)
    assert figures["commands"] > 50
    assert figures["faults"] >= 1
    nothing = ("lost", "doubled", "gaps", "refused", "digest_differences")
    assert {name: figures[name] for name in nothing} == dict.fromkeys(nothing, 0)
    assert 0 < figures["p50_ms"] <= figures["p99_ms"]
    assert set(report.soak_bounds(2)) | set(report.page_bounds()) <= set(figures)
    assert "changes" not in figures


@pytest.mark.parametrize("said", ["import no_such_module", "print('{}')", "print('no page')"])
def test_a_machine_that_shows_no_page_has_no_figures_of_one(
    monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    monkeypatch.setattr(page, "program", lambda: [sys.executable, "-c", said])
    with page.Page(1) as beside:
        assert beside.figures() == {}


def test_a_page_ends_with_its_soak(monkeypatch: pytest.MonkeyPatch) -> None:
    waits = "import threading; threading.Event().wait()"
    monkeypatch.setattr(page, "program", lambda: [sys.executable, "-c", waits])
    with page.Page(1) as beside:
        child = beside._child
    assert child.returncode is not None


def test_a_server_whose_connections_end_meanwhile_is_killed_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Ended:
        pid = 1 << 30

        def kill(self) -> None:
            raise psutil.NoSuchProcess(self.pid)

    class Alive(Ended):
        killed = False

        def kill(self) -> None:
            self.killed = True

    server, alive = OwnServer.__new__(OwnServer), Alive()
    monkeypatch.setattr(server, "_processes", lambda: [Ended(), alive], raising=False)
    monkeypatch.setattr(psutil, "wait_procs", lambda *_args, **_more: ([], []))
    server.kill()
    assert alive.killed
    server.signal(signal.SIGTERM)


def test_a_busy_machine_may_take_its_time_to_start_a_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tries: list[int] = []

    class Slow:
        def ensure_postgres_running(self) -> None:
            tries.append(1)
            if len(tries) < 3:
                raise (AssertionError, subprocess.TimeoutExpired("pg_ctl", 10))[len(tries) % 2]

    server = OwnServer.__new__(OwnServer)
    server.server = Slow()
    server.start()
    assert len(tries) == 3
    tries.clear()
    monkeypatch.setattr(own_server, "START_S", -1.0)
    with pytest.raises(subprocess.TimeoutExpired):
        server.start()


def test_pages_of_files_are_not_weighed_as_memory(tmp_path: Path) -> None:
    size = 32 << 20
    file = tmp_path / "pages"
    file.write_bytes(bytes(size))
    begun = soak_process.private_memory()["memory"]
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as pages:
        assert sum(pages[at] for at in range(0, size, 4096)) == 0
        assert soak_process.private_memory()["memory"] - begun < size / 4
    held = bytearray(b"x" * size)
    assert soak_process.private_memory()["memory"] - begun > size / 2
    assert held
