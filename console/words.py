"""Words on screen and in messages: English in the source, Chinese from `resources/locale/zh_CN/*.json`.

`_("{crew} is on its way to {case}.").format(crew=..., case=...)`: marked where written, filled by
name, never glued. `mark` marks a sentence in a data table that is translated where it is shown.
"""

import json
from functools import cache
from typing import Final

from console import paths

LANGUAGES: Final = ("zh", "en")
_chosen = ["zh"]


def use(language: str) -> None:
    """Choose the language for every later `_`. Raises ValueError for an unknown one."""
    if language not in LANGUAGES:
        raise ValueError(language)
    _chosen[0] = language


def language() -> str:
    """The language in force, "zh" or "en"."""
    return _chosen[0]


@cache
def chinese() -> dict[str, str]:
    """English sentence → Chinese sentence, as shipped: one file per area of the program."""
    table: dict[str, str] = {}
    for file in sorted(paths.resource("locale", "zh_CN").glob("*.json")):
        table.update(json.loads(file.read_text(encoding="utf-8")))
    return table


def _(text: str) -> str:
    """`text` in the language in force; the English itself where no Chinese is shipped."""
    return chinese().get(text, text) if _chosen[0] == "zh" else text


def counted(one: str, many: str, count: int) -> str:
    """`one` (marked) for a count of 1, else `many`, in the language in force, with `{count}` filled in.

    Other places stay for the caller to fill.
    """
    return _(one if count == 1 else many).replace("{count}", str(count))


def both(zh: str, en: str) -> str:
    """Of a name stored in both languages (category, department, region) the one in force."""
    return zh if _chosen[0] == "zh" else (en or zh)


def mark(text: str) -> str:
    """Marks `text` for translation where it is shown later; returns it unchanged."""
    return text
