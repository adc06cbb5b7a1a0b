"""Many due applications at once: what the sweep does to each of them, in one transaction and few statements.

Whatever raises, for whichever row, undoes all of it: the sweep then tries smaller batches, down to single rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Value
from django_scopes import scopes_disabled

from candidates import reminders
from candidates.followup import facts
from candidates.models import Application, Closure, FollowUpPolicy, StandingChange
from candidates.standings import StaleStanding, basis_of, change_of, columns_of, policy_from
from counselor.accounts.models import Practice

NAMES = ("client__user", "client__reminder_preference", "employer", "site")
COLUMNS = (
    *("practice", "position", "applied_on", "status", "verdict", "standing_number", "employer__name"),
    *("site__country", "site__subdivision", "site__time_zone"),
    *("client__practice", "client__given_name", "client__time_zone", "client__reminders"),
    *("client__reminder_preference", "client__user__email", "client__user__language"),
)
"""What a standing, its reminder and its mail need of an application: half of what reading all of it takes."""

OF_ANY_FACT = ("pk", "application", "recorded_at", "voided_at")
LOGS = {
    "interviews": ("arranged_at", "starts_at", "minutes", "cancelled_at"),
    "nextsteps": ("said_at", "said_by", "kind", "due_on", "by_on", "precision", "words", "in_force_by_choice"),
    "touchpoints": ("happened_at", "direction", "channel", "result", "invited", "purpose"),
    "decisions": ("happened_at", "kind"),
    "policyoverrides": ("values",),
    "standingoverrides": ("status", "verdict", "reason", "shared", "recorded_by"),
}
"""The columns that the rule reads of each kind of fact."""
PEOPLE = ("said_by", "recorded_by")


@transaction.atomic
def check_all(pks: Sequence[int], now: datetime) -> tuple[int, int]:
    """Recompute those of these applications that are due: how many they were, and of how many the standing moved."""
    with scopes_disabled():
        due = _with_facts(_taken(pks, now))
        changes = _refreshed(due, now)
        reminders.post_all(changes, now)
    return len(due), len(changes)


def _taken(pks: Sequence[int], now: datetime) -> list[int]:
    """Take the rows before reading their facts, as for one. Those that somebody holds are left to them: whoever writes
    there computes the same rule, and several sweeps share the work. On SQLite the transaction holds everything."""
    free = Application.objects.due(now).filter(pk__in=pks).select_for_update(skip_locked=True, no_key=True)
    return list(free.values_list("pk", flat=True))


def _with_facts(pks: Sequence[int]) -> list[Application]:
    applications = list(Application.objects.filter(pk__in=pks).select_related(*NAMES).only(*COLUMNS).order_by("pk"))
    practices = Practice.objects.in_bulk({each.practice_id for each in applications})
    for each in applications:
        each.practice = each.client.practice = practices[each.practice_id]
    _fetch_logs(applications)
    return applications


def _fetch_logs(applications: list[Application]) -> None:
    """All facts of them, each kind by one query: as `prefetch_related`, but bare rows, and no queryset for each."""
    pks = [each.pk for each in applications]
    for name, columns in LOGS.items():
        found: dict[int, list[Any]] = {pk: [] for pk in pks}
        model: Any = Application._meta.get_field(name).related_model
        rows = model.objects.filter(application__in=pks).order_by().values_list(*OF_ANY_FACT, *columns, named=True)
        for row in _with_people(model, list(rows)):
            found[row.application].append(row)
        for each in applications:
            each.__dict__.setdefault("_prefetched_objects_cache", {})[name] = found[each.pk]


def _with_people(model: Any, rows: list[Any]) -> list[Any]:
    """Rows that name somebody, with the person instead of the key."""
    for name in PEOPLE:
        if rows and hasattr(rows[0], name):
            people = model._meta.get_field(name).related_model.objects.in_bulk({getattr(row, name) for row in rows})
            rows = [row._replace(**{name: people.get(getattr(row, name))}) for row in rows]
    return rows


def _refreshed(applications: list[Application], now: datetime) -> list[StandingChange]:
    """Store where each stands at `now`; the changes, written."""
    practices = {each.practice_id for each in applications}
    policies = {row.practice_id: policy_from(row) for row in FollowUpPolicy.objects.filter(practice__in=practices)}
    closures = _by_practice(Closure.objects.filter(practice__in=practices))
    alike: dict[Any, list[int]] = defaultdict(list)
    changes = []
    for each in applications:
        basis = basis_of(each, policies.get(each.practice_id, facts.Policy()), closures[each.practice_id])
        standing = basis.at(now)
        values = columns_of(each, standing, now)
        alike[each.standing_number, tuple(values.items())].append(each.pk)
        if "standing_since" in values:
            each.standing_number = values["standing_number"]
            changes.append(change_of(each, standing, basis.policy, cause=StandingChange.Cause.TIME, by=None, now=now))
    for (number, values), pks in alike.items():
        _store(pks, number, dict(values))
    return _written(changes, now)


def _store(pks: list[int], number: int, values: dict[str, Any]) -> None:
    """Write the same to all of them, as long as they have the version their standing was computed from."""
    if Application.objects.filter(pk__in=pks, standing_number=number).update(**values) != len(pks):
        raise StaleStanding(pks)


def _written(changes: list[StandingChange], now: datetime) -> list[StandingChange]:
    """With an expression among the values, Django writes them as rows and not as arrays, in which psycopg escapes each
    quotation mark of the reasons by itself: half the time."""
    for each in changes:
        each.at = Value(now)
    written = list(StandingChange.objects.bulk_create(changes))
    for each in written:
        each.at = now
    return written


def _by_practice(closures: Iterable[Closure]) -> dict[int, list[Closure]]:
    found: dict[int, list[Closure]] = defaultdict(list)
    for each in closures:
        found[each.practice_id].append(each)
    return found
