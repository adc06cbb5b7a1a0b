"""What counselor and client do together, as its reader sees it: action items, flags, shared notes, sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext

from candidates import care, notes
from candidates.forms.care import FlagForm, OwnItemForm, SharedNoteForm, of_client
from candidates.models import ActionItem, Application, Client, CounselingSession, Flag, SharedNote, Side
from counselor.pages.face import PORTAL, Face

State = CounselingSession.State
WITH_APPLICATION = ("application__employer",)
AT_A_GLANCE = 5  # items on the first page
LONG_SESSION = timedelta(hours=1)


def side_of(face: Face) -> Side:
    return Side.CLIENT if face is PORTAL else Side.COUNSELOR


@dataclass(frozen=True)
class Item:
    """An action item as its reader sees it."""

    row: ActionItem
    who: str
    mine: bool
    overdue: bool
    may_drop: bool


@dataclass(frozen=True)
class Question:
    """A flag as its reader sees it: to be answered by them, or to be taken back."""

    row: Flag
    asks: str
    to_answer: bool
    may_withdraw: bool
    letter: int | None = None  # the letter it is about: it is answered there


@dataclass(frozen=True)
class SharedText:
    """A shared note as its reader sees it."""

    row: SharedNote
    unread: bool


def items_of(client: Client, rows: Any, face: Face) -> dict[str, list[Item]]:
    """Open items by due date, what was ticked off or dropped apart from them."""
    side, today = side_of(face), timezone.localdate()
    known = rows.select_related("done_by", "dropped_by", *WITH_APPLICATION)
    found: dict[str, list[Item]] = {"open": [], "closed": []}
    for row in known.order_by(F("due_on").asc(nulls_last=True), "pk"):
        row.client = client
        is_open = row.done_at is None and row.dropped_at is None
        found["open" if is_open else "closed"].append(item(row, side, today))
    return found


def item(row: ActionItem, side: Side, today: date) -> Item:
    overdue = row.due_on is not None and row.due_on < today
    return Item(row, who(row, side), row.whose == side, overdue, care.may_drop(row, side))


def who(row: ActionItem, reader: Side) -> str:
    if reader == Side.CLIENT:
        return gettext("You") if row.whose == Side.CLIENT else gettext("Your counselor")
    return row.client.given_name if row.whose == Side.CLIENT else gettext("Counselor")


def flags_of(client: Client, rows: Any, face: Face) -> dict[str, list[Question]]:
    """Open flags, those to be answered first; resolved ones apart from them."""
    side = side_of(face)
    found: dict[str, list[Question]] = {"open": [], "closed": []}
    known = rows.select_related("raised_by", "resolved_by", "letter_comment", *WITH_APPLICATION)
    for row in known.order_by("-raised_at", "-pk"):
        row.client = client
        found["closed" if row.resolved_at else "open"].append(question(row, side))
    found["open"].sort(key=lambda each: not each.to_answer)
    return found


def question(row: Flag, reader: Side) -> Question:
    if reader == Side.CLIENT:
        asks = gettext("Your counselor asks you") if row.asked == reader else gettext("You ask your counselor")
    else:
        asks = gettext("%(name)s asks") if row.asked == reader else gettext("A question to %(name)s")
    told = asks % {"name": row.client.given_name}
    comment = getattr(row, "letter_comment", None)
    return Question(row, told, care.may_resolve(row, reader), row.asked != reader, comment and comment.letter_id)


def shared_notes_of(client: Client, rows: Any, face: Face) -> list[SharedText]:
    """Shared notes, newest first; the other side's stay unread until somebody says otherwise."""
    known = rows.select_related("author", "seen_by", *WITH_APPLICATION).order_by("-created_at", "-pk")
    side = side_of(face)
    return [SharedText(row, row.seen_at is None and notes.side_of(client, row.author_id) != side) for row in known]


def sessions_of(client: Client) -> dict[str, list[CounselingSession]]:
    """Planned sessions, the next one first; and those that are over, the latest first."""
    rows = list(client.sessions.select_related("counselor__user").order_by("-starts_at", "-pk"))
    planned = [row for row in reversed(rows) if row.state == State.PLANNED]
    return {"planned": planned, "past": [row for row in rows if row.state != State.PLANNED]}


def page_context(client: Client, face: Face) -> dict[str, Any]:
    """What both pages show of the work with each other."""
    applications = list(of_client(client))
    common: dict[str, Any] = {"client": client, "applications": applications}
    return {
        "client": client,
        "sessions": sessions_of(client),
        "items": items_of(client, client.action_items, face),
        "flags": flags_of(client, client.flags, face),
        "shared_notes": shared_notes_of(client, client.sharednotes, face),
        "note_form": SharedNoteForm(auto_id="shared_%s", **common),
        "flag_form": FlagForm(auto_id="flag_%s", **common),
        "item_form": OwnItemForm(auto_id="item_%s", **common),
        "applications": applications,
        "now": timezone.now(),
    }


def before_us(client: Client) -> dict[str, Any]:
    """What is next between a client and their counselor, for the client's first page."""
    now = timezone.now()
    planned = client.sessions.filter(state=State.PLANNED, starts_at__gt=now - LONG_SESSION)
    items = items_of(client, client.action_items.filter(done_at=None, dropped_at=None), PORTAL)
    flags = flags_of(client, client.flags.filter(resolved_at=None), PORTAL)
    unread = client.sharednotes.filter(seen_at=None).exclude(author=client.user_id)
    return {
        "session": planned.select_related("counselor__user").order_by("starts_at", "pk").first(),
        "items": [each for each in items["open"] if each.mine][:AT_A_GLANCE],
        "flags": [each for each in flags["open"] if each.to_answer],
        "unread": unread.count(),
    }


def of_application(application: Application, face: Face) -> dict[str, Any]:
    """Open questions and items about one application, for its page."""
    client = application.client
    flags = flags_of(client, application.flags.filter(resolved_at=None), face)
    items = items_of(client, application.action_items.filter(done_at=None, dropped_at=None), face)
    ask_url = "" if client.on_their_own else face.url("ask-to-look", application.pk)
    return {"flags": flags["open"], "items": items["open"], "ask_url": ask_url}
