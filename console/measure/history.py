"""Judges a database's log after faults: every acknowledged command once and in order."""

from collections.abc import Iterable, Mapping

from console.domain.intent import Answer
from console.store.engine import Store
from console.store.reading import queries


def judged(store: Store, answered: Mapping[str, Answer]) -> dict[str, int]:
    """`judge` of this database's log and cases."""
    return judge(queries.log_of_cases(store), queries.versions(store), answered)


def judge(
    log: Iterable[tuple[str, int, int, int]],
    held: Mapping[int, int],
    answered: Mapping[str, Answer],
) -> dict[str, int]:
    """`commands lost doubled gaps refused`: each but the first must be 0.

    log: (command id, ordinal, case, version) · held: case → version · answered: command id → answer.
    lost: acknowledged, and the log has it not, or with another version · doubled: more than one event
    of a command · gaps: cases whose events leave a version out or end at another than the case's.
    """
    found: dict[tuple[str, int], list[int]] = {}
    versions: dict[int, list[int]] = {}
    for command, ordinal, case, version in log:
        found.setdefault((command, ordinal), []).append(version)
        versions.setdefault(case, []).append(version)
    done = {command: answer for command, answer in answered.items() if answer.done}
    return {
        "commands": len(answered),
        "lost": sum(answer.version not in found.get((c, 0), ()) for c, answer in done.items()),
        "doubled": sum(len(of_one) - 1 for of_one in found.values()),
        "gaps": sum(_broken(sorted(of_one), held.get(c)) for c, of_one in versions.items()),
        "refused": len(answered) - len(done),
    }


def _broken(of_one: list[int], held: int | None) -> bool:
    return of_one != list(range(of_one[0], of_one[0] + len(of_one))) or of_one[-1] != held
