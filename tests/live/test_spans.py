"""Calendars as arrays go the same way as the calendar itself, there and back."""

import numpy as np

from console.live.spans import SpanArrays
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
