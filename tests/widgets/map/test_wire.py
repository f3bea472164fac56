import json

import numpy as np
import pytest

from widgets.map.wire import pack


def test_arrays_come_back_from_the_block_each_at_a_multiple_of_eight() -> None:
    given = {
        "severity": np.array([1, 2, 3], np.uint8),
        "lon": np.array([116.3, 116.4]),
        "used": np.array([0.5], np.float32),
        "none": np.zeros(0, np.uint32),
    }
    block = pack({"name": "望湖"}, given)
    length = int(np.frombuffer(block[:4], np.uint32)[0])
    head = json.loads(block[4 : 4 + length])
    assert head["meta"] == {"name": "望湖"}
    for (name, _kind, count, offset), array in zip(head["arrays"], given.values(), strict=True):
        start = 4 + length + offset
        assert start % 8 == 0, name
        assert np.array_equal(np.frombuffer(block, array.dtype, count, start), array)


def test_a_type_the_page_does_not_know_is_refused() -> None:
    with pytest.raises(KeyError):
        pack({}, {"id": np.zeros(1, np.int64)})
