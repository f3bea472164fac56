"""One case through all seven steps by `act … --json`, with the right people, on both databases.

Wherever post, axis, needs or version say so it is refused, and the reason says why.
"""

from pathlib import Path

from console.domain.stage import Stage
from tests.seat.conftest import Act, Say
from tests.store import town
from tests.store.world import World


def stage(world: World, case: int) -> Stage:
    return Stage(world.case(case)["stage"])


def test_the_seven_steps(act: Act, town_world: World, photo: str) -> None:
    made = act("caller", f"register --set category_id={town.LITTER} --set region_id={town.EAST}")
    case = made["case"]
    assert made["outcome"] == "done"
    assert act("caller", f"send-verify {case} --set collector_id=1")["outcome"] == "done"
    assert act("patrol", f"answer-verify {case} --set answer=true")["outcome"] == "done"
    assert act("caller", f"accept {case}")["outcome"] == "done"
    assert act("lead", f"file {case} --set condition_id={town.SLOW}")["outcome"] == "done"
    sent = act(
        "disp", f"dispatch {case} --set department_id={town.SANITATION} --set crews=[{town.CREW}]"
    )
    assert sent["outcome"] == "done"
    for step in ("acknowledge", "start", "arrive"):
        assert act("dept", f"{step} {case}")["outcome"] == "done"
    assert act("dept", f"done {case}", "--photo", photo)["outcome"] == "done"
    assert stage(town_world, case) is Stage.FORWARD
    assert act("disp", f"forward {case}")["outcome"] == "done"
    assert act("caller", f"send-check {case} --set collector_id=1")["outcome"] == "done"
    assert act("patrol", f"pass {case}", "--photo", photo)["outcome"] == "done"
    closed = act("lead", f"close {case} --set closing_confirmed=true")
    assert (closed["outcome"], closed["version"]) == ("done", town_world.case(case)["version"])
    assert stage(town_world, case) is Stage.CLOSED
    roles = [row["role"] for row in town_world.rows("attachment") if row["case_id"] == case]
    assert sorted(roles) == ["after", "check"]
    versions = [e["subject_version"] for e in town_world.rows("event") if e["case_id"] == case]
    assert sorted(versions) == list(range(1, len(versions) + 1))


def test_it_is_refused_wherever_the_rules_say_so(act: Act, town_world: World, photo: str) -> None:
    made = act("caller", f"register --set category_id={town.LITTER} --set region_id={town.EAST}")
    case = made["case"]
    register = "register --set category_id=1"
    for who, line, reason in (
        ("caller", register, "needs"),  # no region
        ("lead", f"accept {case}", "other_post"),
        ("caller", f"file {case} --set condition_id={town.SLOW} --post supervision_lead", "post"),
        ("caller", f"reject {case}", "needs"),  # no reason
        ("disp", f"dispatch {case} --set department_id=1", "stage"),
    ):
        refused = act(who, line)
        assert refused["outcome"] == "refused", line
        assert reason in refused["reason"], (line, refused["reason"])
        assert refused["error"].strip()
    assert act("caller", f"accept {case}")["outcome"] == "done"
    wrong = act("lead", f"file {case} --set condition_id={town.COVER_CONDITION}")
    assert (wrong["outcome"], wrong["reason"]) == ("refused", "condition")
    assert act("both", f"file {case} --set condition_id={town.SLOW}")["outcome"] == "done"
    # who filed it, in supervision, may not command it
    axis = act("both", f"dispatch {case} --set department_id={town.SANITATION} --post dispatcher")
    assert (axis["outcome"], axis["reason"]) == ("refused", "axis")
    far = act("eastdisp", f"dispatch {case} --set department_id={town.SANITATION}")
    assert far["outcome"] == "done"
    late = act("cmdlead", f"redispatch {case} --version-seen 1", "--reason", "x",
               "--set", f"department_id={town.OTHER}")  # fmt: skip
    assert late["outcome"] == "changed"
    none = act("dept", f'done {case} --set photos=["{"0" * 64}"]')
    assert (none["outcome"], none["reason"]) == ("refused", "photos")


def test_a_photo_that_is_none_sends_nothing(
    say: Say, act: Act, town_world: World, tmp_path: Path, photo: str
) -> None:
    made = act("caller", f"register --set category_id={town.LITTER} --set region_id={town.EAST}")
    broken = tmp_path / "broken.jpg"
    broken.write_text("no picture")
    before = len(town_world.rows("blob"))
    said = say("--database", town_world.url, "--as", "caller", "act", "attach", str(made["case"]),
               "--photo", photo, "--photo", str(broken))  # fmt: skip
    assert said.code == 1
    assert "broken.jpg" in said.err
    assert len(town_world.rows("blob")) == before
    assert not town_world.rows("attachment")
