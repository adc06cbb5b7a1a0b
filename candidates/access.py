"""The door: the only way a page reaches rows. What is not yours does not exist (404)."""

from __future__ import annotations

from django.db.models import Q
from django.shortcuts import get_object_or_404

from candidates.models import Application, Client, Contact, Employer
from candidates.querysets import ApplicationQuerySet, ClientQuerySet
from counselor.accounts.models import Membership


def clients(membership: Membership) -> ClientQuerySet:
    """The clients a member may see, ready to be named."""
    return Client.objects.visible_to(membership).select_related("practice", "user")


def client(membership: Membership, pk: int) -> Client:
    """One of the clients a member may see."""
    return get_object_or_404(clients(membership), pk=pk)


def own_client(membership: Membership) -> Client:
    """The client row of a signed-in client; 404 where there is none yet."""
    return get_object_or_404(clients(membership), user=membership.user_id)


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
