"""Today: the exceptions of a caseload, not its list of clients. Each row says why it is here and offers one move."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from candidates import access, snoozes
from candidates.forms.snoozes import SnoozeForm
from candidates.models import Assignment
from candidates.querysets import practice_day
from candidates.services import Refused
from candidates.wording import day
from counselor.accounts.access import MemberRequest
from counselor.accounts.models import called
from counselor.dashboard.today.light import sweep_light
from counselor.dashboard.today.rows import KINDS, Desk
from counselor.dashboard.today.sections import PUT_OFF, Picture, Wanted, picture, row_of
from counselor.outbox import freeze
from counselor.pages.face import DESK

AT_A_GLANCE = 5  # rows of each section, before “and 41 more”
PAGE = 50


@dataclass(frozen=True)
class Filters:
    """What the address asks for. What is not known is not asked."""

    kind: str = ""
    counselor: int | None = None
    page: str = ""

    @classmethod
    def of(cls, request: MemberRequest) -> Filters:
        kind, counselor = request.GET.get("kind", ""), request.GET.get("counselor", "")
        known = counselor.isascii() and counselor.isdigit() and len(counselor) < 19  # as many digits as a key can have
        return cls(
            kind if kind in KINDS or kind == PUT_OFF else "",
            int(counselor) if known else None,
            request.GET.get("page", ""),
        )

    def query(self, **changed: Any) -> str:
        """These filters, but for what is changed, as the end of an address."""
        values = {name: value for name, value in (vars(self) | changed).items() if value}
        return f"?{urlencode(values)}" if values else ""

    def address(self, **changed: Any) -> str:
        return DESK.url("today") + self.query(**changed)

    @property
    def wanted(self) -> Wanted:
        if self.kind == PUT_OFF:
            return Wanted(put_off=True)
        if not self.kind:
            return Wanted(last=AT_A_GLANCE)
        number = int(self.page) if self.page.isascii() and self.page.isdigit() and len(self.page) < 6 else 1
        return Wanted(self.kind, first=(number - 1) * PAGE + 1, last=number * PAGE)


@DESK.guard
@require_safe
def today(request: MemberRequest) -> HttpResponse:
    now, filters = timezone.now(), Filters.of(request)
    desk = Desk.of(request.membership, now, filters.counselor, filters.query())
    found = picture(desk, filters.wanted)
    shown = [each for each in found.sections if filters.kind in ("", each.kind)]
    for each in shown:
        each.url = filters.address(kind=each.kind, page="")
    sweep = sweep_light(now)
    context = {
        "sections": shown,
        "away": found.away,
        "nobody_yet": lambda: not access.clients(request.membership).exists(),  # asked where Today is empty
        "count": found.count,
        "kind": filters.kind,
        "page_obj": pages(filters, found),
        "segments": segments(filters, found),
        "counselors": counselors(desk),
        "counselor": filters.counselor,
        "today": desk.today,
        "freeze": freeze.current() if sweep["frozen"] else None,
        "everything_url": filters.address(kind="", page=""),
        "sweep": sweep | {"own": found.total("broken"), "url": filters.address(kind="broken", page="")},
    }
    return DESK.render(request, "desk/today.html", context)


def segments(filters: Filters, found: Picture) -> list[tuple[Any, int, str, bool]]:
    """Everything, each kind there is, and what is put off: name, number of rows, address, whether it is shown."""
    names: list[tuple[str, Any, int]] = [("", _("Everything"), found.count)]
    names += [(each.kind, each.title, each.total) for each in found.sections]
    if found.put_off or filters.kind == PUT_OFF:
        names.append((PUT_OFF, _("Put off"), found.put_off))
    return [(title, total, filters.address(kind=kind, page=""), kind == filters.kind) for kind, title, total in names]


def pages(filters: Filters, found: Picture) -> Page[int]:
    """Where one is in a section that is shown alone; the rows themselves are cut by the database."""
    alone = found.total(filters.kind) if filters.kind else 0
    return Paginator(range(alone), PAGE).get_page(filters.page)


def counselors(desk: Desk) -> list[tuple[int, str]]:
    """Whose clients one may choose between: the counselors of all clients one sees, where there are several."""
    whole = replace(desk, counselor=None) if desk.counselor else desk
    theirs = Assignment.objects.in_force(practice_day(desk.membership.practice)).filter(client__in=whole.clients)
    named = theirs.annotate(name=called("counselor__user__")).values_list("counselor", "name")
    found = list(named.distinct().order_by("name", "counselor"))
    return found if len(found) > 1 else []


@DESK.guard
@require_http_methods(["GET", "HEAD", "POST"])
def snooze(request: MemberRequest, kind: str, pk: int) -> HttpResponse:
    """Put a row of one’s own Today off, and go back to where it was."""
    desk = Desk.of(request.membership, timezone.now())
    subject, row = row_of(desk, kind, pk)
    back, form = Filters.of(request).address(), SnoozeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            kept = snoozes.snooze(
                practice=request.membership.practice,
                kind=kind,
                subject=subject,
                version=row.version,
                today=desk.today,
                by=request.user,
                **form.cleaned_data,
            )
        except Refused as refusal:
            form.add_error("until", str(refusal))
        else:
            messages.success(request, _("Put off until %(day)s.") % {"day": day(kept.until_on)})
            return redirect(back)
    return DESK.render(request, "desk/snooze.html", {"form": form, "row": row, "back_url": back})


@DESK.guard
@require_POST
def unsnooze(request: MemberRequest, kind: str, pk: int) -> HttpResponse:
    """Take a row up again before its day."""
    subject, row = row_of(Desk(request.membership, timezone.now()), kind, pk)
    if snoozes.unsnooze(practice=request.membership.practice, kind=kind, subject=subject, by=request.user):
        messages.success(request, _("%(client)s is back on Today.") % {"client": row.client})
    return redirect(Filters.of(request).address())
