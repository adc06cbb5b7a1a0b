"""How patient the practice is, and when employers are closed. A change is shown before it is kept, then recomputed.

Every open application is recomputed in a transaction of its own: a practice of thousands locks one row at a time. No
mail is written: what moved because the rules moved is no news from an employer. Dates still ahead remind as ever.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.followup import facts
from candidates.models import Application, Closure, Employer, FollowUpPolicy, StandingChange
from candidates.services import Refused
from candidates.standings import WHOLE_LOG, basis_of, practice_policy, refresh
from counselor.accounts.models import Practice, User

log = structlog.get_logger(__name__)

NAMES = tuple(each.name for each in fields(facts.Policy))
AT_ONCE = 200  # applications held in memory while a change is tried out


# --- Trying a change out ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shift:
    """One open application that a change would touch: its standing, and the dates of its window, before and after."""

    application: int
    before: facts.Standing
    after: facts.Standing

    @property
    def moves_standing(self) -> bool:
        return (self.before.status, self.before.verdict) != (self.after.status, self.after.verdict)


def shifts_of_policy(practice: Practice, values: dict[str, int], now: datetime) -> list[Shift]:
    """What would change if the practice's policy had these values."""
    return list(_shifts(_open(practice), now, policy=replace(practice_policy(practice.pk), **values)))


def shifts_of_closures(
    practice: Practice, now: datetime, *, without: Closure | None = None, plus: Closure | None = None
) -> list[Shift]:
    """What would change if one closure went and another came."""
    others = [each for each in Closure.objects.filter(practice=practice) if each != without]
    touched = [each.employer_id for each in (without, plus) if each]
    return list(_shifts(_open(practice, touched), now, closures=[*others, plus] if plus else others))


def _open(practice: Practice, employers: Iterable[int | None] = ()) -> Any:
    """The open applications of a practice; where only some employers are concerned, theirs."""
    rows = Application.objects.open().filter(practice=practice).order_by("pk")
    named = set(employers)
    return rows.filter(employer__in=named) if named and None not in named else rows


def _shifts(
    rows: Any,
    now: datetime,
    *,
    policy: facts.Policy | None = None,
    closures: Iterable[Closure] | None = None,
) -> Iterable[Shift]:
    whole = rows.with_names().select_related("practice").prefetch_related(*WHOLE_LOG)
    practices: dict[int, tuple[facts.Policy, list[Closure]]] = {}
    for application in whole.iterator(chunk_size=AT_ONCE):
        key = application.practice_id
        if key not in practices:
            practices[key] = practice_policy(key), list(Closure.objects.filter(practice=key))
        usual, days_off = practices[key]
        before = basis_of(application, usual, days_off).at(now)
        after = basis_of(application, policy or usual, days_off if closures is None else closures).at(now)
        if (before.status, before.verdict, before.window) != (after.status, after.verdict, after.window):
            yield Shift(application.pk, before, after)


# --- Keeping it ------------------------------------------------------------------------------------------------------


def change_policy(*, practice: Practice, by: User, **values: int) -> int:
    """Keep other numbers, and recompute every open application by them; how many standings moved.

    Calling it again with the same values goes on where a machine that died had stopped.
    """
    FollowUpPolicy.objects.update_or_create(practice=practice, defaults=values)
    log.info("policy changed", practice=practice.pk, by=by.pk, **values)
    return recompute(_open(practice), by=by)


def add_closure(
    *, practice: Practice, starts_on: date, ends_on: date, reason: str, by: User, employer: Employer | None = None
) -> Closure:
    """Days on which nobody can be expected to answer: everywhere, or at one employer."""
    closure = Closure(practice=practice, employer=employer, starts_on=starts_on, ends_on=ends_on, reason=reason)
    closure.full_clean()
    closure.save()
    log.info("closure added", practice=practice.pk, closure=closure.pk, by=by.pk)
    recompute(_touched_by(closure), by=by)
    return closure


def end_closure(*, closure: Closure, on: date, by: User) -> None:
    """The closure ends on another day than planned. Raises Refused for one before it began."""
    if on < closure.starts_on:
        raise Refused(_("A closure cannot end before it begins. Remove it instead."))
    Closure.objects.filter(pk=closure.pk).update(ends_on=on)
    closure.ends_on = on
    log.info("closure ended", practice=closure.practice_id, closure=closure.pk, by=by.pk)
    recompute(_touched_by(closure), by=by)


def remove_closure(*, closure: Closure, by: User) -> None:
    """The closure was a mistake: these days count like any other."""
    touched = _touched_by(closure)
    log.info("closure removed", practice=closure.practice_id, closure=closure.pk, by=by.pk)
    Closure.objects.filter(pk=closure.pk).delete()
    recompute(touched, by=by)


def _touched_by(closure: Closure) -> Any:
    return _open(closure.practice, [closure.employer_id])


def recompute(rows: Any, *, by: User) -> int:
    """Bring each application's standing up to date in its own transaction; how many moved.

    One whose facts do not add up stops no other: it is left to the sweep, which tries again and lists it on Today.
    """
    return sum(_recompute_one(application, by) for application in list(rows.with_names().select_related("practice")))


def _recompute_one(application: Application, by: User) -> bool:
    number = application.standing_number
    try:
        with transaction.atomic():
            refresh(application, cause=StandingChange.Cause.POLICY, by=by)
    except Exception as error:
        log.error("application could not be recomputed", application=application.pk, exc_info=error)
        Application.objects.filter(pk=application.pk).update(review_at=timezone.now())
        return False
    return application.standing_number != number


# --- What a conclusion was judged by ---------------------------------------------------------------------------------


def _label(name: str) -> str:
    return str(FollowUpPolicy._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def named_numbers(values: dict[str, int]) -> str:
    """The numbers of a policy in a line, each with its name."""
    return ", ".join(f"{_label(name)}: {values[name]}" for name in NAMES if name in values)


def judged_otherwise(then: dict[str, int], now: facts.Policy) -> list[tuple[str, int, int]]:
    """Where the policy of a past conclusion differs from today's: the number's name, then, and now."""
    return [
        (_label(name), then[name], getattr(now, name))
        for name in NAMES
        if name in then and then[name] != getattr(now, name)
    ]
