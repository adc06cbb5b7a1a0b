"""Moving one application of a client, and changing several: what will be recorded is always said first."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy
from django.views.decorators.http import require_POST, require_safe

from candidates import access, bulk
from candidates.forms.moving import SentForm, WithdrawForm
from candidates.models import Application, Client
from counselor.accounts.access import MemberRequest
from counselor.accounts.models import User
from counselor.dashboard.cards import card, rows_of
from counselor.dashboard.client_frame import render_client
from counselor.dashboard.moving import Stand, Way, refusal, ways
from counselor.pages import moves
from counselor.pages.back import returning, way_back
from counselor.pages.face import DESK
from counselor.pages.record import recorder

MOST = 200  # rows of one act

ASKED = {
    "aside": ngettext_lazy("Put %(count)s application aside?", "Put %(count)s applications aside?", "count"),
    "restore": ngettext_lazy("Take %(count)s application up again?", "Take %(count)s applications up again?", "count"),
    "withdraw": ngettext_lazy("Withdraw from %(count)s application?", "Withdraw from %(count)s applications?", "count"),
}
MEANS = {
    "aside": _("They leave the open columns and are not looked at again. Nothing is lost, and you can take them up."),
    "restore": _("Each returns to where its facts and the time gone by put it."),
    "withdraw": _("Each gets a decision in its log: the client is no longer interested. That can be taken back there."),
}
SURE = {"aside": _("Put aside"), "restore": _("Take up again"), "withdraw": _("Record it")}
DONE = {
    "aside": ngettext_lazy("%(count)s application is put aside.", "%(count)s applications are put aside.", "count"),
    "restore": ngettext_lazy("%(count)s application is taken up.", "%(count)s applications are taken up.", "count"),
    "withdraw": ngettext_lazy("%(count)s withdrawal is on record.", "%(count)s withdrawals are on record.", "count"),
}


# --- One application -------------------------------------------------------------------------------------------------


@DESK.guard
@require_safe
def move_application(request: MemberRequest, pk: int) -> HttpResponse:
    """Where a card may go, and what each move records. With `to`, a column’s only way is taken at once."""
    application = access.application(request.membership, pk)
    row = get_object_or_404(rows_of(request.membership, application.client), pk=pk)
    it, to = card(row), request.GET.get("to", "")
    board = f"{DESK.url('client', application.client_id)}#card-{pk}"
    back = way_back(request, board)
    if to in dict(moves.COLUMNS) and len(found := ways(it.stand, to)) == 1 and found[0].page:
        return redirect(_url(found[0], pk, back))
    context = {
        "application": application,
        "choices": choices(it.stand, pk, back, first=to),
        "refused": refusal(it.stand, to) if to in dict(moves.COLUMNS) else "",
        "here": dict(moves.COLUMNS)[it.stand.column],
        "back": back,
    }
    return DESK.render(request, "desk/move_application.html", context)


def choices(stand: Stand, pk: int, back: str, first: str = "") -> list[dict[str, Any]]:
    """Every other column with its ways, or why there is none; the column asked for leads."""
    found = [
        {
            "key": key,
            "label": label,
            "ways": [{"way": way, "url": _url(way, pk, back)} for way in ways(stand, key)],
            "why_not": refusal(stand, key),
        }
        for key, label in moves.COLUMNS
        if key != stand.column
    ]
    return sorted(found, key=lambda each: (not each["ways"], each["key"] != first))


def _url(way: Way, pk: int, back: str) -> str:
    """The page of a way; empty for what is done at once."""
    if not way.page:
        return ""
    query = f"?{way.query}" if way.query else ""
    return returning(f"{DESK.url(way.page, pk)}{query}", back)


record_sent = recorder(
    DESK,
    SentForm,
    title=_("It was sent"),
    done=_("It stands among the applications now."),
)


# --- Several applications --------------------------------------------------------------------------------------------


@DESK.guard
@require_POST
def change_applications(request: MemberRequest, pk: int) -> HttpResponse:
    """One act on the ticked rows of a client: asked about first, then done to all of them or to none."""
    person = access.client(request.membership, pk)
    table = way_back(request, DESK.url("client-table", pk))
    rows, act = ticked(request, person), request.POST.get("act", "")
    if act not in DONE or not rows:
        messages.info(request, _("Tick the applications first, then say what to do with them."))
        return redirect(table)
    sure = "sure" in request.POST
    form = WithdrawForm(request.POST if sure else None) if act == "withdraw" else None
    troubles: list[tuple[Application, str]] = []
    if sure and (form is None or form.is_valid()):
        try:
            change(act, rows, by=request.user, **(form.cleaned_data if form else {}))
        except bulk.NotAll as refusal:
            troubles = refusal.troubles
        else:
            messages.success(request, DONE[act] % {"count": len(rows)})
            return redirect(_with_undo(table, rows) if act == "aside" else table)
    return _asked(request, person, act, rows, form, troubles, table)


def _asked(
    request: MemberRequest,
    person: Client,
    act: str,
    rows: list[Any],
    form: WithdrawForm | None,
    troubles: list[tuple[Application, str]],
    table: str,
) -> HttpResponse:
    """The question, with every row by name; after a refusal, what stands in the way and the rest still ticked."""
    barred = {row.pk for row, _why in troubles}
    context = {
        "act": act,
        "question": ASKED[act] % {"count": len(rows)},
        "means": MEANS[act],
        "sure": SURE[act],
        "cards": [card(row) for row in rows],
        "others": [row.pk for row in rows if row.pk not in barred],
        "troubles": troubles,
        "form": form,
        "back": table,
    }
    return render_client(request, person, "desk/change_applications.html", context)


def ticked(request: MemberRequest, person: Client) -> list[Any]:
    """The rows named in the request. One that is not this client’s does not exist."""
    named = request.POST.getlist("pk")
    if len(named) > MOST or not all(each.isdecimal() and len(each) < 19 for each in named):
        raise Http404
    wanted = {int(each) for each in named}
    rows: QuerySet[Any] = rows_of(request.membership, person).filter(pk__in=wanted)
    found = list(rows.order_by("employer__name", "position", "pk")) if wanted else []
    if len(found) != len(wanted):
        raise Http404
    return found


def change(act: str, rows: list[Any], *, by: User, **values: Any) -> None:
    match act:
        case "aside":
            bulk.put_aside(applications=rows, by=by)
        case "restore":
            bulk.take_up(applications=rows, by=by)
        case "withdraw":
            bulk.withdraw(applications=rows, by=by, **values)


# --- Undo ------------------------------------------------------------------------------------------------------------


def _with_undo(url: str, rows: list[Any]) -> str:
    """The page that follows offers to take the rows up again."""
    path, _hash, fragment = url.partition("#")
    path, _question, query = path.partition("?")
    kept = [each for each in query.split("&") if each and not each.startswith("aside=")]
    aside = "aside=" + ".".join(str(row.pk) for row in rows)
    return f"{path}?{'&'.join([*kept, aside])}{'#' if fragment else ''}{fragment}"


def undo_of(request: MemberRequest, cards: list[Any]) -> dict[str, Any] | None:
    """What was just put aside, and still is."""
    named = set(request.GET.get("aside", "").split("."))
    pks = [each.pk for each in cards if each.stand.archived and str(each.pk) in named]
    words = ngettext("Was that a slip?", "Were these a slip?", len(pks))
    return {"pks": pks, "words": words} if pks else None
