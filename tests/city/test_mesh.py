"""Faces share their corners, however they are cut."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.city.land import plane
from console.city.land.cutting import divide
from console.city.land.mesh import Mesh


def two_squares() -> tuple[Mesh, int, int]:
    """Two faces of 300 m side by side; street 7 runs between them."""
    mesh = Mesh()
    for point in ((0, 0), (300, 0), (600, 0), (600, 300), (300, 300), (0, 300)):
        mesh.corner(point)
    west, east = mesh.add([0, 1, 4, 5]), mesh.add([1, 2, 3, 4])
    mesh.mark((1, 4), 7)
    return mesh, west, east


def test_a_corner_on_a_shared_side_belongs_to_both_faces() -> None:
    mesh, west, east = two_squares()
    corner = mesh.split_side((1, 4), (300, 120))
    assert corner in mesh.faces[west]
    assert corner in mesh.faces[east]
    assert mesh.marked((1, corner)) == mesh.marked((4, corner)) == 7


def test_a_cut_makes_two_faces_that_know_each_other() -> None:
    mesh, west, _east = two_squares()
    one, two = mesh.cut(west, 0, 4, 9, [(140, 160)])
    assert west not in mesh.faces
    assert {other for _side, other in mesh.across(one)} >= {two}
    assert sum(street == 9 for _side, street in mesh.streets()) == 2


def test_merging_takes_back_a_cut() -> None:
    mesh, west, east = two_squares()
    whole = mesh.merge(west, east)
    assert whole is not None
    assert plane.area(mesh.ring(whole)) == 180_000
    assert mesh.merge(whole, mesh.add([mesh.corner((900, i * 9)) for i in range(3)])) is None


@settings(max_examples=40)
@given(st.integers(2, 30), st.integers(0, 10_000))
def test_dividing_keeps_every_square_metre(parts: int, seed: int) -> None:
    mesh, west, east = two_squares()
    cut = divide(mesh, west, parts, lambda _parts: 1, Random(seed))
    assert len(cut) <= parts
    assert sum(plane.area(mesh.ring(face)) for face in cut) == pytest.approx(90_000)
    assert plane.area(mesh.ring(east)) == pytest.approx(90_000)
    for face in cut:
        assert all(mesh.left_of[side] == face for side in mesh.sides(face))
        assert plane.area(mesh.ring(face)) > 0
