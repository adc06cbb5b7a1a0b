"""Stories for the reports, written straight into the tables: letters without their paper, and many clients at once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from candidates import services
from candidates.models import Application, Assignment, Client, Interview, NextStep, StandingChange
from counselor.accounts.models import User
from letters.models import FrozenLetter, KeptOutcome, Letter, Outcome
from tests.cast import NOW, Cast, at, make_client

OLD = date(2026, 6, 10)  # a letter of this day has been watched for more than 90 days


def clients(cast: Cast, count: int, counselor: User) -> list[Client]:
    return [make_client(cast.practice, counselor, None, f"Given{n}", f"Of {counselor.name}") for n in range(count)]


def application(cast: Cast, client: Client, **fields: Any) -> Application:
    values = {"position": "Analyst", "employer": cast.employer, "site": cast.site} | fields
    return services.add_application(client=client, by=cast.alice, **values)


def promised(cast: Cast, client: Client, *, kept: bool = True, **fields: Any) -> Application:
    """Acme promised on 12 October to be in touch by the 26th, and wrote on the 20th or never."""
    row = application(cast, client, **fields)
    services.record_next_step(
        application=row, by=cast.alice, said_at=at(12, 10), kind="employer_contacts", due_on=date(2026, 10, 26),
        precision="exact",
    )  # fmt: skip
    if kept:
        exchange = {"direction": "in", "channel": "email", "result": "received"}
        services.log_touchpoint(application=row, by=cast.alice, happened_at=at(20, 10), **exchange)
    return row


def mailed(
    cast: Cast, client: Client, *came: str, on: date = OLD, variant: str = "after_silence", delay: int = 3
) -> Letter:
    """A letter that was mailed `delay` days after its verdict; each thing that came of it, came ten days later."""
    row = application(cast, client)
    then = datetime.combine(on, NOW.timetz())
    StandingChange.objects.create(
        application=row, number=99, at=then - timedelta(days=delay), cause="time", status="overdue", verdict="probable"
    )
    stamps = {f"{verb}_{what}": value for verb in ("approved", "mailed") for what, value in
              (("at", then), ("by", cast.alice))}  # fmt: skip
    letter = Letter.objects.create(
        practice=cast.practice, application=row, contact=cast.contact, variant=variant, dated_on=on, mailed_on=on,
        state=Letter.State.MAILED, created_by=cast.alice, **stamps,
    )  # fmt: skip
    FrozenLetter.objects.create(
        letter=letter, pdf=b"", sha256="", envelope_pdf=b"", envelope_sha256="", body="", template_version="",
        merge_values={}, standing={"verdict": "probable"},
    )  # fmt: skip
    for kind in came:
        Outcome.objects.create(
            letter=letter, kind=kind, happened_on=on + timedelta(days=10), attribution="employer",
            recorded_by=cast.alice,
        )  # fmt: skip
    return letter


def kept(cast: Cast, *kinds: str, month: date = date(2026, 6, 1)) -> KeptOutcome:
    """What is left of a counseling that ended."""
    came = [{"kind": kind, "days": 5, "attribution": "later"} for kind in kinds]
    return KeptOutcome.objects.create(
        practice=cast.practice, case=uuid4(), variant="after_silence", verdict="probable", mailed_in=month,
        delay_days=2, came=came,
    )  # fmt: skip


def busy(cast: Cast, count: int) -> None:
    """So many clients of alice, each with an interview, a promise, an invitation to call, and a letter that led on."""
    by, then = {"recorded_by": cast.alice}, datetime.combine(OLD, NOW.timetz())
    people = Client.objects.bulk_create(
        Client(practice=cast.practice, given_name="Busy", family_name=f"Person {n}") for n in range(count)
    )
    member = cast.member(cast.alice)
    Assignment.objects.bulk_create(Assignment(client=each, counselor=member, from_on=OLD) for each in people)
    rows = Application.objects.bulk_create(
        Application(
            practice=cast.practice, client=each, employer=cast.employer, site=cast.site, position="Analyst",
            created_by=cast.alice, created_at=then,
        )
        for each in people
    )  # fmt: skip
    Interview.objects.bulk_create(Interview(application=row, arranged_at=then, starts_at=then, **by) for row in rows)
    for kind in ("employer_contacts", "candidate_calls"):
        said = {"kind": kind, "said_at": then, "due_on": OLD + timedelta(days=14), "precision": "exact"}
        NextStep.objects.bulk_create(NextStep(application=row, **said, **by) for row in rows)
    letters = Letter.objects.bulk_create(
        Letter(
            practice=cast.practice, application=row, contact=cast.contact, variant="after_silence", dated_on=OLD,
            mailed_on=OLD, mailed_at=then, mailed_by=cast.alice, approved_at=then, approved_by=cast.alice,
            state=Letter.State.MAILED, created_by=cast.alice,
        )
        for row in rows
    )  # fmt: skip
    FrozenLetter.objects.bulk_create(
        FrozenLetter(letter=each, pdf=b"", envelope_pdf=b"", merge_values={}, standing={"verdict": "probable"})
        for each in letters
    )
    came = {"kind": "offer", "happened_on": OLD + timedelta(days=9), "attribution": "later"}
    Outcome.objects.bulk_create(Outcome(letter=each, **came, **by) for each in letters)
