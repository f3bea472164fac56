"""Crews come and go in the city's own data; where they were heard stays."""

from console.live.crews import CrewColumns


def places(crews: CrewColumns) -> dict[int, tuple[float, float, int]]:
    return {
        crew: (crews.lon[slot], crews.lat[slot], crews.at[slot])
        for crew, slot in crews.slot_of.items()
    }


def test_a_crew_that_was_heard_stays_where_it_was_and_others_are_at_home() -> None:
    crews = CrewColumns()
    crews.set_crews([(1, 100.0, 30.0), (2, 101.0, 31.0), (3, 102.0, 32.0)])
    assert crews.move([(1, 50, 100.5, 30.5, 90.0), (3, 60, 102.5, 32.5, None)]) == {1, 3}
    crews.set_crews([(4, 104.0, 34.0), (2, 101.1, 31.1), (1, 100.1, 30.1)])
    assert places(crews) == {4: (104.0, 34.0, 0), 2: (101.1, 31.1, 0), 1: (100.5, 30.5, 50)}
    assert crews.heading[crews.slot_of[1]] == 90.0
    assert crews.move([(4, 70, 104.5, 34.5, None), (3, 80, 0.0, 0.0, None)]) == {4}
