"""Secret calendar addresses: made, renewed, ended, and looked up by their key alone."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_scopes import scopes_disabled

from candidates import trail
from candidates.models import CalendarFeed, Client
from counselor.accounts.models import Membership, User

NOTED_EVERY = timedelta(minutes=10)
"""Calendars fetch often; so exactly is it worth a write."""


def hashed(key: str) -> str:
    """What is kept of a key. It is random and long, so nothing slower than SHA-256 is called for."""
    return hashlib.sha256(key.encode()).hexdigest()


def in_use(membership: Membership) -> CalendarFeed | None:
    """A member's address, where they have one."""
    return CalendarFeed.objects.filter(practice=membership.practice_id, user=membership.user_id, ended_at=None).first()


@transaction.atomic
def make(*, membership: Membership, detail: str, by: User) -> str:
    """A new address for a member, whose old one ends; the key, which is not to be had again."""
    _close(membership)
    key = secrets.token_urlsafe(32)
    feed = CalendarFeed(practice=membership.practice, user=membership.user, key_sha256=hashed(key), detail=detail)
    feed.created_at = timezone.now()
    feed.save()
    _note(membership, "made", by)
    return key


@transaction.atomic
def end(*, membership: Membership, by: User) -> bool:
    """The member's address leads nowhere any more; False where there was none."""
    if not _close(membership):
        return False
    _note(membership, "ended", by)
    return True


def _close(membership: Membership) -> int:
    rows = CalendarFeed.objects.filter(practice=membership.practice_id, user=membership.user_id, ended_at=None)
    return rows.update(ended_at=timezone.now())


def _note(membership: Membership, step: str, by: User) -> None:
    """In the trail of whom it is about; of a counselor's own calendar there is nobody to tell."""
    client = Client.objects.filter(practice=membership.practice_id, user=membership.user_id).first()
    if client:
        trail.note(action=trail.Action.CALENDAR, by=by, client=client, step=step)


def by_key(key: str) -> tuple[CalendarFeed, Membership] | None:
    """Whose address it is, while it is in use and they belong to the practice. Needs no scope: the key is the proof."""
    with scopes_disabled():
        feed = CalendarFeed.objects.filter(key_sha256=hashed(key), ended_at=None).select_related("practice").first()
        members = Membership.objects.current().select_related("practice", "user")
        member = feed and members.filter(practice=feed.practice_id, user=feed.user_id).first()
    return (feed, member) if feed and member else None


def note_fetch(feed: CalendarFeed, now: datetime) -> None:
    """Remember that a calendar was here, so that its owner sees whether one still comes."""
    seldom = Q(fetched_at=None) | Q(fetched_at__lt=now - NOTED_EVERY)
    CalendarFeed.objects.filter(seldom, pk=feed.pk).update(fetched_at=now)
