"""Words for an entry of a case's history."""

from console.desk.cases import StoryEntry
from console.desk.command_words import entry_title
from console.desk.naming import Naming


def entry_words(naming: Naming, entry: StoryEntry) -> str:
    """Act and target of an entry: "派遣 → 环卫一所", "核实 → 监督005"."""
    what = entry_title(entry.command, entry.stage)
    if entry.department:
        what += f" → {naming.name_of('departments', entry.department)}"
    if entry.collector:
        what += f" → {naming.call_sign(entry.collector)}"
    return what
