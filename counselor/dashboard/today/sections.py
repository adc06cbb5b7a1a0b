"""The sections of Today: one question tells where every row stands, and only the rows that are shown are read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import DateTimeField, ExpressionWrapper, F, TextField, Value
from django.db.models.functions import Cast
from django.http import Http404
from django.utils.translation import gettext as _

from candidates.models import Snooze
from candidates.wording import day
from counselor.dashboard.today import applications, care, mail
from counselor.dashboard.today.rows import KINDS, Desk, Row, Source, Text
from counselor.pages.face import DESK

SOURCES: tuple[Source, ...] = (
    applications.SOURCE,
    mail.LETTER_SOURCE,
    mail.COMMENT_SOURCE,
    mail.MAIL_SOURCE,
    *care.SOURCES,
)
BY_KIND = {kind: source for source in SOURCES for kind in source.kinds}
PUT_OFF = "put-off"
EVERY_ROW = 10_000

Place = tuple[str, bool]
"""A section, and whether what stands there is put off."""


@dataclass(frozen=True)
class Wanted:
    """Which rows to read: those of one section or of all, from the `first` to the `last` of each."""

    kind: str = ""
    put_off: bool = False
    first: int = 1
    last: int = EVERY_ROW

    def of(self, place: Place, pks: list[int]) -> list[int]:
        """Those of the rows of a place."""
        section, put_off = place
        asked = put_off == self.put_off and self.kind in ("", section)
        return pks[self.first - 1 : self.last] if asked else []


@dataclass
class Section:
    """Rows of one kind under one heading; `total` counts also those that are not shown. `url` is its own page."""

    kind: str
    title: Text
    rows: list[Row]
    total: int
    url: str = ""

    @property
    def more(self) -> int:
        return self.total - len(self.rows)


@dataclass(frozen=True)
class Picture:
    """All sections with rows, most pressing first; what is put off, and how much of it there is."""

    sections: list[Section]
    away: list[Row]
    put_off: int

    @property
    def count(self) -> int:
        return sum(each.total for each in self.sections)

    def total(self, kind: str) -> int:
        return next((each.total for each in self.sections if each.kind == kind), 0)


def picture(desk: Desk, wanted: Wanted) -> Picture:
    """What is on a desk: the rows that are wanted, and the totals of all sections."""
    there = places(desk)
    lines = _lines({place: wanted.of(place, pks) for place, pks in there.items()}, desk)
    sections = [
        Section(kind, title, lines[kind, False], len(there[kind, False]))
        for kind, title in KINDS.items()
        if (kind, False) in there
    ]
    put_off = sum(len(pks) for (_section, is_put_off), pks in there.items() if is_put_off)
    away = [line for (_section, is_put_off), rows in lines.items() if is_put_off for line in rows]
    return Picture(sections, away, put_off)


def places(desk: Desk) -> dict[Place, list[int]]:
    """The keys of every row of a desk by the place it stands in, each in the order of its section.

    One question for all sources, and keys only: what is counted here is read from the same answer as what is shown.
    """
    first, *others = (_keys(source, desk) for source in SOURCES)
    found: defaultdict[Place, list[int]] = defaultdict(list)
    put_off = desk.put_off
    for section, pk, number, _at in first.union(*others, all=True).order_by("at", "pk"):
        if section in BY_KIND:
            is_put_off = bool(put_off) and (BY_KIND[section].subject(pk), section, number) in put_off
            found[section, is_put_off].append(pk)
    return found


def _keys(source: Source, desk: Desk) -> Any:
    number = F(source.version) if source.version else Value(0)
    # Only the database compares these: as a text, no value of a thousand is made a moment here.
    at = ExpressionWrapper(Cast(source.since, DateTimeField()), output_field=TextField())
    rows = source.rows(desk).order_by().annotate(number=number, at=at)
    return rows.values_list("section", "pk", "number", "at")


def _lines(wanted: dict[Place, list[int]], desk: Desk) -> dict[Place, list[Row]]:
    """The rows in these places, read source by source."""
    keys: defaultdict[str, list[int]] = defaultdict(list)
    for (section, _put_off), pks in wanted.items():
        keys[BY_KIND[section].name] += pks
    found = _read(keys)
    return {
        place: [_line(place, row, desk) for pk in pks if (row := found[BY_KIND[place[0]].name].get(pk))]
        for place, pks in wanted.items()
    }


def _read(keys: dict[str, list[int]]) -> dict[str, dict[int, Any]]:
    """The rows with these keys, by their source."""
    asked = {each.name: each.named().filter(pk__in=keys[each.name]) for each in SOURCES if keys.get(each.name)}
    words = [asked.pop(name) for name in care.ALIKE if name in asked]
    found = defaultdict(dict, {name: {row.pk: row for row in rows} for name, rows in asked.items()})
    for row in words[0].union(*words[1:], all=True) if words else ():
        found[row.source][row.pk] = row
    return found


def _line(place: Place, row: Any, desk: Desk) -> Row:
    section, put_off = place
    source = BY_KIND[section]
    line = source.line(row, section, desk)
    line.note = _note(desk.snooze_of(source.subject(row.pk)), put_off)
    if line.comes_back:
        line.action_url += desk.back + section
    if put_off:
        line.take_up_url = DESK.url("unsnooze", section, row.pk) + desk.query
    else:
        line.snooze_url = DESK.url("snooze", section, row.pk) + desk.query
    return line


def _note(snooze: Snooze | None, put_off: bool) -> str:
    """What the reader wrote when they put a row off: until when it is away, or when they did so, once it is back."""
    if snooze is None:
        return ""
    words = {"until": day(snooze.until_on), "on": day(snooze.created_at), "reason": snooze.reason}
    if put_off:
        return _("Put off until %(until)s: %(reason)s") % words
    return _("You put it off on %(on)s: %(reason)s") % words


def row_of(desk: Desk, kind: str, pk: int) -> tuple[str, Row]:
    """One row with its subject, put off or not; 404 for one that is not on this desk."""
    source = BY_KIND.get(kind)
    if not source or not source.rows(desk).filter(section=kind, pk=pk).exists():
        raise Http404
    return source.subject(pk), source.line(source.named().get(pk=pk), kind, desk)
