"""Labels: those of one client, and the practice's list of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from candidates import access, labeling
from candidates.forms.desk import LabelForm, LabelsForm
from candidates.models import Label
from counselor.accounts.access import MemberRequest
from counselor.pages.face import DESK
from counselor.pages.record import saved

METHODS = ["GET", "HEAD", "POST"]


@DESK.guard
@require_http_methods(METHODS)
def label_client(request: MemberRequest, pk: int) -> HttpResponse:
    """Which labels one client bears."""
    client = access.client(request.membership, pk)
    form = LabelsForm(request.POST or None, client=client)
    if request.method == "POST" and saved(form, request.user):
        messages.success(request, _("The labels are kept."))
        return redirect(DESK.url("client", pk))
    return DESK.render(request, "desk/client_form.html", {"form": form, "title": _("Labels"), "client": client})


@DESK.guard
@require_http_methods(METHODS)
def labels(request: MemberRequest) -> HttpResponse:
    """The practice's labels, and a form for one more."""
    form = LabelForm(request.POST or None, practice=request.membership.practice)
    if request.method == "POST" and saved(form, request.user):
        messages.success(request, _("The label is in the list."))
        return redirect(DESK.url("labels"))
    return DESK.render(request, "desk/labels.html", {"form": form, "labels": _counted(request)})


def _counted(request: MemberRequest) -> Any:
    """The labels with `borne`: by how many clients, of those one may see."""
    mine = access.clients(request.membership).order_by().values("pk")
    rows = Label.objects.filter(practice=request.membership.practice)
    return rows.annotate(borne=Count("clients", filter=Q(clients__in=mine), distinct=True)).order_by("name", "pk")


def _label(request: MemberRequest, pk: int) -> Label:
    rows = Label.objects.filter(practice=request.membership.practice).select_related("practice")
    return get_object_or_404(rows, pk=pk)


@DESK.guard
@require_http_methods(METHODS)
def rename_label(request: MemberRequest, pk: int) -> HttpResponse:
    """Another name for a label, or its end."""
    label = _label(request, pk)
    name = label.name
    form = LabelForm(request.POST or None, practice=label.practice, label=label)
    if request.method == "POST" and saved(form, request.user):
        messages.success(request, _("The label has its new name."))
        return redirect(DESK.url("labels"))
    return DESK.render(request, "desk/rename_label.html", {"form": form, "name": name, "pk": pk})


@DESK.guard
@require_POST
def remove_label(request: MemberRequest, pk: int) -> HttpResponse:
    label = _label(request, pk)
    labeling.remove_label(label=label, by=request.user)
    messages.success(request, _("The label “%(name)s” is gone.") % {"name": label.name})
    return redirect(DESK.url("labels"))
