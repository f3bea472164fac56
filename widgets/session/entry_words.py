"""Words for an entry of a case's history."""

from console.desk.case_names import CaseNames
from console.desk.cases import StoryEntry
from console.desk.command_words import entry_title


def entry_words(case_names: CaseNames, entry: StoryEntry) -> str:
    """Act and target of an entry: "派遣 → 环卫一所", "核实 → 监督005"."""
    what = entry_title(entry.command, entry.stage)
    if entry.department:
        what += f" → {case_names.name_of('departments', entry.department)}"
    if entry.collector:
        what += f" → {case_names.call_sign(entry.collector)}"
    return what
