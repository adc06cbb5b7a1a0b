"""What an import would keep: the file read by its mapping, beside what is there already. Nothing is written here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError

from candidates import access
from candidates.csv_out import as_typed
from candidates.employer_names import employer_key
from candidates.exchange import wording
from candidates.exchange.days import Order
from candidates.exchange.headings import OF_APPLICATIONS, OF_CLIENTS, OWN, Field, matched, missing, twice
from candidates.exchange.reading import Table, read
from candidates.exchange.rows import Entry, Group, Person, Problem, Sheet, grouped, order_in, read_rows
from candidates.models import Application, Client, Employer, ImportFile, SharedNote
from counselor.accounts.models import Membership

APPLICATION_KEYS = ("practice", "client", "employer", "site", "created_by", "archived_by")
CLIENT_KEYS = ("practice", "user", "ended_by")


@dataclass(frozen=True, slots=True)
class Twin:
    """An application of the file that is there already: on record, or on an earlier line of the same file."""

    entry: Entry
    existing: Application | None = None
    earlier: int = 0


@dataclass(slots=True)
class Target:
    """Whose applications they are: a client on record, or a person of the file who is to become one."""

    client: Client | None
    group: Group | None = None
    fresh: list[Entry] = field(default_factory=list)
    twins: list[Twin] = field(default_factory=list)


@dataclass(slots=True)
class Plan:
    """A file as it would be imported. `question` is a date that can be read two ways, where nobody said which."""

    table: Table
    fields: tuple[Field, ...]
    columns: dict[str, Field]
    order: Order | None
    question: str
    missing: list[Field]
    twice: list[Field]
    problems: list[Problem]
    targets: list[Target]

    @property
    def is_mapped(self) -> bool:
        """Whether every column has its place, so that the rows can be read at all."""
        return not (self.missing or self.twice)

    @property
    def fresh(self) -> list[Entry]:
        return [entry for target in self.targets for entry in target.fresh if entry.application]

    @property
    def twins(self) -> list[Twin]:
        return [twin for target in self.targets for twin in target.twins]

    @property
    def newcomers(self) -> list[Target]:
        return [target for target in self.targets if target.client is None]

    @property
    def known(self) -> list[Target]:
        """People of the file who are in the caseload already."""
        return [target for target in self.targets if target.client and target.group]


def fields_for(file: ImportFile) -> tuple[Field, ...]:
    """What the columns of a file may hold: of one client's applications, or of clients."""
    return OF_APPLICATIONS if file.client_id else OF_CLIENTS


def table_of(file: ImportFile) -> Table:
    """The table of a kept file, with the cells a person has put right."""
    fixes = {int(line): cells for line, cells in file.mapping.get("fixes", {}).items()}
    return read(file.text, as_typed, OWN).mended(fixes)


def columns_of(text: str, fields: tuple[Field, ...]) -> dict[str, Field]:
    """The columns of a text with the fields their headings are known for. Raises Unreadable."""
    return matched(read(text, as_typed, OWN).headings, fields)


def plan_of(file: ImportFile, membership: Membership, now: datetime) -> Plan:
    """What importing the file as it is mapped would do, to what `membership` may see."""
    table, fields = table_of(file), fields_for(file)
    known = {name: Field(value) for name, value in file.mapping.get("columns", {}).items()}
    columns = {heading: known.get(heading, Field.NOTHING) for heading in table.headings}
    found, example = order_in(table, columns)
    order = Order(file.mapping["days"]) if file.mapping.get("days") else found
    plan = Plan(
        table=table,
        fields=fields,
        columns=columns,
        order=order,
        question="" if order else example,
        missing=missing(columns, fields),
        twice=twice(columns),
        problems=[],
        targets=[],
    )
    if plan.is_mapped:
        today = now.astimezone(membership.practice.zone).date()
        _fill(plan, file, membership, today)
    return plan


def _fill(plan: Plan, file: ImportFile, membership: Membership, today: date) -> None:
    with_people = file.client is None
    sheet = read_rows(plan.table, plan.columns, order=plan.order, today=today, with_people=with_people)
    entries = _fitting(sheet, plan.columns, file.name)
    plan.problems = sorted(sheet.problems, key=lambda problem: problem.line)
    if file.client is not None:
        plan.targets = [Target(file.client)]
        mine = _on_record(access.applications(membership).filter(client=file.client))
        _sort(plan.targets[0], entries, mine.get(file.client.pk, {}))
    else:
        plan.targets = _people(entries, membership)


# --- What the models say ---------------------------------------------------------------------------------------------


def _fitting(sheet: Sheet, columns: dict[str, Field], file_name: str) -> list[Entry]:
    """The entries whose texts fit the models' fields; the others become problems of the sheet."""
    headings = {name.value: heading for heading, name in reversed(columns.items())}
    fitting = []
    for entry in sheet.entries:
        troubles = list(_troubles(entry, file_name))
        sheet.problems += [
            Problem(entry.line, headings.get(name, ""), code, str(message)) for name, code, message in troubles
        ]
        if not troubles:
            fitting.append(entry)
    return fitting


def _troubles(entry: Entry, file_name: str) -> Iterator[tuple[str, str, str]]:
    """Field, code and words of each rule of the models that a line breaks."""
    if entry.person:
        yield from _refused(Client(**entry.person.fields), CLIENT_KEYS)
        yield from _too_long(Field.CASE_NOTE, wording.remarks(entry.person.remarks))
    if not entry.application:
        return
    told = entry.application
    yield from _refused(Application(**told.fields), APPLICATION_KEYS)
    for _name, code, message in _refused(Employer(name=told.employer), ("practice",)):
        yield Field.EMPLOYER.value, code, message
    yield from _too_long(Field.NOTE, [wording.shared_note(file_name, told)])


def _too_long(name: Field, texts: list[str]) -> Iterator[tuple[str, str, str]]:
    if len("\n".join(texts)) > (SharedNote._meta.get_field("text").max_length or 0):
        yield name.value, "long_note", ""


def _refused(row: Any, keys: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    try:
        row.clean_fields(exclude=keys)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            yield name, "refused", " ".join(messages)


# --- What is there already -------------------------------------------------------------------------------------------


def key_of(employer: str, position: str) -> tuple[str, str]:
    """Equal for two applications that are probably the same one; “C++” and “C#” stay apart."""
    words = "".join(re.findall(r"[^\W_]|[+#]", position.casefold()))
    return employer_key(employer), words or position


def _on_record(applications: Any) -> dict[int, dict[tuple[str, str], Application]]:
    """Applications by their client and their key; of several alike the latest."""
    found: dict[int, dict[tuple[str, str], Application]] = {}
    for row in applications.select_related("employer").order_by("pk"):
        found.setdefault(row.client_id, {})[key_of(row.employer.name, row.position)] = row
    return found


def _sort(target: Target, entries: Iterable[Entry], on_record: dict[tuple[str, str], Application]) -> None:
    """New applications apart from those that are there already."""
    earlier: dict[tuple[str, str], int] = {}
    for entry in entries:
        if entry.application is None:
            target.fresh.append(entry)
            continue
        key = key_of(entry.application.employer, entry.application.position)
        if key in on_record or key in earlier:
            target.twins.append(Twin(entry, on_record.get(key), earlier.get(key, 0)))
        else:
            target.fresh.append(entry)
            earlier[key] = entry.line


def _people(entries: list[Entry], membership: Membership) -> list[Target]:
    """The people of a file, each with the client they already are, if the member looks after one."""
    clients = list(access.clients(membership).filter(ended_at=None).order_by("pk"))
    by_email = {client.email.casefold(): client for client in clients if client.email}
    by_name = {_name(client): client for client in clients}
    targets = []
    for group in grouped(entries):
        known = by_email.get(group.person.email) or _namesake(group.person, by_name)
        targets.append(Target(known, group))
    known_ones = [target.client.pk for target in targets if target.client]
    theirs = _on_record(access.applications(membership).filter(client__in=known_ones))
    for target in targets:
        assert target.group is not None
        _sort(target, target.group.entries, theirs.get(target.client.pk, {}) if target.client else {})
    return targets


def _name(client: Client) -> tuple[str, str]:
    return client.given_name.casefold(), client.family_name.casefold()


def _namesake(person: Person, by_name: dict[tuple[str, str], Client]) -> Client | None:
    """The client of the same name, unless another e-mail address shows that it is somebody else."""
    found = by_name.get(person.name)
    return None if found and found.email and person.email else found
