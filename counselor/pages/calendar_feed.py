"""The calendar feed: a page on which its owner makes, renews and ends its address, and the feed itself.

The feed is open to whoever has the address, and to nobody else: a calendar cannot sign in. Its key is in no log, in no
row and on no page but the one that made it.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import conditional_page, require_http_methods, require_POST, require_safe
from django_scopes import scope

from candidates import access, calendar_addresses
from candidates.feed_events import Reader, events_of, interview_events, session_events, window_events
from candidates.feeds import calendar_of
from candidates.forms import helper
from candidates.models import CalendarFeed, Client, CounselingSession
from counselor.accounts.access import CASE_WORKERS, MemberRequest, View, everybody
from counselor.accounts.limits import within
from counselor.accounts.models import Membership, Role
from counselor.pages.face import PORTAL, Face
from letters.feed_events import letter_events

Detail = CalendarFeed.Detail
PER_HOUR = 60  # fetches of one address; calendars come every 15 minutes at most
GUESSES_PER_HOUR = 30  # of one visitor, of addresses that lead nowhere
HOUR = 3600  # seconds


class CalendarForm(forms.Form):
    """What a client's calendar may say to whoever looks at it."""

    detail = forms.ChoiceField(
        label=_("What it says"), choices=Detail.choices, initial=Detail.PLAIN, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()


# --- Its page --------------------------------------------------------------------------------------------------------


def calendar(face: Face) -> View:
    """The address: whether there is one and when it was last fetched. A new one is shown once, on the answer itself."""

    @face.guard
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: MemberRequest) -> HttpResponse:
        membership, address = request.membership, ""
        form = CalendarForm(request.POST or None) if face is PORTAL else None
        if request.method == "POST" and (form is None or form.is_valid()):
            detail = form.cleaned_data["detail"] if form else Detail.PLAIN
            key = calendar_addresses.make(membership=membership, detail=detail, by=request.user)
            address = settings.SITE_URL + reverse("calendar-feed", args=[key])
        feed = None if membership.seen_as else calendar_addresses.in_use(membership)
        context = {"form": form, "feed": feed, "address": address, "webcal": webcal(address)}
        return face.render(request, "pages/calendar_feed.html", context)

    return view


def webcal(address: str) -> str:
    """The same address as a phone's calendar subscribes to it by a tap."""
    return f"webcal://{address.partition('://')[2]}" if address else ""


def end_calendar(face: Face) -> View:
    @face.guard
    @require_POST
    def view(request: MemberRequest) -> HttpResponse:
        if calendar_addresses.end(membership=request.membership, by=request.user):
            messages.success(request, _g("The address leads nowhere any more. Calendars that have it will say so."))
        return redirect(face.url("calendar"))

    return view


# --- The feed --------------------------------------------------------------------------------------------------------


@everybody
@require_safe
@conditional_page
def feed(request: HttpRequest, key: str) -> HttpResponse:
    """The calendar of whoever made this address; 404 for one that ended, like for one that never was."""
    visitor = request.META.get("REMOTE_ADDR", "")
    found = calendar_addresses.by_key(key)
    if found is None:
        if not within(f"calendar-guess:{visitor}", GUESSES_PER_HOUR, HOUR):
            return _later()
        raise Http404
    row, membership = found
    if not within(f"calendar:{row.pk}", PER_HOUR, HOUR):
        return _later()
    zone = membership.user.time_zone or membership.practice.time_zone
    with scope(practice=membership.practice), timezone.override(zone), translation.override(settings.LANGUAGE_CODE):
        body = content(row, membership)
        calendar_addresses.note_fetch(row, timezone.now())
    headers = {"Content-Disposition": 'inline; filename="class-act.ics"', "X-Robots-Tag": "noindex"}
    if not request.user.is_authenticated:
        headers["Cache-Control"] = "private, no-cache"
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)


def _later() -> HttpResponse:
    return HttpResponse(status=429, headers={"Retry-After": str(HOUR)})


def content(row: CalendarFeed, membership: Membership) -> bytes:
    """The feed as it is now; nothing in it moves unless something moved."""
    now, practice = timezone.now(), membership.practice
    if membership.role == Role.CLIENT:
        reader = Reader("portal", names=row.detail == Detail.FULL)
        clients: Any = Client.objects.filter(practice=practice, user=membership.user).values("pk")
        sessions = CounselingSession.objects.filter(client__in=clients)
        letters = letter_events(clients, practice, reader, now)
    elif membership.role in CASE_WORKERS:
        reader = Reader("desk", of_many=True)
        clients = access.clients(membership).filter(ended_at=None).order_by().values("pk")
        sessions = CounselingSession.objects.filter(counselor=membership, client__in=clients)
        letters = iter(())
    else:
        return calendar_of([], name="Class Act")
    events = events_of(
        interview_events(clients, reader, now),
        session_events(sessions, reader, now),
        window_events(clients, practice, reader, now),
        letters,
    )
    return calendar_of(events, name="Class Act")
