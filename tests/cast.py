"""The cast of every test: alice counsels bob and eve, dan is her colleague, carol belongs to another practice.

Everything is made by the product's own services, at fixed times: today is Thursday, 12 November 2026.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models.sql import InsertQuery
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


T = TypeVar("T")


@dataclass
class Story:
    """What somebody told: what it gave, and the rows there are after it, as statements that write them anew."""

    given: bytes
    tables: list[str]
    statements: list[tuple[str, Any]]


class Told:
    """Stories as they were told once in this process, to be put into the database again without telling them anew.

    Every test gets rows and objects of its own. It saves a tenth of a second a test for the cast, which most tests
    have, and more than a second for a furnished house.
    """

    def __init__(self) -> None:
        self.stories: dict[Callable[..., Any], Story] = {}

    def cast(self) -> Cast:
        """The whole cast, in an empty database."""
        if make_cast in self.stories:
            self._put_back(self.stories[make_cast])
        else:
            self.stories[make_cast] = _story(make_cast())
        return pickle.loads(self.stories[make_cast].given)  # type: ignore[no-any-return]

    def again(self, tell: Callable[[Cast], T], cast: Cast) -> T:
        """What `tell(cast)` gives, in a database that holds the cast alone; `cast` is as the story leaves it."""
        if tell in self.stories:
            self._put_back(self.stories[tell], instead_of=self.stories[make_cast].tables)
        else:
            given = tell(cast)
            self.stories[tell] = _story((cast, given))
        after, given = pickle.loads(self.stories[tell].given)
        vars(cast).update(vars(after))
        return given

    def _put_back(self, story: Story, instead_of: Iterable[str] = ()) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for table in instead_of:
                cursor.execute(f"DELETE FROM {table}")
            for statement, values in story.statements:
                cursor.execute(statement, values)


def _story(given: Any) -> Story:
    tables = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in OURS]
    found = [(model, list(model._base_manager.order_by("pk"))) for model in tables]
    inserts = [each for model, rows in found if rows for each in _inserts(model, rows)]
    return Story(pickle.dumps(given), [model._meta.db_table for model, rows in reversed(found) if rows], inserts)


def _inserts(model: type[models.Model], rows: list[models.Model]) -> Iterable[tuple[str, Any]]:
    query = InsertQuery(model)
    query.insert_values(model._meta.concrete_fields, rows, raw=True)
    return query.get_compiler(connection=connection).as_sql()  # type: ignore[no-any-return]


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
