"""The office's printers: how far each is off, and a page that shows it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from counselor.accounts.access import MemberRequest
from counselor.pages.face import OFFICE
from counselor.pages.record import saved
from letters import printers as services
from letters.calibration import calibration_pdf
from letters.models import Printer
from letters.print_forms import PrinterForm

METHODS = ["GET", "HEAD", "POST"]


def _printer(request: MemberRequest, pk: int) -> Printer:
    return get_object_or_404(Printer, pk=pk, practice=request.membership.practice)


@OFFICE.guard
@require_http_methods(METHODS)
def printers(request: MemberRequest) -> HttpResponse:
    """All printers, and a form for another one."""
    return _form(request, Printer(practice=request.membership.practice))


@OFFICE.guard
@require_http_methods(METHODS)
def edit_printer(request: MemberRequest, pk: int) -> HttpResponse:
    return _form(request, _printer(request, pk))


def _form(request: MemberRequest, printer: Printer) -> HttpResponse:
    practice = request.membership.practice
    form = PrinterForm(request.POST or None, instance=printer, practice=practice)
    if request.method == "POST" and saved(form, request.user):
        messages.success(request, _("The printer is kept."))
        return redirect(OFFICE.url("printers"))
    rows = Printer.objects.filter(practice=practice)
    return OFFICE.render(request, "desk/printers.html", {"form": form, "printers": rows, "printer": printer})


@OFFICE.guard
@require_POST
def remove_printer(request: MemberRequest, pk: int) -> HttpResponse:
    services.remove_printer(printer=_printer(request, pk), by=request.user)
    messages.success(request, _("The printer is removed."))
    return redirect(OFFICE.url("printers"))


@OFFICE.guard
@require_safe
def calibration_page(request: MemberRequest, pk: int) -> HttpResponse:
    """Rulers and a window to hold against the light, moved as this printer's letters are."""
    printer = _printer(request, pk)
    headers = {"Content-Disposition": f'attachment; filename="calibration-{printer.pk}.pdf"'}
    return HttpResponse(calibration_pdf(printer), content_type="application/pdf", headers=headers)
