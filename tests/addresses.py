"""Every URL of the site, with bob's objects in it: his application, its log, his letters, a mail to him."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from candidates.models import Label, SavedView
from candidates.unsubscribing import key_for
from counselor.accounts.invitations import new_token
from tests.cast import Cast
from tests.furnished import Rooms
from tests.furnished_exchange import file_for
from tests.who_sees_what import FROZEN, NOBODYS


def patterns(resolver: Any = None, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every URL pattern of the site with its full name."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            yield from patterns(each, f"{namespace}{each.namespace}:" if each.namespace else namespace)
        else:
            yield f"{namespace}{each.name}", each


@cache
def routes() -> dict[str, URLPattern]:
    return dict(patterns())


def names() -> list[str]:
    return [name for name, _pattern in patterns()]


def is_allauths(pattern: URLPattern) -> bool:
    return pattern.callback.__module__.startswith("allauth.")


def url_of(name: str, rooms: Rooms, cast: Cast) -> str:
    """The path of a URL with bob's objects in it."""
    page = name.rpartition(":")[2]
    if page == "account_reset_password_from_key":
        key = default_token_generator.make_token(cast.bob)
        return reverse(name, kwargs={"uidb36": user_pk_to_url_str(cast.bob), "key": key})
    if page == "calendar-feed":
        return reverse(name, args=[rooms.calendar_key])
    if page == "unsubscribe":
        return reverse(name, args=[key_for(cast.practice.pk, cast.bob.pk)])
    if page == "join":
        return reverse(name, kwargs={"token": new_token(rooms.invitation)})
    route = routes()[name].pattern
    values = {"pk": pk_of(page, str(route), rooms, cast), "fact": rooms.interview.pk, "kind": "interview"}
    values |= {"variant": "offer_declined", "locale": "en-GB"}
    if page == "import-preview":
        values["pk"] = file_for(name.partition(":")[0], rooms.client).pk
    if page in NOBODYS:
        values["pk"] = 0
    if page == "choose-next-step":
        values |= {"fact": rooms.facts["next-step"].pk}
    if page in ("snooze", "unsnooze"):
        values |= {"kind": "unmailed"}
    if page in ("end-assignment", "make-primary"):
        values |= {"assignment": rooms.client.assignments.get().pk}
    if page == "cancel-interview":
        values |= {"pk": rooms.settled.pk, "fact": rooms.coming.pk}
    if page == "print-run-file":
        values |= {"paper": "letters"}
    if page in ("document", "remove-document"):
        values |= {"fact": rooms.document.pk}
    return reverse(name, kwargs={key: values[key] for key in route.converters})


def pk_of(page: str, route: str, rooms: Rooms, cast: Cast) -> int:
    """Whose primary key the route wants."""
    match route.partition("/")[0]:
        case "clients":
            return rooms.client.pk
        case "print-runs":
            return rooms.press.run.pk
        case "invitations":
            return rooms.invitation.pk
        case "practice":
            return pk_in_practice(page, rooms, cast)
        case "views":
            return SavedView.objects.get().pk
        case "today":
            return rooms.approved.pk
        case "outbox":
            return rooms.mail.pk
        case "reminders":
            return rooms.reminder.pk
        case "sessions":
            return rooms.care.session.pk
        case "action-items":
            return rooms.care.item.pk
        case "flags":
            return rooms.care.flag.pk
        case "shared-notes":
            return rooms.care.shared_note.pk
        case "case-notes":
            return rooms.care.case_note.pk
        case "letters" if page == "record-outcome":
            return rooms.mailed.pk
        case "letters":
            return (rooms.approved if page in FROZEN else rooms.draft).pk
    return rooms.application.pk


def pk_in_practice(page: str, rooms: Rooms, cast: Cast) -> int:
    """Of what a practice has: people, paper, printers, labels, closures."""
    if "member" in page:
        return cast.member(cast.dan).pk
    if "letterhead" in page:
        return rooms.paper.letterhead.pk
    if "print" in page or "calibration" in page:
        return rooms.press.printer.pk
    return (Label.objects.get(clients=rooms.client) if "label" in page else rooms.closure).pk
