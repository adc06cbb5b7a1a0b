"""Print day: one queue over all clients, print runs, and everything mailed in one step."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from counselor.accounts.access import MemberRequest
from counselor.pages.face import DESK
from counselor.pages.record import saved, tried
from letters import access, labels, mailing, print_runs
from letters.models import Letter, PrintRun
from letters.print_forms import AllMailedForm, StartRunForm
from letters.tasks import make_print_runs

State = PrintRun.State
PAGE = 20
PAPERS = {"letters": "letters_pdf", "envelopes": "envelopes_pdf", "run-sheet": "sheet_pdf"}
ENVELOPES = dict(labels.ENVELOPE)


@DESK.guard
@require_http_methods(["GET", "HEAD", "POST"])
def print_day(request: MemberRequest) -> HttpResponse:
    """What waits for the printer, and the runs made so far."""
    membership = request.membership
    queue = print_runs.queue(membership)
    form = StartRunForm(request.POST or None, membership=membership, queue=queue)
    if request.method == "POST" and saved(form, membership.user):
        make_print_runs.wake()
        return redirect(DESK.url("print-run", form.recorded.pk))  # type: ignore[attr-defined]
    context = {
        "form": form,
        "batches": [_named(batch) for batch in print_runs.batches(queue)],
        "count": len(queue),
        "needed": {name: dict(count) for name, count in print_runs.needed(queue).items()},
        "page_obj": Paginator(access.print_runs(membership), PAGE).get_page(request.GET.get("page")),
    }
    return DESK.render(request, "desk/print_day.html", context)


def _named(batch: print_runs.Batch) -> dict[str, Any]:
    return {
        "envelope": ENVELOPES.get(batch.envelope, batch.envelope),
        "sheet": batch.sheet,
        "abroad": batch.abroad,
        "letters": batch.letters,
    }


@DESK.guard
@require_safe
def print_run(request: MemberRequest, pk: int) -> HttpResponse:
    """One run: how far it is, its papers, and what is to be done with them. htmx asks for the part that moves."""
    run = access.print_run(request.membership, pk)
    context = _run_context(run)
    if not request.headers.get("HX-Request"):
        return DESK.render(request, "desk/print_run.html", context)
    response = DESK.render(request, "desk/print_run_progress.html", context)
    if not context["under_way"]:  # its title says where it stands, too
        response["HX-Refresh"] = "true"
    return response


def _run_context(run: PrintRun, form: AllMailedForm | None = None) -> dict[str, Any]:
    letters = print_runs.letters_of(run)
    leaving = [letter for letter in letters if letter.state in (Letter.State.APPROVED, Letter.State.PRINTED)]
    return {
        "run": run,
        "letters": letters,
        "leaving": leaving,
        "mailed": sum(letter.state == Letter.State.MAILED for letter in letters),
        "unprinted": sum(letter.state == Letter.State.APPROVED for letter in letters),
        "has_envelopes": any(map(print_runs.has_face, letters)),
        "under_way": run.state in (State.QUEUED, State.MAKING),
        "form": form or AllMailedForm(run=run, letters=leaving),
    }


@DESK.guard
@require_safe
def print_run_file(request: MemberRequest, pk: int, paper: str) -> HttpResponse:
    """letters.pdf, envelopes.pdf or the run sheet, as the worker made them."""
    run = access.print_run(request.membership, pk)
    content = bytes(getattr(run, PAPERS[paper])) if paper in PAPERS else b""
    if not content:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="print-run-{run.pk}-{paper}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@DESK.guard
@require_POST
def mark_run_printed(request: MemberRequest, pk: int) -> HttpResponse:
    run = access.print_run(request.membership, pk)
    tried(request, print_runs.mark_printed, _("They are on paper. Now sign, fold and stamp them."), run=run)
    return redirect(DESK.url("print-run", pk))


@DESK.guard
@require_POST
def mail_run(request: MemberRequest, pk: int) -> HttpResponse:
    """All mailed, but for those ticked. Each is checked as it leaves; what must not leave is named."""
    run = access.print_run(request.membership, pk)
    context = _run_context(run)
    form = AllMailedForm(request.POST, run=run, letters=context["leaving"])
    if not saved(form, request.user):
        return DESK.render(request, "desk/print_run.html", _run_context(run, form))
    _tell(request, form.recorded, _("They are in the mail."))  # type: ignore[attr-defined]
    return redirect(DESK.url("print-run", pk))


@DESK.guard
@require_POST
def unmail_run(request: MemberRequest, pk: int) -> HttpResponse:
    """They were not mailed after all."""
    run = access.print_run(request.membership, pk)
    _tell(request, mailing.unmail_all(run=run, by=request.user), _("Nothing of it counts as mailed any more."))
    return redirect(DESK.url("print-run", pk))


def _tell(request: MemberRequest, result: mailing.Mailed, done: str) -> None:
    count = len(result.mailed)
    if count:
        told = ngettext("%(n)s letter.", "%(n)s letters.", count) % {"n": count}
        messages.success(request, f"{done} {told}")
    for letter, why in result.kept:
        messages.warning(request, f"{letter.number}, {letter.contact}: {why}")


@DESK.guard
@require_POST
def cancel_run(request: MemberRequest, pk: int) -> HttpResponse:
    """Take the run back; its letters wait in the queue again."""
    run = access.print_run(request.membership, pk)
    done = _("The print run is taken back; its letters wait in the queue again.")
    tried(request, print_runs.cancel, done, run=run)
    return redirect(DESK.url("print-day"))
