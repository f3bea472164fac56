"""What gives way in a row that is too narrow."""

from widgets.targets.row import _fitting, _wide


def test_the_last_facts_go_first_and_the_first_stays(qapp: object) -> None:
    facts = "5 in hand · 210 m"
    assert _fitting(facts, 1000) == facts
    assert _fitting(facts, _wide(facts) - 1) == "5 in hand"
    assert _fitting(facts, 1) == "5 in hand"
    assert _fitting("", 1) == ""
