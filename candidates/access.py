"""The door: the only way a page reaches rows. What is not yours does not exist (404)."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from candidates.models import (
    ActionItem,
    Application,
    CaseNote,
    Client,
    Contact,
    CounselingSession,
    Document,
    Employer,
    Flag,
    SharedNote,
)
from candidates.querysets import ApplicationQuerySet, ClientQuerySet, visible, withheld
from counselor.accounts.access import CASE_WORKERS
from counselor.accounts.models import Membership, Role


def clients(membership: Membership) -> ClientQuerySet:
    """The clients a member may see, ready to be named."""
    return Client.objects.visible_to(membership).select_related("practice", "user")


def withheld_clients(membership: Membership):  # type: ignore[no-untyped-def]
    """Those a counselor counsels and knows by name alone: they share nothing for now."""
    if membership.role not in CASE_WORKERS:
        return Client.objects.none()
    return Client.objects.filter(withheld(membership), practice=membership.practice_id).distinct()


def client(membership: Membership, pk: int) -> Client:
    """One of the clients a member may see."""
    return get_object_or_404(clients(membership), pk=pk)


def own_client(membership: Membership) -> Client:
    """The client row of a signed-in client, the only one they see; 404 where there is none yet."""
    if membership.role != Role.CLIENT:
        raise Http404
    return get_object_or_404(clients(membership))


def client_of(membership: Membership, pk: int | None) -> Client:
    """The client a page of both faces is about: on the portal, whose addresses name nobody, whoever is signed in."""
    return own_client(membership) if pk is None else client(membership, pk)


def applications(membership: Membership) -> ApplicationQuerySet:
    """The applications a member may see, ready to be named."""
    return Application.objects.visible_to(membership).with_names().select_related("practice")


def application(membership: Membership, pk: int) -> Application:
    """One of the applications a member may see."""
    return get_object_or_404(applications(membership), pk=pk)


def contacts(of: Application):  # type: ignore[no-untyped-def]  # a scoped manager has no type of its own
    """The people at the employer of an application one may see: those its client met, and those the practice shares."""
    theirs = Q(client=None) | Q(client=of.client_id)
    return Contact.objects.filter(theirs, employer=of.employer_id).select_related("employer", "site")


def employers(membership: Membership):  # type: ignore[no-untyped-def]
    """The practice's employers: names are shared within a practice, applications are not."""
    return Employer.objects.filter(practice=membership.practice_id)


def interview(of: Application, pk: int):  # type: ignore[no-untyped-def]
    """An interview of an application one may see, unless it was taken back."""
    return get_object_or_404(of.interviews.standing(), pk=pk)


def documents(of: Application):  # type: ignore[no-untyped-def]
    """The documents of an application one may see, without their content."""
    return of.documents.filter(removed_at=None).select_related("uploaded_by").defer("content")


def document(of: Application, pk: int) -> Document:
    """A document of an application one may see, unless it was removed."""
    rows = of.documents.filter(removed_at=None).select_related("application__client__practice")
    return get_object_or_404(rows, pk=pk)


# --- What counselor and client do together ---------------------------------------------------------------------------


def of_clients(model: Any, membership: Membership) -> Any:
    """The rows of a model with a `client`, of the clients a member may see."""
    rows = model.objects.filter(visible(membership, "client__"), client__practice=membership.practice_id)
    return rows.select_related("client__practice", "client__user")


def session(membership: Membership, pk: int) -> CounselingSession:
    """A session with one of the clients a member may see."""
    rows = of_clients(CounselingSession, membership).select_related("counselor__user")
    return get_object_or_404(rows, pk=pk)


def action_item(membership: Membership, pk: int) -> ActionItem:
    """What one side promised to do."""
    return get_object_or_404(of_clients(ActionItem, membership), pk=pk)


def flag(membership: Membership, pk: int) -> Flag:
    """A question from one side to the other."""
    return get_object_or_404(of_clients(Flag, membership), pk=pk)


def shared_note(membership: Membership, pk: int) -> SharedNote:
    """A note both sides read."""
    return get_object_or_404(of_clients(SharedNote, membership), pk=pk)


def case_note(membership: Membership, pk: int) -> CaseNote:
    """A private note: to a client there is none."""
    rows = of_clients(CaseNote, membership) if membership.role in CASE_WORKERS else CaseNote.objects.none()
    return get_object_or_404(rows, pk=pk)
