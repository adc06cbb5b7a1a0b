"""What signing in leaves behind, forgotten once it is over: sessions, where they were, and what was counted."""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.db.models import Exists, OuterRef


def forget_what_is_over(now: datetime) -> None:
    """Sessions that have ended, with the devices they were on, and counts whose time has passed."""
    Session.objects.filter(expire_date__lt=now).delete()
    open_ones = Session.objects.filter(session_key=OuterRef("session_key"))
    UserSession.objects.filter(~Exists(open_ones)).delete()
    forget_counts(now)


def forget_counts(now: datetime) -> None:
    """The cache itself only forgets when it is full."""
    store = caches["default"]
    if not isinstance(store, DatabaseCache):
        return
    table = str(settings.CACHES["default"]["LOCATION"])
    over = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)} WHERE expires < %s", [over])  # noqa: S608
