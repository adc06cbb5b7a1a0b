"""Figures about several people that tell nothing of one: the smallest group that may be shown, and what hides with it.

Whoever reads may know some of the people: `known` are those, as in one's own caseload. Only the others count, else what
is known could be taken away from the sum. Source: design of the letters, section 6.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Set
from typing import TypeVar

Group = TypeVar("Group", bound=Hashable)

MINIMUM = 5  # people


def is_large_enough(people: Iterable[Hashable], known: Set[Hashable] = frozenset()) -> bool:
    """Whether a figure about these people tells nothing of any one of them."""
    return len(set(people) - known) >= MINIMUM


def large_enough(groups: Mapping[Group, Set[Hashable]], known: Set[Hashable] = frozenset()) -> set[Group]:
    """The groups that may be shown where their sum is not."""
    return {name for name, people in groups.items() if is_large_enough(people, known)}


def safe_beside_total(groups: Mapping[Group, Set[Hashable]], known: Set[Hashable] = frozenset()) -> set[Group]:
    """The groups that may be shown beside their sum.

    One small group alone in hiding could be had by subtraction, so the next larger ones hide with it until together
    they are large enough.
    """
    shown = large_enough(groups, known)
    by_size = sorted(shown, key=lambda name: (len(groups[name] - known), str(name)))
    while (hidden := groups.keys() - shown) and by_size and not is_large_enough(_together(groups, hidden), known):
        shown.discard(by_size.pop(0))
    return shown


def _together(groups: Mapping[Group, Set[Hashable]], names: Iterable[Group]) -> set[Hashable]:
    return {person for name in names for person in groups[name]}
