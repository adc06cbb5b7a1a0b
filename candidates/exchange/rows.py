"""Lines of a table → entries to keep, and problems that name the line and the column.

Nothing is invented: a cell is what it says, or it is a problem. Whether a text fits its field is the models' affair.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from candidates.exchange.days import NoDay, Order, day_of, example_of, order_of
from candidates.exchange.headings import DAYS, Field
from candidates.exchange.reading import Line, Table
from candidates.exchange.statuses import DECISIONS, Meaning, meaning_of
from candidates.exchange.values import country_code, link, method, salary

F = Field

PERSON = (F.EMAIL, F.PHONE, F.STREET_ADDRESS, F.CITY, F.REGION, F.POSTAL_CODE)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where, and in which words. Without a heading it is about the line."""

    line: int
    heading: str
    code: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Candidacy:
    """One application as the file tells it: `fields` go to the application as they are.

    `decided_on` is the day of the decision that `meaning` is; `remarks` are texts under the name of their column.
    """

    fields: dict[str, str | date | None]
    employer: str
    meaning: Meaning
    status: str
    decided_on: date | None
    remarks: tuple[tuple[str, str], ...]

    @property
    def position(self) -> str:
        return str(self.fields["position"])

    @property
    def status_is_told(self) -> bool:
        """Whether what is recorded says all that the status said."""
        if self.meaning is Meaning.APPLIED:
            return self.fields["applied_on"] is not None
        return self.meaning in (Meaning.NOTHING, Meaning.LEAD) or self.decided_on is not None


@dataclass(frozen=True, slots=True)
class Person:
    """A client as the file tells them."""

    fields: dict[str, str]
    remarks: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> tuple[str, str]:
        return self.fields["given_name"].casefold(), self.fields["family_name"].casefold()

    @property
    def email(self) -> str:
        return self.fields["email"].casefold()

    def __str__(self) -> str:
        return f"{self.fields['given_name']} {self.fields['family_name']}".strip()


@dataclass(frozen=True, slots=True)
class Entry:
    """What one line asks to be kept."""

    line: int
    application: Candidacy | None
    person: Person | None = None


@dataclass(slots=True)
class Sheet:
    """A whole table, read: the lines that can be kept, and what is wrong with the others."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def order_in(table: Table, columns: Mapping[str, Field]) -> tuple[Order | None, str]:
    """The order of days and months all date columns share, and where nothing tells, a date to ask with."""
    texts = [text for heading in columns if columns[heading] in DAYS for text in column(table, heading)]
    order = order_of(texts)
    return order, "" if order else example_of(texts)


def column(table: Table, heading: str) -> Iterator[str]:
    """The cells below one heading."""
    place = table.headings.index(heading)
    return (line.cells[place] for line in table.lines)


def read_rows(
    table: Table, columns: Mapping[str, Field], *, order: Order | None, today: date, with_people: bool = False
) -> Sheet:
    """Every line of the table. A line with a problem has no entry."""
    sheet = Sheet()
    for line in table.lines:
        row = Row(table.headings, line, columns, order, today)
        person = row.person() if with_people else None
        wanted = not with_people or any(row.text(name) for name in (F.EMPLOYER, F.POSITION))
        application = row.candidacy() if wanted else None
        if row.problems:
            sheet.problems += row.problems
        else:
            sheet.entries.append(Entry(line.number, application, person))
    return sheet


class Row:
    """One line while it is read; what is wrong with it gathers in `problems`."""

    def __init__(
        self, headings: Iterable[str], line: Line, columns: Mapping[str, Field], order: Order | None, today: date
    ) -> None:
        self.line, self.order, self.today = line.number, order, today
        self.problems: list[Problem] = []
        self._cells: dict[Field, list[tuple[str, str]]] = {}
        for heading, cell in zip(headings, line.cells, strict=True):
            if name := columns.get(heading, F.NOTHING):
                self._cells.setdefault(name, []).append((heading, cell))

    def parts(self, name: Field) -> list[tuple[str, str]]:
        """The cells of a field that say anything, with their headings."""
        return [(heading, cell) for heading, cell in self._cells.get(name, []) if cell]

    def text(self, name: Field) -> str:
        return next((cell for _heading, cell in self.parts(name)), "")

    def complain(self, name: Field, code: str, value: str = "") -> None:
        heading = next((heading for heading, _cell in self._cells.get(name, [])), name.value)
        self.problems.append(Problem(self.line, heading, code, value))

    def needed(self, name: Field) -> str:
        if not (text := self.text(name)):
            self.complain(name, "missing")
        return text

    def day(self, name: Field) -> date | None:
        text = self.text(name)
        try:
            return day_of(text, self.order, self.today)
        except NoDay as error:
            self.complain(name, str(error), text)
            return None

    # --- Applications ---

    def candidacy(self) -> Candidacy:
        status = self.text(F.STATUS)
        meaning = meaning_of(status)
        how = method(self.text(F.METHOD))
        return Candidacy(
            fields={
                "position": self.needed(F.POSITION),
                "applied_on": self.day(F.APPLIED_ON),
                "deadline_on": self.day(F.DEADLINE_ON),
                "posting_url": link(self.text(F.POSTING_URL)),
                "location": self.text(F.LOCATION),
                "salary": salary([cell for _heading, cell in self.parts(F.SALARY)]),
                "source": self.text(F.SOURCE),
                "method": how,
            },
            employer=" ".join(self.needed(F.EMPLOYER).split()),
            meaning=meaning,
            status=status,
            decided_on=self.decided_on() if meaning in DECISIONS else None,
            remarks=(*self.parts(F.CONTACT), *([] if how else self.parts(F.METHOD)), *self.remarks(F.NOTE)),
        )

    def decided_on(self) -> date | None:
        day = self.day(F.STATUS_ON)
        if day and day > self.today:
            self.complain(F.STATUS_ON, "future_date", self.text(F.STATUS_ON))
        return day

    def remarks(self, name: Field) -> list[tuple[str, str]]:
        """Texts, each under its heading where there are several columns of them."""
        found = self.parts(name)
        return found if len(self._cells.get(name, [])) > 1 else [("", cell) for _heading, cell in found]

    # --- Clients ---

    def person(self) -> Person:
        given, family = self.names()
        fields = {name.value: self.text(name) for name in PERSON}
        country = self.country()
        return Person(
            {"given_name": given, "family_name": family, **fields, "country": country}, tuple(self.remarks(F.CASE_NOTE))
        )

    def names(self) -> tuple[str, str]:
        """Given and family name: from their columns, else “Miller, Bob” or “Bob Miller”."""
        if self._cells.get(F.GIVEN_NAME) and self._cells.get(F.FAMILY_NAME):
            return self.needed(F.GIVEN_NAME), self.needed(F.FAMILY_NAME)
        whole = self.needed(F.NAME)
        family, comma, given = whole.partition(",")
        if not comma:
            given, _, family = " ".join(whole.split()).rpartition(" ")
        if whole and not (given.strip() and family.strip()):
            self.complain(F.NAME, "one_name", whole)
        return given.strip(), family.strip()

    def country(self) -> str:
        text = self.text(F.COUNTRY)
        known = country_code(text)
        if known and not (len(known) == 2 and known.isascii() and known.isalpha()):
            self.complain(F.COUNTRY, "no_country", text)
        return known


# --- The people of a file --------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Group:
    """One client of the file, with every line about them."""

    person: Person
    entries: list[Entry]

    @property
    def line(self) -> int:
        return self.entries[0].line


def grouped(entries: Iterable[Entry]) -> list[Group]:
    """The lines by the person they are about: one e-mail address is one person, and so is a name without one."""
    groups: list[Group] = []
    by_email: dict[str, Group] = {}
    by_name: dict[tuple[str, str], Group] = {}
    for entry in entries:
        person = entry.person
        assert person is not None
        found = by_email.get(person.email) if person.email else None
        named = by_name.get(person.name)
        if found is None and named and not (person.email and named.person.email):
            found = named
        if found is None:
            found = Group(person, [])
            groups.append(found)
        found.person = _completed(found.person, person)
        found.entries.append(entry)
        by_name.setdefault(person.name, found)
        if person.email:
            by_email[person.email] = found
    return groups


def _completed(person: Person, more: Person) -> Person:
    """What one line leaves out, another may say."""
    fields = {name: value or more.fields[name] for name, value in person.fields.items()}
    remarks = tuple(dict.fromkeys((*person.remarks, *more.remarks)))
    return Person(fields, remarks)
