"""Who is in the demo practice. Every address ends in `.example`, which no mail system delivers to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.contrib.auth.hashers import make_password
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from candidates import services
from candidates.models import Client
from counselor.accounts.models import Membership, Practice, Role, User
from counselor.demo.stage import clock_at

PRACTICE_NAME = "Harborview Career Practice"
DEMO_DOMAIN = "@demo.example"
DEMO_PASSWORD = "thank-you-in-ink"  # noqa: S105 - shown on the log-in page, in demo mode only
LOG_INS: list[tuple[str | Promise, str]] = [
    (_("Counselor"), "alice@demo.example"),
    (_("Client, on a phone"), "bob@demo.example"),
    (_("Colleague, another counselor"), "dan@demo.example"),
    (_("Supervisor"), "sue@demo.example"),
    (_("Administrator"), "adam@demo.example"),
]
FOUNDER = "alice@demo.example"  # the practice she belongs to is the demo practice

STAFF = (
    ("alice", "Alice Ferreira", Role.COUNSELOR),
    ("dan", "Dan Whitlock", Role.COUNSELOR),
    ("sue", "Sue Marchetti", Role.SUPERVISOR),
    ("adam", "Adam Lindqvist", Role.ADMINISTRATOR),
)


@dataclass(frozen=True)
class Person:
    """One client of the practice. `days` is how many days ago they came; `account` whether they use the portal."""

    key: str
    given: str
    family: str
    street: str
    city: str
    region: str
    postal_code: str
    phone: str
    counselor: str = "alice"
    country: str = "US"
    time_zone: str = ""
    account: bool = True
    days: int = 260
    supervised: bool = True

    @property
    def email(self) -> str:
        return f"{self.key}{DEMO_DOMAIN}"


CLIENTS = (
    Person("bob", "Bob", "Hartley", "27 Munjoy Street\nApt. 2", "Portland", "ME", "04101", "(207) 555-0142"),
    Person("lukasz", "Łukasz", "Wójcik", "118 Brackett Street", "Portland", "ME", "04102", "(207) 555-0117"),
    Person("mai", "Mai", "Nguyễn", "9 Cushman Street", "Portland", "ME", "04102", "(207) 555-0163", account=False),
    Person("soren", "Søren", "Ørsted", "41 Pleasant Street\nUnit 5", "Portsmouth", "NH", "03801", "(603) 555-0128"),
    Person("amara", "Amara", "Okafor", "360 Longwood Avenue\nApt. 7", "Boston", "MA", "02215", "(617) 555-0190"),
    Person(
        "katharina", "Katharina", "Vogel", "Sredzkistraße 31", "Berlin", "", "10435", "+49 30 23125 104",
        country="DE", time_zone="Europe/Berlin", account=False,
    ),
    Person(
        "henry", "Henry", "Oyelaran", "14 Amwell Street", "London", "", "EC1R 1UQ", "+44 20 7946 0138",
        country="GB", time_zone="Europe/London", supervised=False,
    ),
    Person(
        "grace", "Grace", "Whitfield", "72 Bowery Beach Road", "Cape Elizabeth", "ME", "04107", "(207) 555-0175",
        "dan", account=False,
    ),
    Person("diego", "Diego", "Fuentes", "205 Westminster Street", "Providence", "RI", "02903", "(401) 555-0109", "dan"),
    Person("priya", "Priya", "Raman", "88 College Street", "Burlington", "VT", "05401", "(802) 555-0151", "dan"),
)  # fmt: skip


@dataclass
class Cast:
    """The demo practice's people, by the part of their address before the @."""

    practice: Practice
    users: dict[str, User] = field(default_factory=dict)
    members: dict[str, Membership] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    counselor_of: dict[str, User] = field(default_factory=dict)

    def writer(self, client: str) -> User:
        """Who types what the client tells: the client, where they have an account, else their counselor."""
        return self.users.get(client) or self.counselor_of[client]


def found_practice(now: datetime) -> Practice:
    return Practice.objects.create(
        name=PRACTICE_NAME, created_at=now - timedelta(days=400), mail=Practice.Mail.OPEN, country="US"
    )


def make_people(practice: Practice, today: date) -> Cast:
    """Accounts, memberships and clients. Inside the scope of the practice."""
    cast = Cast(practice)
    for key, name, role in STAFF:
        _enrol(cast, key, name, role)
    for counselor in ("alice", "dan"):
        Membership.objects.filter(pk=cast.members[counselor].pk).update(supervised_by=cast.members["sue"])
    for person in CLIENTS:
        _take_on(cast, person, today)
    since = today - timedelta(days=40)
    with clock_at(datetime.combine(since, time(14, 10), practice.zone)):
        services.assign(
            client=cast.clients["priya"], counselor=cast.members["alice"], on=since, by=cast.users["dan"], primary=False
        )
    # One password, hashed once: a real hash takes most of a second, and this one is public anyway.
    User.objects.filter(pk__in=[user.pk for user in cast.users.values()]).update(password=make_password(DEMO_PASSWORD))
    return cast


def _enrol(cast: Cast, key: str, name: str, role: Role) -> None:
    user = User.objects.create_user(f"{key}{DEMO_DOMAIN}", name=name)
    cast.users[key] = user
    cast.members[key] = Membership.objects.create(practice=cast.practice, user=user, role=role)


def _take_on(cast: Cast, person: Person, today: date) -> None:
    if person.account:
        _enrol(cast, person.key, f"{person.given} {person.family}", Role.CLIENT)
    came_on = today - timedelta(days=person.days)
    counselor = cast.users[person.counselor]
    cast.counselor_of[person.key] = counselor
    with clock_at(datetime.combine(came_on, time(9, 30), cast.practice.zone)):
        cast.clients[person.key] = _add_client(cast, person, came_on, counselor)


def _add_client(cast: Cast, person: Person, came_on: date, counselor: User) -> Client:
    return services.add_client(
        practice=cast.practice,
        counselor=cast.members[person.counselor],
        on=came_on,
        by=counselor,
        user=cast.users.get(person.key),
        given_name=person.given,
        family_name=person.family,
        email=person.email,
        phone=person.phone,
        time_zone=person.time_zone,
        supervisor_informed_on=came_on if person.supervised else None,
        street_address=person.street,
        city=person.city,
        region=person.region,
        postal_code=person.postal_code,
        country=person.country,
    )
