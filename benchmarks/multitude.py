"""Open applications by the million, each as the product would have written it.

A few are made by the product's own services, with an interview, its next step and every change of standing. All others
are their copies, made by the database itself: only keys differ. Their clients have accounts, so each change that puts
the ball with the client makes a reminder and a mail.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from candidates import interview_reminders, reminders, services
from candidates.models import (
    Application,
    Assignment,
    Client,
    Contact,
    Employer,
    Heartbeat,
    Interview,
    NextStep,
    Reminder,
    Site,
    StandingChange,
)
from counselor.accounts.models import Membership, Practice, Role, User
from counselor.outbox.models import OutgoingEmail

DUE_DATES, FAR_DATES = 5, 25
FRESH = 100  # one in so many had an interview lately
SCATTER = 7_368_787  # a prime: what is due lies all over the table
BEFORE = "bench_before"  # the columns a sweep moves, as they were
MOVING = (
    *("status", "verdict", "letter", "ball", "review_at", "standing_number", "standing_since"),
    *("sweep_failures", "sweep_error"),
)
FIRST_KEY = 1_000  # above those of the few
WORDS = "we will be in touch in two weeks"


@dataclass(frozen=True)
class Shape:
    """What one counselor looks after, and whether each has a practice of their own."""

    applications: int = 5_000
    clients: int = 125
    employers: int = 50
    one_practice: bool = False


def fill(total: int, due: int, shape: Shape = Shape()) -> datetime:
    """`total` open applications, `due` of which are due at the moment that is given back."""
    with transaction.atomic(), scopes_disabled():
        started = timezone.now()
        people = furnish(max(1, total // shape.applications), shape)
        near, far, (lately,) = templates(started)
        fresh = total // FRESH
        multiply([(each, due // DUE_DATES) for each in near], 0, total, people)
        multiply([(each, (total - due - fresh) // FAR_DATES) for each in far], due, total, people)
        multiply([(lately, fresh)], total - fresh, total, people)
        for each in [*near, *far, lately]:
            Application.objects.filter(pk=each.pk).update(archived_at=started, archived_by=each.created_by)
        own = [model for model in apps.get_models() if model._meta.managed]
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), own):
                cursor.execute(statement)
    day = max(each.review_at for each in near).date() + timedelta(days=8)  # past the days of grace
    now = datetime.combine(day, time(16), UTC)  # daytime in New York
    with connection.cursor() as cursor:
        columns = ", ".join(f'"{each}"' for each in ("id", *MOVING))
        cursor.execute(
            f"CREATE TABLE {BEFORE} AS SELECT {columns} FROM candidates_application"
            " WHERE archived_at IS NULL AND review_at <= %s",
            [now],
        )
    tidy()
    return now


def tidy() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def reset() -> None:
    """Take back what sweeps did: the same rows are due again."""
    table = Application._meta.db_table
    changed = ", ".join(f'"{each}" = {BEFORE}."{each}"' for each in MOVING)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {changed} FROM {BEFORE} WHERE {table}.id = {BEFORE}.id")
        cursor.execute(f"DELETE FROM {StandingChange._meta.db_table} WHERE cause = 'time'")
        cursor.execute(f"DELETE FROM {Reminder._meta.db_table} WHERE kind = '{reminders.YOUR_MOVE}'")
        cursor.execute(f"DELETE FROM {OutgoingEmail._meta.db_table}")
        cursor.execute(f"DELETE FROM {Heartbeat._meta.db_table}")
    tidy()


# --- Who they belong to ----------------------------------------------------------------------------------------------


def furnish(number: int, shape: Shape) -> dict[str, tuple[int, int]]:
    """For each kind of row that an application points at: the first key, and how many of them a counselor has."""
    practices = made(Practice(name=f"Practice {n}") for n in range(1 if shape.one_practice else number))
    practices = practices * number if shape.one_practice else practices
    counselors = accounts("counselor", practices, 1, Role.COUNSELOR)
    users = accounts("client", practices, shape.clients, Role.CLIENT)
    clients = made(
        Client(
            practice_id=practices[n // shape.clients].pk,
            user=user,
            given_name="Robin",
            family_name=f"Person {n}",
            email=user.email,
            street_address="1 Harbor Street",
            city="Portland",
            region="ME",
            postal_code="04101",
        )
        for n, user in enumerate(users)
    )
    staff = list(Membership.objects.filter(role=Role.COUNSELOR).order_by("pk"))
    today = timezone.localdate()
    made(
        Assignment(client=each, counselor=staff[n // shape.clients], from_on=today - timedelta(days=100))
        for n, each in enumerate(clients)
    )
    employers = made(
        Employer(practice=practices[n // shape.employers], name=f"Employer {n}")
        for n in range(number * shape.employers)
    )
    sites = made(
        Site(employer=each, city="Portland", region="ME", time_zone="America/New_York", street_address="2 Main Street")
        for each in employers
    )
    contacts = made(Contact(employer=each, family_name="Kim", job_title="Director") for each in employers)
    sizes = {"practice": (practices, 0 if shape.one_practice else 1), "client": (clients, shape.clients)}
    sizes |= {"employer": (employers, shape.employers), "site": (sites, shape.employers)}
    sizes |= {"said_by": (contacts, shape.employers), "by": (counselors, 1)}
    return {name: (rows[0].pk, each) for name, (rows, each) in sizes.items()} | {"counselors": (0, number)}


def made(rows: Iterator[Any]) -> list[Any]:
    """Written, with keys that follow each other."""
    every = list(rows)
    return list(type(every[0])._base_manager.bulk_create(every, batch_size=1_000))


def accounts(name: str, practices: list[Practice], each: int, role: str) -> list[User]:
    users = made(
        User(email=f"{name}{n}@bench.example", name=f"{name} {n}", password="!") for n in range(len(practices) * each)
    )
    made(Membership(practice=practices[n // each], user=user, role=role) for n, user in enumerate(users))
    return users


# --- A few, by the product -------------------------------------------------------------------------------------------


def templates(now: datetime) -> Iterator[list[Application]]:
    """Applications that wait for their employers' word: for the next days, for weeks to come, and after an interview
    two days ago whose thank-you the client was reminded of."""
    practice = Practice.objects.earliest("pk")
    client, employer = Client.objects.earliest("pk"), Employer.objects.earliest("pk")
    four_weeks, two_days = timedelta(weeks=4), timedelta(days=2)
    with scope(practice=practice):
        yield [waiting(client, employer, now, four_weeks, days) for days in range(2, 2 + DUE_DATES)]
        yield [waiting(client, employer, now, four_weeks, days) for days in range(40, 40 + FAR_DATES)]
        lately = waiting(client, employer, now, two_days, 40)
        interview_reminders.post(interview_reminders.THANKS, lately.interviews.get(), now)
        yield [lately]


def waiting(client: Client, employer: Employer, now: datetime, ago: timedelta, days: int) -> Application:
    """Its interview was so long ago, and the answer is promised for a day so many days from now."""
    site, by = employer.sites.get(), client.assignments.get().counselor.user
    met = now - ago
    application = services.add_application(
        client=client, employer=employer, site=site, position="Analyst", by=by, applied_on=met.date() - timedelta(14)
    )
    interview = services.record_interview(
        application=application, by=by, arranged_at=met - timedelta(days=5), starts_at=met
    )
    services.record_next_step(
        application=application,
        by=by,
        interview=interview,
        said_at=met + timedelta(hours=1),
        said_by=employer.contacts.get(),
        words=WORDS,
        kind="employer_contacts",
        due_on=(now + timedelta(days=days)).date(),
        precision="exact",
    )
    application.refresh_from_db()
    return application


# --- Their copies, by the database -----------------------------------------------------------------------------------


def multiply(shares: list[tuple[Application, int]], first: int, total: int, people: dict[str, tuple[int, int]]) -> None:
    """So many copies of each, numbered from `first` on among all the copies there will be."""
    for template, share in shares:
        place = f"(({first} + n) * {SCATTER} % {total})"
        key = f"{FIRST_KEY} + {place}"  # of an application, and of its interview
        owned = {name: owner(place, people, name) for name in people if name != "counselors"}
        changed = owned | {"application": key, "created_by": owned["by"], "recorded_by": owned["by"]}
        copy(Application, template.pk, share, changed | {"id": key}, where="id")
        copy(Interview, template.pk, share, changed | {"id": key})
        copy(NextStep, template.pk, share, changed | {"interview": key})
        copy(StandingChange, template.pk, share, changed)
        told = {"about": f"'application:' || ({key})", "occurrence": f"'interview:' || ({key})"}
        copy(Reminder, template.pk, share, changed | told)
        first += share


def owner(place: str, people: dict[str, tuple[int, int]], name: str) -> str:
    """The key of the row of this name that a copy belongs to: one of those of its counselor, in turns."""
    (first, each), counselors = people[name], people["counselors"][1]
    return f"{first} + {place} % {counselors} * {each} + {place} / {counselors} % {max(each, 1)}"


def copy(model: type[Model], template: int, share: int, changed: dict[str, str], where: str = "application_id") -> None:
    """Copies of the rows of one application's log, with other expressions for some columns."""
    columns, values = [], []
    for field in model._meta.concrete_fields:
        if field.primary_key and "id" not in changed:
            continue
        columns.append(f'"{field.column}"')
        values.append(changed.get(field.name, f'"{field.column}"'))
    into, values_sql = ", ".join(columns), ", ".join(values)
    table = model._meta.db_table
    numbers = f"SELECT CAST(0 AS bigint) UNION ALL SELECT n + 1 FROM series WHERE n + 1 < {share}"
    series = f"WITH RECURSIVE series(n) AS ({numbers})"
    with connection.cursor() as cursor:
        rows = f'FROM "{table}", series WHERE "{table}"."{where}" = {template}'
        cursor.execute(f'{series} INSERT INTO "{table}" ({into}) SELECT {values_sql} {rows}')
