"""Groups of five, and what hides with a smaller one."""

from __future__ import annotations

from candidates.followup.minimum import is_large_enough, large_enough, safe_beside_total

SMALL, MIDDLE, LARGE = set(range(2)), set(range(10, 16)), set(range(20, 29))


def test_five_people_are_enough_and_four_are_not():
    assert is_large_enough(range(5))
    assert not is_large_enough(range(4))


def test_whom_one_knows_does_not_count():
    assert not is_large_enough(range(8), known={0, 1, 2, 3})


def test_without_a_sum_only_the_small_hide():
    assert large_enough({"a": SMALL, "b": MIDDLE, "c": LARGE}) == {"b", "c"}


def test_beside_a_sum_the_next_one_hides_as_well():
    assert safe_beside_total({"a": SMALL, "b": MIDDLE, "c": LARGE}) == {"c"}


def test_beside_a_sum_small_ones_hide_each_other():
    several = {"a": {1, 2}, "b": {3, 4}, "c": {5, 6}, "d": LARGE}
    assert safe_beside_total(several) == {"d"}


def test_the_same_two_people_in_many_groups_are_still_two():
    assert safe_beside_total({"a": SMALL, "b": SMALL, "c": SMALL, "d": LARGE}) == set()


def test_all_are_shown_where_none_is_small():
    assert safe_beside_total({"b": MIDDLE, "c": LARGE}) == {"b", "c"}
