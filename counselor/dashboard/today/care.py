"""Sessions, action items, flags and messages on Today: what counselor and client owe each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db.models import Case, CharField, F, Q, Value, When
from django.utils import formats, timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from candidates.models import ActionItem, CounselingSession, Flag, SharedNote, Side
from candidates.wording import MOMENT, day
from counselor.dashboard.today.rows import Desk, Row, Source, of_client, together

ASK_AFTER = timedelta(hours=1)  # from the beginning of a session: then it is fair to ask whether it was held
EXCERPT = 160  # letters

NAMES = ("client__given_name", "client__family_name")
ABOUT = (*NAMES, "application__position", "application__employer__name")


def sessions(desk: Desk) -> Any:
    """One’s own planned sessions up to the end of today; of the counselor looked at, where one was chosen."""
    found = CounselingSession.objects.filter(
        client__in=desk.clients,
        counselor=desk.counselor or desk.membership.pk,
        state=CounselingSession.State.PLANNED,
        starts_at__lt=desk.tomorrow,
    )
    past = When(starts_at__lt=desk.now - ASK_AFTER, then=Value("unsaid"))
    section = Case(past, default=Value("sessions"), output_field=CharField())
    return found.annotate(section=section)


def named_sessions() -> Any:
    return CounselingSession.objects.select_related("client").only("starts_at", "channel", "minutes", *NAMES)


def session_line(session: Any, desk: Desk) -> Row:
    starts = timezone.localtime(session.starts_at)
    url = together(session.client_id)
    if session.section == "unsaid":
        why = _("It was planned for %(when)s.") % {"when": formats.date_format(starts, MOMENT)}
        action = _("Say how it went")
    else:
        words = {"time": formats.time_format(starts, "H:i"), "how": session.get_channel_display()}
        why = _("At %(time)s, %(how)s, %(minutes)s minutes.") % (words | {"minutes": session.minutes})
        action = _("Prepare it")
    return Row(**of_client(session.client), employer="", url=url, why=why, action_label=action, action_url=url)


def action_items(desk: Desk) -> Any:
    """The counselors’ own that are due, and the clients’ that are overdue."""
    due = Q(whose=Side.COUNSELOR, due_on__lte=desk.today) | Q(whose=Side.CLIENT, due_on__lt=desk.today)
    found = ActionItem.objects.filter(due, client__in=desk.clients, done_at=None, dropped_at=None)
    ours = When(whose=Side.COUNSELOR, then=Value("ours"))
    section = Case(ours, default=Value("theirs"), output_field=CharField())
    return found.annotate(section=section)


def named_items() -> Any:
    return _about(ActionItem).only("text", "due_on", *ABOUT)


def item_line(item: Any, desk: Desk) -> Row:
    url = together(item.client_id)
    if item.due_on == desk.today:
        why = _("It is due today.")
    else:
        why = _("It was due on %(day)s.") % {"day": day(item.due_on)}
    return Row(
        **of_client(item.client),
        organization=_employer(item),
        employer=item.text,
        url=url,
        why=why,
        action_label=_("Open"),
        action_url=url,
    )


def flags(desk: Desk) -> Any:
    """What clients asked their counselors to look at, but for letters: those wait in a section of their own."""
    found = Flag.objects.filter(
        client__in=desk.clients, asked=Side.COUNSELOR, resolved_at=None, letter_comment__isnull=True
    )
    return found.annotate(section=Value("flags"))


def named_flags() -> Any:
    return _about(Flag).only("text", "raised_at", *ABOUT)


def flag_line(flag: Any, desk: Desk) -> Row:
    return replace(_words(flag, flag.text, flag.raised_at, _("Answer")), comes_back=True)


def notes(desk: Desk) -> Any:
    """Shared notes a client wrote themselves, which nobody here said they had read."""
    found = SharedNote.objects.filter(client__in=desk.clients, author=F("client__user"), seen_at=None)
    return found.annotate(section=Value("notes"))


def named_notes() -> Any:
    return _about(SharedNote).only("text", "created_at", *ABOUT)


def note_line(note: Any, desk: Desk) -> Row:
    return _words(note, note.text, note.created_at, _("Read and answer"))


def _about(model: Any) -> Any:
    """Rows of a client, perhaps about an application of theirs."""
    return model.objects.select_related("client", "application__employer")


def _words(row: Any, words: str, since: Any, action: str) -> Row:
    """A client’s own words, shortened where they are long."""
    url = together(row.client_id)
    excerpt = Truncator(" ".join(words.split())).chars(EXCERPT)
    return Row(
        **of_client(row.client),
        organization=_employer(row),
        employer=str(row.application) if row.application else "",
        url=url,
        why=_("“%(words)s”") % {"words": excerpt},
        since=since,
        action_label=action,
        action_url=url,
    )


def _employer(row: Any) -> str:
    return row.application.employer.name if row.application else ""


SOURCES = (
    Source("session", frozenset({"sessions", "unsaid"}), sessions, "starts_at", named_sessions, session_line),
    Source("item", frozenset({"ours", "theirs"}), action_items, "due_on", named_items, item_line),
    Source("flag", frozenset({"flags"}), flags, "raised_at", named_flags, flag_line),
    Source("note", frozenset({"notes"}), notes, "created_at", named_notes, note_line),
)
