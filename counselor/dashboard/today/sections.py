"""The sections of Today, counted and cut to size by the database: the same few queries at any number of rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import BooleanField, Case, Count, F, Q, Value, When, Window
from django.db.models.functions import RowNumber
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
PUT_OFF = "put-off"
EVERY_ROW = 10_000


@dataclass(frozen=True)
class Wanted:
    """Which rows to read: those of one section or of all, from the `first` to the `last` of each."""

    kind: str = ""
    put_off: bool = False
    first: int = 1
    last: int = EVERY_ROW

    @property
    def condition(self) -> Q:
        """The first row of every section is always read, for its total."""
        found = Q(put_off=self.put_off, rank__gte=self.first, rank__lte=self.last)
        return Q(rank=1) | (found & Q(section=self.kind) if self.kind else found)

    def shows(self, row: Any) -> bool:
        in_reach = self.first <= row.rank <= self.last
        return row.put_off == self.put_off and in_reach and self.kind in ("", row.section)


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
    rows: dict[str, list[Row]] = {kind: [] for kind in KINDS}
    away: list[Row] = []
    totals: dict[tuple[str, bool], int] = {}
    for source in SOURCES:
        for row in ranked(source, desk).filter(wanted.condition).order_by("section", "rank"):
            if row.section not in KINDS:
                continue
            totals[row.section, row.put_off] = row.total
            if wanted.shows(row):
                (away if row.put_off else rows[row.section]).append(_line(source, row, desk))
    sections = [Section(kind, title, rows[kind], totals.get((kind, False), 0)) for kind, title in KINDS.items()]
    put_off = sum(total for (_kind, is_put_off), total in totals.items() if is_put_off)
    return Picture([each for each in sections if each.total], away, put_off)


def ranked(source: Source, desk: Desk) -> Any:
    """A source’s rows with `put_off`, and with their `rank` and the `total` among those of their section."""
    kept = desk.put_off(source.name)
    among: list[Any] = [F("section"), F("put_off")] if kept else [F("section")]
    return source.rows(desk).annotate(
        put_off=_put_off(source, kept),
        total=Window(Count("pk"), partition_by=among),
        rank=Window(RowNumber(), partition_by=among, order_by=list(source.order)),
    )


def _put_off(source: Source, kept: Iterable[Snooze]) -> Case:
    """Whether a row is put off: in this section, and by the standing it had then."""
    arms = []
    for each in kept:
        version = {source.version: each.version} if source.version else {}
        arms.append(When(Q(pk=int(each.subject.partition(":")[2]), section=each.kind, **version), then=Value(True)))
    return Case(*arms, default=Value(False), output_field=BooleanField())


def _line(source: Source, row: Any, desk: Desk) -> Row:
    note = _note(desk.snooze_of(source.subject(row.pk)), row.put_off)
    if row.put_off:
        return replace(source.line(row, desk), note=note, take_up_url=DESK.url("unsnooze", row.section, row.pk))
    return replace(source.line(row, desk), note=note, snooze_url=DESK.url("snooze", row.section, row.pk))


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
    source = next((each for each in SOURCES if kind in each.kinds), None)
    row = source and source.rows(desk).filter(section=kind, pk=pk).first()
    if not source or row is None:
        raise Http404
    return source.subject(pk), source.line(row, desk)
