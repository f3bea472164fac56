"""Without the map's web engine there is one sentence, not a traceback."""

import pytest

from console.domain.refusal import Refused
from widgets.program import web_engine


def test_it_is_here() -> None:
    assert web_engine.MISSING == ""
    web_engine.check()


def test_without_it_one_sentence_says_why() -> None:
    with pytest.raises(Refused, match="WebEngine") as no:
        web_engine.check("DLL load failed: QtWebEngineCore")
    assert (no.value.key, "\n" in str(no.value)) == ("web_engine_missing", False)
