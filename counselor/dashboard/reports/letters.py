"""Letters and what came of them: after, never because of."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from candidates import labels as standing_labels
from candidates.report_scopes import Breadth, Scope
from candidates.standings import practice_policy
from counselor.accounts.access import MemberRequest
from counselor.dashboard.reports.shell import Report, read
from counselor.pages.charts import Chart, bar_chart, bar_of
from counselor.pages.face import OFFICE
from counselor.pages.figures import FIGURE_HEADINGS, Figure, figure
from letters import labels
from letters.outcome_stats import (
    DELAYS,
    KindCount,
    Mailed,
    OutcomeKind,
    answered,
    by_kind,
    delay_of,
    grouped,
    opened,
    silent,
    watched,
)
from letters.reports import kept_letters, mailed_letters, watched_days, whole_months

VARIANT, VERDICT = dict(labels.VARIANT), dict(standing_labels.VERDICT)

KIND = {
    OutcomeKind.ACKNOWLEDGED: gettext_lazy("They acknowledged it"),
    OutcomeKind.STILL_CONSIDERED: gettext_lazy("Still being considered"),
    OutcomeKind.DECISION_CONFIRMED: gettext_lazy("They confirmed their decision"),
    OutcomeKind.FEEDBACK_GIVEN: gettext_lazy("They gave feedback"),
    OutcomeKind.KEPT_ON_FILE: gettext_lazy("Kept on file"),
    OutcomeKind.REOPENED: gettext_lazy("They took the matter up again"),
    OutcomeKind.NEW_OPPORTUNITY: gettext_lazy("Asked about a new position"),
    OutcomeKind.REFERRAL: gettext_lazy("Referred to somebody"),
    OutcomeKind.NETWORKING: gettext_lazy("They stay in touch"),
    OutcomeKind.SPAM_FOUND: gettext_lazy("Their e-mail was in the spam folder"),
    OutcomeKind.OFFER: gettext_lazy("They made an offer"),
    OutcomeKind.PLACEMENT: gettext_lazy("Got the job"),
    OutcomeKind.RETURNED_UNDELIVERABLE: gettext_lazy("The letter came back"),
    OutcomeKind.ASKED_TO_STOP: gettext_lazy("They asked not to be contacted"),
}
"""What came of a letter, as told of many people; `letters.labels` has the client say it."""


@dataclass(frozen=True)
class KindRow:
    """How often one thing came."""

    label: str
    figure: Figure
    count: KindCount


@dataclass(frozen=True)
class GroupRow:
    """What came of the letters of one group."""

    label: str
    answered: Figure
    opened: Figure


@dataclass(frozen=True)
class Breakdown:
    """The letters by something known of each; `hidden` groups were too small to show."""

    slug: str
    title: str | Promise
    heading: str | Promise
    rows: list[GroupRow]
    chart: Chart | None
    hidden: bool


@OFFICE.guard
@require_safe
def report_letters(request: MemberRequest) -> HttpResponse:
    report = read(request, default="all")
    observed = practice_policy(request.membership.practice_id).observation_days
    found = letters_of(report, observed)
    letters = watched(found, observed) if report.scope.tells_of_nobody(_people(found)) else []
    breakdowns = [_breakdown(letters, report.scope, *each) for each in BREAKDOWNS] if letters else []
    kinds = _kinds(letters)
    if report.wants_csv:
        return report.csv("letters", HEADER, _table(letters, kinds, breakdowns))
    context = report.context() | {
        "observed": observed,
        "too_few": bool(found) and not letters,
        "letters": letters,
        "totals": _totals(letters),
        "kinds": kinds,
        "kinds_chart": _kinds_chart(kinds),
        "breakdowns": breakdowns,
    }
    return OFFICE.render(request, "desk/report_letters.html", context)


def letters_of(report: Report, observed: int) -> list[Mailed]:
    """The letters of the period that have been watched long enough; of a whole practice also what it kept."""
    days = watched_days(report.period.days, report.today, observed)
    if report.scope.in_full:
        return mailed_letters(report.scope.clients, days)
    days = whole_months(days)
    found = mailed_letters(report.scope.clients, days)
    if report.scope.breadth is Breadth.PRACTICE:
        found += kept_letters(report.request.membership.practice, days)
    return found


def _people(letters: list[Mailed]) -> set[Hashable]:
    return {each.client for each in letters}


# --- Tables and charts -----------------------------------------------------------------------------------------------


def _totals(letters: list[Mailed]) -> list[tuple[str, Figure]]:
    return [
        (_("somebody answered"), figure(answered(letters))),
        (_("a door opened"), figure(opened(letters))),
        (_("nothing came"), figure(silent(letters))),
    ]


def _kinds(letters: list[Mailed]) -> list[KindRow]:
    rows = [KindRow(str(KIND[kind]), figure(count.share), count) for kind, count in by_kind(letters).items()]
    return sorted(rows, key=lambda row: -row.count.share.k)


def _kinds_chart(kinds: list[KindRow]) -> Chart | None:
    bars = [bar_of(row.label, row.count.share, row.figure.words) for row in kinds]
    return bar_chart("kinds", _("What came after the letters, by application"), bars) if bars else None


def delay_words(bucket: tuple[int, int | None] | None) -> str:
    """One of DELAYS in words, or what is said where no verdict came before the letter."""
    if bucket is None:
        return _("no verdict before it")
    first, last = bucket
    if last is None:
        return _("%(first)s days or more") % {"first": first}
    return _("%(first)s to %(last)s days") % {"first": first, "last": last}


Key = Callable[[Mailed], Any]
Words = Callable[[Any], str]

BREAKDOWNS: list[tuple[str, str | Promise, str | Promise, Key, Words, list[Any]]] = [
    (
        "variant",
        gettext_lazy("By the kind of letter"),
        gettext_lazy("Letter"),
        lambda each: each.variant,
        lambda key: str(VARIANT.get(key, key)),
        list(VARIANT),
    ),
    (
        "verdict",
        gettext_lazy("By the verdict it answered"),
        gettext_lazy("Verdict"),
        lambda each: each.verdict,
        lambda key: capfirst(str(VERDICT.get(key, key))),
        list(VERDICT),
    ),
    (
        "delay",
        gettext_lazy("By the days from the verdict to the mailing"),
        gettext_lazy("Days"),
        delay_of,
        delay_words,
        [*DELAYS, None],
    ),
]
"""Each breakdown: its name, title and heading, what a letter is sorted by, how that is said, and in which order."""


def _breakdown(
    letters: list[Mailed], scope: Scope, slug: str, title: Any, heading: Any, key: Key, words: Words, order: list[Any]
) -> Breakdown:
    groups = grouped(letters, key)
    shown = scope.may_show({name: _people(rows) for name, rows in groups.items()}, beside_total=True)
    rows = [
        GroupRow(words(name), figure(answered(groups[name])), figure(opened(groups[name])))
        for name in order
        if name in shown
    ]
    bars = [bar_of(row.label, row.answered.share, row.answered.words) for row in rows]
    chart = bar_chart(slug, _("%(title)s: how often somebody answered") % {"title": title}, bars) if bars else None
    return Breakdown(slug, title, heading, rows, chart, hidden=len(shown) < len(groups))


# --- The spreadsheet -------------------------------------------------------------------------------------------------

HEADER = ["by", "group", "what", *FIGURE_HEADINGS, "employer said so", "client believes so", "only later in time"]


def _table(letters: list[Mailed], kinds: list[KindRow], breakdowns: list[Breakdown]) -> Iterator[list[Any]]:
    for words, total in _totals(letters) if letters else []:
        yield ["all", "", words, *total.cells]
    for row in kinds:
        said = [row.count.said_by_employer, row.count.believed_by_client, row.count.only_later]
        yield ["all", "", row.label, *row.figure.cells, *said]
    for each in breakdowns:
        for group in each.rows:
            yield [each.slug, group.label, _("somebody answered"), *group.answered.cells]
            yield [each.slug, group.label, _("a door opened"), *group.opened.cells]
