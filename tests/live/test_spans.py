"""Calendars as arrays go the same way as the calendar itself, there and back."""

import numpy as np

from console.domain.worktime import WorkSpan
from console.live.spans import Calendars, SpanArrays
from tests.domain.calendars import office


def test_many_positions_lead_to_the_same_moments_as_one_by_one() -> None:
    calendar = office()
    arrays = SpanArrays(calendar.spans)
    last = calendar.position(calendar.spans[-1].end)
    wanted = np.linspace(0, last, 997).astype(np.int64)
    ends = np.array([calendar.position(span.end) for span in calendar.spans])
    for positions in (wanted, ends):
        found = arrays.moment(positions)
        assert found.tolist() == [calendar.moment(int(one)) for one in positions]
        assert arrays.position(found).tolist() == positions.tolist()


def test_codes_that_columns_hold_stay_when_calendars_change() -> None:
    known = Calendars({"working": office().spans})
    code = known.code("working")
    shifted = [WorkSpan("summer", 10, 20, 0)]
    known.renew({"summer": shifted, "working": office().spans[:1]})
    assert (known.code("working"), known.names[code]) == (code, "working")
    assert known.code("summer") not in (0, code)
    assert known.calendar("working").spans == office().spans[:1]
    summer = np.array([known.code("summer")], np.uint8)
    assert known.position(summer, np.array([15], np.int64)).tolist() == [5]
    none = np.array([0], np.uint8)
    assert known.position(none, np.array([15], np.int64)).tolist() == [0]


def test_a_calendar_that_is_not_known_yet_has_a_code_and_its_spans_later() -> None:
    known = Calendars({"working": office().spans})
    summer = known.code("summer")
    assert (known.names[summer], known.code(None), known.code("")) == ("summer", 0, 0)
    at = np.array([15], np.int64)
    assert known.position(np.array([summer], np.uint8), at).tolist() == [0]
    known.renew({"working": office().spans, "summer": [WorkSpan("summer", 10, 20, 0)]})
    assert known.code("summer") == summer
    assert known.position(np.array([summer], np.uint8), at).tolist() == [5]
