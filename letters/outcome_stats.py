"""What may come of a letter, and how it is counted. Pure.

Counted is by application, not by letter, over letters that were all watched equally long. A figure says what came after
a letter, never what came because of it; how far somebody says it did is told as they said it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from math import sqrt
from statistics import median, quantiles
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


class OutcomeKind(StrEnum):
    """What happened after a letter was mailed."""

    ACKNOWLEDGED = "acknowledged"
    STILL_CONSIDERED = "still_considered"
    DECISION_CONFIRMED = "decision_confirmed"
    FEEDBACK_GIVEN = "feedback_given"
    KEPT_ON_FILE = "kept_on_file"
    REOPENED = "reopened"
    NEW_OPPORTUNITY = "new_opportunity"
    REFERRAL = "referral"
    NETWORKING = "networking"
    SPAM_FOUND = "spam_found"
    OFFER = "offer"
    PLACEMENT = "placement"
    RETURNED_UNDELIVERABLE = "returned_undeliverable"
    ASKED_TO_STOP = "asked_to_stop"


class Attribution(StrEnum):
    """How far somebody says the letter had to do with it. Nobody claims more than that."""

    EMPLOYER = "employer"
    CLIENT = "client"
    LATER = "later"


NO_ANSWER = frozenset({OutcomeKind.RETURNED_UNDELIVERABLE, OutcomeKind.SPAM_FOUND})
"""Nobody there answered the letter: it came back, or an older e-mail turned up."""

OPENED = frozenset(
    {
        OutcomeKind.STILL_CONSIDERED,
        OutcomeKind.REOPENED,
        OutcomeKind.NEW_OPPORTUNITY,
        OutcomeKind.REFERRAL,
        OutcomeKind.NETWORKING,
        OutcomeKind.OFFER,
        OutcomeKind.PLACEMENT,
    }
)
"""A door opened: something goes on, here or through somebody there."""

# --- Shares ----------------------------------------------------------------------------------------------------------

FEWEST_FOR_PERCENT = 10
Z = 1.959964  # the 97.5 % quantile of the normal distribution: 95 % lie between −Z and Z


@dataclass(frozen=True, slots=True)
class Share:
    """`k` of `n`. `percent` is None below ten: of so few, one more or less would say too much."""

    k: int
    n: int

    @property
    def percent(self) -> int | None:
        """The share in whole percent."""
        return round(100 * self.k / self.n) if self.n >= FEWEST_FOR_PERCENT else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval of the share in percent, None of nothing."""
        return wilson(self.k, self.n) if self.n else None


def wilson(k: int, n: int) -> tuple[float, float]:
    """The 95 % score interval of a proportion, in percent. Raises ValueError unless 0 ≤ k ≤ n and n ≥ 1.

    Source: E. B. Wilson, J. Am. Stat. Assoc. 22 (1927), 209–212; checked against R. G. Newcombe, Statistics in Medicine
    17 (1998), 857–872, table I, method 3.
    """
    if not 0 <= k <= n or n < 1:
        raise ValueError(f"{k} of {n} is no proportion.")
    p, zz = k / n, Z * Z
    middle = 2 * n * p + zz
    half = Z * sqrt(zz + 4 * n * p * (1 - p))
    low, high = (middle - half) / (2 * (n + zz)), (middle + half) / (2 * (n + zz))
    return 100 * max(0.0, low), 100 * min(1.0, high)


@dataclass(frozen=True, slots=True)
class Spread:
    """How numbers lie: the middle one, and the quarter below and above it. Quartiles need at least four."""

    n: int
    median: float | None = None
    lower: float | None = None
    upper: float | None = None


def spread(numbers: Iterable[float]) -> Spread:
    """Median and quartiles, interpolated as spreadsheets do (the inclusive method)."""
    values = sorted(numbers)
    if not values:
        return Spread(0)
    if len(values) < 4:
        return Spread(len(values), median(values))
    lower, middle, upper = quantiles(values, n=4, method="inclusive")
    return Spread(len(values), middle, lower, upper)


# --- Letters ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Came:
    """One outcome, so many days after the mailing."""

    kind: OutcomeKind
    days: int
    attribution: Attribution


@dataclass(frozen=True, slots=True)
class Mailed:
    """A mailed letter: `case` is its application, `client` whose it is, `delay_days` the days since the verdict."""

    case: Hashable
    client: Hashable
    variant: str
    verdict: str
    delay_days: int | None = None
    came: tuple[Came, ...] = ()


@dataclass(frozen=True, slots=True)
class KindCount:
    """In how many applications something came, and how far it is said to be the letter's doing."""

    share: Share
    said_by_employer: int = 0
    believed_by_client: int = 0
    only_later: int = 0


def watched(letters: Iterable[Mailed], days: int) -> list[Mailed]:
    """The letters with what came within the days they were watched: an old letter has no more time than a new one."""
    return [replace(each, came=tuple(came for came in each.came if came.days <= days)) for each in letters]


def answered(letters: Iterable[Mailed]) -> Share:
    """Of the applications, those in which somebody answered."""
    return _share(letters, lambda came: came.kind not in NO_ANSWER)


def opened(letters: Iterable[Mailed]) -> Share:
    """Of the applications, those in which a door opened."""
    return _share(letters, lambda came: came.kind in OPENED)


def silent(letters: Iterable[Mailed]) -> Share:
    """Of the applications, those in which nothing at all came."""
    anything = _share(letters, lambda came: True)
    return Share(anything.n - anything.k, anything.n)


def _share(letters: Iterable[Mailed], counts: Callable[[Came], bool]) -> Share:
    found: dict[Hashable, bool] = defaultdict(bool)
    for each in letters:
        found[each.case] |= any(counts(came) for came in each.came)
    return Share(sum(found.values()), len(found))


def by_kind(letters: Iterable[Mailed]) -> dict[OutcomeKind, KindCount]:
    """What came, each kind once an application with the firmest word on it."""
    rows = list(letters)
    total = len({each.case for each in rows})
    firmest: dict[OutcomeKind, dict[Hashable, Attribution]] = defaultdict(dict)
    for each in rows:
        for came in each.came:
            known = firmest[came.kind].get(each.case, came.attribution)
            firmest[came.kind][each.case] = min(known, came.attribution, key=list(Attribution).index)
    return {kind: _kind_count(firmest[kind].values(), total) for kind in OutcomeKind if kind in firmest}


def _kind_count(said: Iterable[Attribution], total: int) -> KindCount:
    words = list(said)
    return KindCount(
        Share(len(words), total),
        words.count(Attribution.EMPLOYER),
        words.count(Attribution.CLIENT),
        words.count(Attribution.LATER),
    )


def grouped(letters: Iterable[Mailed], key: Callable[[Mailed], Key]) -> dict[Key, list[Mailed]]:
    """The letters by variant, verdict, delay or whatever `key` tells of each."""
    groups: dict[Key, list[Mailed]] = defaultdict(list)
    for each in letters:
        groups[key(each)].append(each)
    return dict(groups)


DELAYS: tuple[tuple[int, int | None], ...] = ((0, 2), (3, 7), (8, 14), (15, 30), (31, None))
"""Days from the verdict to the mailing, from and to; the last one has no end."""


def delay_of(letter: Mailed) -> tuple[int, int | None] | None:
    """The bucket a letter's delay falls into; None where no verdict came before it."""
    days = letter.delay_days
    if days is None:
        return None
    return next(bucket for bucket in DELAYS if bucket[1] is None or days <= bucket[1])
