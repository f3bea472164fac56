"""Departments that answer for a case in this city, with the reason in words."""

from collections.abc import Mapping
from typing import Final

from console.desk import trades
from console.domain.responsibility import (
    Basis,
    ResponsibilityRow,
    ResponsibleBody,
    responsible_bodies,
)
from console.store.city.directory import Directory
from console.words import _, both, mark

WHY: Final[Mapping[str, str]] = {
    "owner_first": mark("answers for {category} in {region}: owner first"),
    "territory_first": mark("answers for {category} in {region}: territory first"),
    "owner_ranked": mark("answers for {category} in {region}: the city puts the owner first"),
    "territory_ranked": mark(
        "answers for {category} in {region}: the city puts the territory first"
    ),
    "no_owner": mark("answers for {category} in {region}: no owner, so the territory"),
    "no_territory": mark("answers for {category} in {region}: no territory, so the owner"),
    "then_owner": mark("after the lead: owner of {category} in {region}"),
    "then_territory": mark("after the lead: territory of {category} in {region}"),
    "above": mark("further up: answers for {category} in {region}"),
}
AMONG: Final[Mapping[str, str]] = {
    "owner_first": mark("answers for {category} in {region}: owner first, lead among {count}"),
    "territory_first": mark(
        "answers for {category} in {region}: territory first, lead among {count}"
    ),
    "owner_ranked": mark(
        "answers for {category} in {region}: the city puts the owner first, lead among {count}"
    ),
    "territory_ranked": mark(
        "answers for {category} in {region}: the city puts the territory first, lead among {count}"
    ),
    "no_owner": mark(
        "answers for {category} in {region}: no owner, so the territory, lead among {count}"
    ),
    "no_territory": mark(
        "answers for {category} in {region}: no territory, so the owner, lead among {count}"
    ),
}
"""The same where several answer alike and the lowest rank leads."""


def nearest_first(found: Directory, region: int) -> list[int]:
    """The region and everything it lies in, from the inside out."""
    paths = found.region_paths
    path = paths.get(region, frozenset())
    return sorted(path, key=lambda one: -len(paths.get(one, ())))


def responsible(found: Directory, category: int, region: int) -> list[ResponsibleBody]:
    """The active bodies that answer for a category in a region, the lead first.

    None for a category that this seat does not know yet.
    """
    if category not in found.categories:
        return []
    claims = [
        ResponsibilityRow(row["department_id"], Basis(row["basis"]), row["rank"], row["region_id"])
        for row in trades.of(found).claims(category)
        if found.departments[row["department_id"]]["active"]
    ]
    return responsible_bodies(
        found.categories[category]["kind"], claims, nearest_first(found, region)
    )


def words(found: Directory, category: int, one: ResponsibleBody) -> str:
    """Why this body, in the language in force: "answers for 井盖 in 望湖街道: owner first"."""
    table = AMONG if one.among > 1 and one.why in AMONG else WHY
    kind = found.categories[category]
    place = found.regions.get(one.region or 0)
    return _(table[one.why]).format(
        category=both(kind["zh"], kind["en"]),
        region=both(place["zh"], place["en"]) if place else _("the whole city"),
        count=one.among,
    )
