"""The sections of Today: one question tells where every row stands, and only the rows that are shown are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

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


@dataclass(frozen=True)
class Wanted:
    """Which rows to read: those of one section or of all, from the `first` to the `last` of each."""

    kind: str = ""
    put_off: bool = False
    first: int = 1
    last: int = EVERY_ROW

    def has(self, place: Place, rank: int) -> bool:
        in_reach = self.first <= rank <= self.last
        return place.put_off == self.put_off and in_reach and self.kind in ("", place.section)


class Place(NamedTuple):
    """A row's section, its key, and whether it is put off."""

    section: str
    pk: int
    put_off: bool


@dataclass(frozen=True)
class Section:
    """Rows of one kind under one heading; `total` counts also those that are not shown."""

    kind: str
    title: Text
    rows: list[Row]
    total: int

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
    totals: Counter[tuple[str, bool]] = Counter()
    chosen: list[Place] = []
    for place in places(desk):
        totals[place.section, place.put_off] += 1
        if wanted.has(place, rank=totals[place.section, place.put_off]):
            chosen.append(place)
    lines = _lines(chosen, desk)
    rows = {kind: [line for place, line in lines if place.section == kind and not place.put_off] for kind in KINDS}
    sections = [Section(kind, title, rows[kind], totals[kind, False]) for kind, title in KINDS.items()]
    put_off = sum(total for (_kind, is_put_off), total in totals.items() if is_put_off)
    away = [line for place, line in lines if place.put_off]
    return Picture([each for each in sections if each.total], away, put_off)


def places(desk: Desk) -> Iterator[Place]:
    """Where every row of a desk stands, in the order of its section.

    One question for all sources, and keys only: what is counted here is read from the same answer as what is shown.
    """
    first, *others = (_keys(source, desk) for source in SOURCES)
    put_off = desk.put_off
    for section, pk, number, _at in first.union(*others, all=True).order_by("at", "pk"):
        if section in BY_KIND:
            yield Place(section, pk, (BY_KIND[section].subject(pk), section, number) in put_off)


def _keys(source: Source, desk: Desk) -> Any:
    number = F(source.version) if source.version else Value(0)
    # Only the database compares these: as a text, no value of a thousand is made a moment here.
    at = ExpressionWrapper(Cast(source.since, DateTimeField()), output_field=TextField())
    rows = source.rows(desk).order_by().annotate(number=number, at=at)
    return rows.values_list("section", "pk", "number", "at")


def _lines(places: list[Place], desk: Desk) -> list[tuple[Place, Row]]:
    """The rows in these places, read source by source."""
    found = {
        source.name: _named(source, [each.pk for each in places if each.section in source.kinds])
        for source in {BY_KIND[each.section] for each in places}
    }
    return [
        (place, _line(place, row, desk))
        for place in places
        if (row := found[BY_KIND[place.section].name].get(place.pk))
    ]


def _named(source: Source, pks: list[int]) -> dict[int, Any]:
    return {row.pk: row for row in source.named().filter(pk__in=pks)}


def _line(place: Place, row: Any, desk: Desk) -> Row:
    section, pk, put_off = place
    source = BY_KIND[section]
    line = source.line(row, section, desk)
    line.note = _note(desk.snooze_of(source.subject(pk)), put_off)
    if line.comes_back:
        line.action_url += desk.back + section
    if put_off:
        line.take_up_url = DESK.url("unsnooze", section, pk) + desk.query
    else:
        line.snooze_url = DESK.url("snooze", section, pk) + desk.query
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
