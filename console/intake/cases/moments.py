"""Parser of other systems' moments, in a zone whose clocks go back and forth."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from console.domain.moment import from_ms, to_ms
from console.domain.refusal import Refused
from console.intake.cases.formats import Form

YEARS: Final = range(1900, 2200)


def possible_moments(text: str, form: Form) -> list[int]:
    """Moments (ms UTC) that a text may mean, the earliest first.

    Two in the hour that clocks repeat, none in the one they leave out. Raises `Refused` for a text
    that is no date of the format.
    """
    moment = _read(text, form)
    if moment.year not in YEARS:
        raise Refused("row_moment", text=text)
    moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    if moment.utcoffset() is not None:
        return [to_ms(moment)]
    zone = ZoneInfo(form.zone)
    found = {to_ms(moment.replace(tzinfo=zone, fold=fold)) for fold in (0, 1)}
    return sorted(ms for ms in found if from_ms(ms, zone).replace(tzinfo=None, fold=0) == moment)


def _read(text: str, form: Form) -> datetime:
    for pattern in form.moments:
        try:
            return datetime.strptime(text, pattern)  # noqa: DTZ007 - the zone follows
        except ValueError:
            continue
    try:
        return datetime.fromisoformat(text.replace("/", "-"))
    except ValueError:
        raise Refused("row_moment", text=text) from None
