"""Address labels for a print run."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from counselor.accounts.access import MemberRequest
from counselor.pages.face import DESK
from counselor.pages.record import saved
from letters import access
from letters.print_forms import LabelsForm


@DESK.guard
@require_http_methods(["GET", "HEAD", "POST"])
def print_labels(request: MemberRequest, pk: int) -> HttpResponse:
    """Which labels, and where the first free one is; then the sheets."""
    run = access.print_run(request.membership, pk)
    form = LabelsForm(request.POST or None, run=run)
    if request.method == "POST" and saved(form, request.user):
        headers = {"Content-Disposition": f'attachment; filename="print-run-{run.pk}-labels.pdf"'}
        return HttpResponse(form.recorded, content_type="application/pdf", headers=headers)  # type: ignore[attr-defined]
    return DESK.render(request, "desk/print_labels.html", {"form": form, "run": run})
