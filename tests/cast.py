"""The cast of every test: alice counsels bob and eve, dan is her colleague, carol belongs to another practice.

Everything is made by the product's own services, at fixed times: today is Thursday, 12 November 2026.
"""

from __future__ import annotations

from copy import copy, deepcopy
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.apps import apps
from django.db import models
from django_scopes import scope

from candidates import services
from candidates.models import Application, Client, Contact, Employer, Site
from counselor.accounts.models import Membership, Practice, Role, User

NEW_YORK = ZoneInfo("America/New_York")
TODAY = date(2026, 11, 12)
NOW = datetime(2026, 11, 12, 10, 0, tzinfo=NEW_YORK)
PASSWORD = "correct horse battery"
OURS = ("accounts", "outbox", "candidates", "letters", "my_data", "account")


def at(day: int, month: int = 11, hour: int = 10, minute: int = 0, year: int = 2026) -> datetime:
    """A moment in New York."""
    return datetime(year, month, day, hour, minute, tzinfo=NEW_YORK)


def person(email: str, practice: Practice | None = None, role: str = "") -> User:
    """An account, and its place in a practice. Its name is the part before the @, with a capital."""
    user = User.objects.create_user(email, PASSWORD, name=email.partition("@")[0].capitalize())
    if practice:
        Membership.objects.create(practice=practice, user=user, role=role)
    return user


@dataclass
class Cast:
    """One practice with its people, and what bob applied for."""

    practice: Practice
    alice: User
    bob: User
    dan: User
    eve: User
    supervisor: User
    administrator: User
    ex_member: User
    client: Client
    other_client: Client
    employer: Employer
    site: Site
    contact: Contact
    application: Application
    other_application: Application
    elsewhere: dict[str, Any] = field(default_factory=dict)

    def member(self, user: User) -> Membership:
        return Membership.objects.current().get(user=user)


ADDRESS = {
    "street_address": "120 Main Street\nSuite 4",
    "city": "Albany",
    "region": "NY",
    "postal_code": "12207",
    "country": "US",
}


def make_client(practice: Practice, counselor: User, user: User | None, given: str, family: str) -> Client:
    membership = Membership.objects.get(practice=practice, user=counselor)
    return services.add_client(
        practice=practice,
        counselor=membership,
        on=TODAY,
        by=counselor,
        user=user,
        given_name=given,
        family_name=family,
        email=user.email if user else "",
        **ADDRESS,
    )


def make_employer(practice: Practice, by: User, name: str) -> tuple[Employer, Site, Contact]:
    employer = services.add_employer(practice=practice, name=name, by=by)
    site = services.add_site(employer=employer, by=by, time_zone="America/New_York", **ADDRESS)
    contact = services.add_contact(
        employer=employer, site=site, by=by, honorific="Ms", given_name="Jin", family_name="Kim", job_title="Director"
    )
    return employer, site, contact


def make_application(
    client: Client, employer: Employer, site: Site, by: User, position: str = "Analyst"
) -> Application:
    return services.add_application(
        client=client, employer=employer, site=site, position=position, by=by, applied_on=date(2026, 10, 1)
    )


def make_cast() -> Cast:
    """The whole cast. Call it inside no scope; work on it inside `scope(practice=cast.practice)`."""
    practice = Practice.objects.create(name="Harbor Careers")
    alice = person("alice@harbor.example", practice, Role.COUNSELOR)
    dan = person("dan@harbor.example", practice, Role.COUNSELOR)
    bob = person("bob@home.example", practice, Role.CLIENT)
    eve = person("eve@home.example", practice, Role.CLIENT)
    supervisor = person("sue@harbor.example", practice, Role.SUPERVISOR)
    administrator = person("adam@harbor.example", practice, Role.ADMINISTRATOR)
    ex_member = person("xena@harbor.example", practice, Role.COUNSELOR)
    Membership.objects.filter(user=ex_member).update(ended_at=at(1))
    with scope(practice=practice):
        client = make_client(practice, alice, bob, "Bob", "Miller")
        other_client = make_client(practice, alice, eve, "Eve", "Stone")
        employer, site, contact = make_employer(practice, alice, "Acme Lighting")
        application = make_application(client, employer, site, alice)
        other_application = make_application(other_client, employer, site, alice, "Designer")
    cast = Cast(
        practice, alice, bob, dan, eve, supervisor, administrator, ex_member,
        client, other_client, employer, site, contact, application, other_application,
    )  # fmt: skip
    cast.elsewhere = make_elsewhere()
    return cast


class Told:
    """The cast as it was made once in this process, to be put into the database again without telling it anew.

    Every test gets rows and objects of its own. It saves a tenth of a second a test, and most tests have a cast.
    """

    def __init__(self) -> None:
        self.cast: Cast | None = None
        self.rows: list[tuple[type[models.Model], list[models.Model]]] = []

    def again(self) -> Cast:
        """The whole cast, in an empty database."""
        if self.cast is None:
            self._remember(make_cast())
        else:
            for model, rows in self.rows:
                model._base_manager.bulk_create(copy(row) for row in rows)
        return deepcopy(self.cast)  # type: ignore[return-value]

    def _remember(self, cast: Cast) -> None:
        self.cast = cast
        tables = [model for model in apps.get_models() if model._meta.app_label in OURS]
        found = [(model, list(model._base_manager.order_by("pk"))) for model in tables]
        self.rows = [(model, rows) for model, rows in found if rows]


def make_elsewhere() -> dict[str, Any]:
    """Carol's practice, with data that could leak."""
    practice = Practice.objects.create(name="Elsewhere Careers")
    carol = person("carol@elsewhere.example", practice, Role.COUNSELOR)
    with scope(practice=practice):
        client = make_client(practice, carol, None, "Zoe", "Canary")
        employer, site, contact = make_employer(practice, carol, "Canary Works")
        application = make_application(client, employer, site, carol, "Canary keeper")
    return {
        "practice": practice,
        "carol": carol,
        "client": client,
        "employer": employer,
        "site": site,
        "contact": contact,
        "application": application,
    }
