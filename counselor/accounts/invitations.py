"""Invitations: who may send which, what became of them, and the one moment in which one is accepted.

An invitation is dead with its sender: it counts only while they may still invite. Every dead one looks alike from
outside, so that a token tells nothing but whether it opens the door.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_scopes import scopes_disabled

from counselor.accounts.access import CASE_WORKERS
from counselor.accounts.models import Invitation, Membership, Role, User
from counselor.accounts.team import manages

LASTS = timedelta(days=14)


class Dead(Exception):
    """There is nothing behind this token: it is unknown, used, over, taken back, or its sender has left."""


class State(StrEnum):
    """What became of an invitation."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REVOKED = "revoked"
    EXPIRED = "expired"
    ORPHANED = "orphaned"


def may_invite(member: Membership, role: str) -> bool:
    """Counselors and supervisors invite clients; who manages the team invites colleagues."""
    if member.ended_at or not member.user.is_active:
        return False
    return member.role in CASE_WORKERS if role == Role.CLIENT else manages(member)


def state_of(invitation: Invitation) -> State:
    """What became of an invitation by now."""
    if invitation.accepted_at:
        return State.ACCEPTED
    if invitation.revoked_at:
        return State.REVOKED
    if invitation.expires_at <= timezone.now():
        return State.EXPIRED
    return State.OPEN if may_invite(invitation.invited_by, invitation.role) else State.ORPHANED


def hashed(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


@transaction.atomic
def invite(*, by: Membership, email: str, role: str, by_mail: bool) -> Invitation:
    """Offer a place to an address. Asked again, the open invitation is renewed: there is one of each sender's."""
    now = timezone.now()
    found, _made = Invitation.objects.update_or_create(
        invited_by=by,
        email=email.lower(),
        role=role,
        accepted_at=None,
        revoked_at=None,
        defaults={"practice": by.practice, "by_mail": by_mail, "token_hash": "", "invited_at": now}
        | {"expires_at": now + LASTS},
    )
    found.full_clean()
    return found


def new_token(invitation: Invitation) -> str:
    """A token for an open invitation; the one before it opens nothing any more. Only its hash is kept."""
    token = secrets.token_urlsafe(32)
    invitation.token_hash = hashed(token)
    Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None).update(
        token_hash=invitation.token_hash
    )
    return token


def revoke(*, invitation: Invitation, by: User) -> bool:
    """Take an invitation back; False where it was accepted or taken back before."""
    rows = Invitation._base_manager.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)
    return bool(rows.update(revoked_at=timezone.now(), revoked_by=by))


def find(token: str) -> Invitation:
    """The open invitation behind a token, whichever practice's it is. Raises Dead for everything else."""
    with scopes_disabled():
        rows = Invitation.objects.select_related("practice", "invited_by__user", "invited_by__practice")
        invitation = rows.filter(token_hash=hashed(token)).first()
    if invitation is None or state_of(invitation) is not State.OPEN:
        raise Dead
    return invitation


def claim(*, invitation: Invitation) -> None:
    """Take the invitation for this transaction: of many at once, one goes on. Raises Dead for the others."""
    now = timezone.now()
    rows = Invitation._base_manager.filter(pk=invitation.pk, token_hash=invitation.token_hash, expires_at__gt=now)
    if not rows.filter(accepted_at=None, revoked_at=None).update(invited_at=invitation.invited_at):
        raise Dead
    sender = Membership.objects.select_related("user", "practice").get(pk=invitation.invited_by_id)
    if not may_invite(sender, invitation.role):
        raise Dead


def settle(*, invitation: Invitation, by: User) -> Membership:
    """The claimed invitation is used: `by` has a place in the practice from now on."""
    use(invitation=invitation, by=by)
    return Membership.objects.create(practice=invitation.practice, user=by, role=invitation.role)


def use(*, invitation: Invitation, by: User) -> None:
    """The claimed invitation opens nothing any more."""
    used: dict[str, Any] = {"accepted_at": timezone.now(), "accepted_by": by}
    Invitation._base_manager.filter(pk=invitation.pk).update(**used)
