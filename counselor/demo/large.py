"""The demo practice grown large: a full caseload, to see and to measure how the pages bear it.

Its applications are the demo's own stories, told again of other people: every log is copied row by row, so that each
copy stands exactly where its original stands. Most of a real caseload is quieter than that, so the larger part was
only applied for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import cycle, product
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_scopes import scope

from candidates.models import (
    ActionItem,
    Application,
    Assignment,
    CaseNote,
    Client,
    CounselingSession,
    Debrief,
    Decision,
    Employer,
    Interview,
    NextStep,
    PolicyOverride,
    Side,
    Site,
    SpamCheck,
    StandingChange,
    StandingOverride,
    Touchpoint,
)
from candidates.standings import refresh_standing
from counselor.accounts.models import Membership, Practice
from counselor.demo.letters import can_render
from counselor.demo.people import FOUNDER
from letters.composition import composed, envelope_of, frozen_row
from letters.models import FrozenLetter, Letter

CLIENTS, APPLICATIONS, EMPLOYERS = 150, 6_000, 400
STORIES_EACH, FROZEN = 12, 300  # stories copied to a client; copied letters that are rendered, at 60 ms each

GIVEN = (
    "Ada Aaron Beatriz Carl Chidi Dara Elena Farid Gloria Hana Ivan Jamal Keiko Lars Maren Nadia Omar Petra Quinn Rosa "
    "Samir Tova Uma Viktor Wanda Ximena Yusuf Zora Anders Bridget"
).split()
FAMILY = (
    "Abbott Bergström Castillo Dimitrov Eriksen Ferrante Goldberg Hashimoto Ivanova Jørgensen Kovács Lindgren Mbeki "
    "Novák O’Connor Petrov Quigley Rahman Sørensen Takahashi Ueda Villanueva Weiss Xu Yıldız Zhang Albright Baptiste "
    "Cho Duval Easton"
).split()
POSITIONS = (
    "Bookkeeper", "Nurse Educator", "Site Engineer", "Data Analyst", "Shift Supervisor", "Paralegal", "Baker",
    "Network Technician", "Museum Registrar", "Grant Writer", "Dispatcher", "Lab Assistant", "Warehouse Lead",
)  # fmt: skip
TRADES = ("Textiles", "Logistics", "Dental Group", "Robotics", "Bakery", "Insurance", "Schools", "Printworks")

LOGS = (NextStep, Touchpoint, Decision, SpamCheck, PolicyOverride, StandingOverride, StandingChange)
"""What is copied of a story besides its interviews and their debriefs."""


@transaction.atomic
def enlarge(practice: Practice, now: datetime) -> None:
    """Grow the demo practice to 150 clients with 6,000 applications, most of them alice's; without chance."""
    with scope(practice=practice), timezone.override(practice.time_zone):
        alice = Membership.objects.get(practice=practice, user__email=FOUNDER)
        templates = list(Application.objects.exclude(originated_from_outcome__isnull=False).order_by("pk"))
        clients = add_clients(practice, alice, CLIENTS - Client.objects.count(), now)
        told = [client for client in clients for _ in range(STORIES_EACH)]
        copy_stories(dict(enumerate(told)), cycle(templates))
        missing = APPLICATIONS - Application.objects.count()
        apply_quietly(practice, alice, clients, missing, now)
        keep_company(alice, clients, now)


# --- People ----------------------------------------------------------------------------------------------------------


def add_clients(practice: Practice, counselor: Membership, count: int, now: datetime) -> list[Client]:
    """Clients without accounts, all looked after by one counselor, some of whom were not told of supervision.

    30 given and 31 family names, turned at once: no pair comes twice within 930.
    """
    names = [(GIVEN[number % len(GIVEN)], FAMILY[number % len(FAMILY)]) for number in range(count)]
    today = timezone.localdate(now)
    clients = Client.objects.bulk_create(
        Client(
            practice=practice,
            given_name=given,
            family_name=family,
            email=f"client{number}@demo.example",
            street_address=f"{number + 1} Harbor Street",
            city="Portland",
            region="ME",
            postal_code="04101",
            supervisor_informed_on=today if number % 5 else None,
        )
        for number, (given, family) in enumerate(names)
    )
    Assignment.objects.bulk_create(
        Assignment(client=client, counselor=counselor, from_on=today - timedelta(days=30 + number))
        for number, client in enumerate(clients)
    )
    return clients


def keep_company(counselor: Membership, clients: list[Client], now: datetime) -> None:
    """A session, an action item and a note for each."""
    user, today = counselor.user, timezone.localdate(now)
    CounselingSession.objects.bulk_create(
        CounselingSession(
            client=client, counselor=counselor, starts_at=now + timedelta(hours=number - 20), created_by=user
        )
        for number, client in enumerate(clients)
    )
    ActionItem.objects.bulk_create(
        ActionItem(
            client=client,
            whose=Side.CLIENT if number % 3 else Side.COUNSELOR,
            text="Ask two former colleagues for a reference",
            due_on=today + timedelta(days=number % 30 - 5),
            created_by=user,
        )
        for number, client in enumerate(clients)
    )
    CaseNote.objects.bulk_create(
        CaseNote(client=client, author=user, text="Came with a clear idea of the next three months.")
        for client in clients
    )


# --- Stories told again ----------------------------------------------------------------------------------------------


def copies(rows: Iterable[Any], **changed: Any) -> Iterator[Any]:
    """Unsaved copies of rows, but for the columns in `changed`: values, or what a function makes of the row."""
    for row in rows:
        values = {
            field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
        }
        values |= {name: make(row) if callable(make) else make for name, make in changed.items()}
        yield type(row)(**values)


def copy_stories(clients: dict[int, Client], templates: Iterator[Application]) -> None:
    """One template's application for each client, with everything that follows from it."""
    made: dict[int, list[Application]] = {}
    for client, template in zip(clients.values(), templates, strict=False):
        made.setdefault(template.pk, []).extend(copies([template], client_id=client.pk))
    Application.objects.bulk_create([row for rows in made.values() for row in rows], batch_size=500)
    for pk, rows in made.items():
        copy_log(pk, rows)


def copy_log(template: int, applications: list[Application]) -> None:
    """The log and the letters of one template, for each of its copies."""
    interviews = list(Interview.objects.filter(application=template))
    debriefs = list(Debrief.objects.filter(application=template))
    for application in applications:
        twins = {row.pk: copy_with_contacts(row, application_id=application.pk) for row in interviews}
        for debrief in debriefs:
            twin = twins[debrief.interview_id].pk
            copy_with_contacts(debrief, application_id=application.pk, interview_id=twin)
        for model in LOGS:
            changed: dict[str, Any] = {"application_id": application.pk}
            if model is NextStep:
                changed["interview_id"] = lambda row, twins=twins: row.interview_id and twins[row.interview_id].pk
            model.objects.bulk_create(copies(model.objects.filter(application=template), **changed))
        copy_letters(template, application)


def copy_with_contacts(row: Any, **changed: Any) -> Any:
    (twin,) = type(row).objects.bulk_create(copies([row], **changed))
    twin.contacts.set(row.contacts.all())
    return twin


def copy_letters(template: int, application: Application) -> None:
    """Letters with paper of their own: a copy bears its own client's name, so it is rendered anew."""
    for letter in Letter.objects.filter(application=template, replaces=None).exclude(state=Letter.State.VOID):
        frozen = letter.state != Letter.State.DRAFT
        if frozen and (not can_render() or FrozenLetter.objects.count() >= FROZEN):
            continue
        (twin,) = Letter.objects.bulk_create(copies([letter], application_id=application.pk, mailing_id=None))
        if frozen:
            freeze(twin)


def freeze(letter: Letter) -> None:
    """The archive's row of a letter that was approved long ago."""
    ready = composed(letter)
    frozen_row(letter, ready, envelope_of(letter, ready.facts)).save()


# --- The quiet part --------------------------------------------------------------------------------------------------


def apply_quietly(practice: Practice, by: Membership, clients: list[Client], count: int, now: datetime) -> None:
    """Applications of which nothing was heard yet; every third was put aside since."""
    sites = add_employers(practice)
    today = timezone.localdate(now)
    rows = []
    for number in range(count):
        site, ago = sites[number * 7 % len(sites)], number * 11 % 300 + 1
        aside = now - timedelta(days=ago // 2) if number % 3 == 0 else None
        rows.append(
            Application(
                practice=practice,
                client=clients[number % len(clients)],
                employer=site.employer,
                site=site,
                position=POSITIONS[number % len(POSITIONS)],
                applied_on=today - timedelta(days=ago) if number % 10 else None,
                created_by=by.user,
                created_at=now - timedelta(days=ago),
                archived_at=aside,
                archived_by=by.user if aside else None,
            )
        )
    Application.objects.bulk_create(rows, batch_size=500)
    for row in rows:
        refresh_standing(row, cause=StandingChange.Cause.FACT, by=by.user, now=row.created_at)


def add_employers(practice: Practice) -> list[Site]:
    names = (f"{family} {trade}" for family, trade in product(FAMILY, TRADES))
    known = set(Employer.objects.values_list("name", flat=True))
    new = [Employer(practice=practice, name=name) for name in names if name not in known][:EMPLOYERS]
    employers = Employer.objects.bulk_create(new)
    return Site.objects.bulk_create(
        Site(employer=employer, city="Portland", region="ME", country="US", time_zone="America/New_York")
        for employer in employers
    )
