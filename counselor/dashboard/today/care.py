"""Sessions, action items, flags and messages on Today: what counselor and client owe each other."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import F, Q, Value
from django.utils import formats, timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from candidates.models import ActionItem, CounselingSession, Flag, SharedNote, Side
from candidates.wording import MOMENT, day
from counselor.dashboard.today.rows import Desk, Row, Source, first_of, named, of_client, together

ASK_AFTER = timedelta(hours=1)  # from the beginning of a session: then it is fair to ask whether it was held
EXCERPT = 160  # letters


def sessions(desk: Desk) -> Any:
    """One’s own planned sessions up to the end of today; of the counselor looked at, where one was chosen."""
    found = CounselingSession.objects.filter(
        client__in=desk.clients,
        counselor=desk.counselor or desk.membership.pk,
        state=CounselingSession.State.PLANNED,
        starts_at__lt=desk.tomorrow,
    )
    past = (Q(starts_at__lt=desk.now - ASK_AFTER), Value("unsaid"))
    return found.annotate(section=first_of(past, default=Value("sessions")))


def named_sessions() -> Any:
    about = {"given_name": F("client__given_name"), "family_name": F("client__family_name")}
    columns = ("pk", "client", "starts_at", "channel", "minutes", *about)
    return CounselingSession.objects.annotate(**about).values_list(*columns, named=True)


def session_line(session: Any, section: str, desk: Desk) -> Row:
    starts = timezone.localtime(session.starts_at)
    url = together(session.client)
    if section == "unsaid":
        why = _("It was planned for %(when)s.") % {"when": formats.date_format(starts, MOMENT)}
        action = _("Say how it went")
    else:
        words = {"time": formats.time_format(starts, "H:i"), "how": CounselingSession.Channel(session.channel).label}
        why = _("At %(time)s, %(how)s, %(minutes)s minutes.") % (words | {"minutes": session.minutes})
        action = _("Prepare it")
    return Row(**of_client(session), employer="", url=url, why=why, action_label=action, action_url=url)


def action_items(desk: Desk) -> Any:
    """The counselors’ own that are due, and the clients’ that are overdue."""
    due = Q(whose=Side.COUNSELOR, due_on__lte=desk.today) | Q(whose=Side.CLIENT, due_on__lt=desk.today)
    found = ActionItem.objects.filter(due, client__in=desk.clients, done_at=None, dropped_at=None)
    ours = (Q(whose=Side.COUNSELOR), Value("ours"))
    return found.annotate(section=first_of(ours, default=Value("theirs")))


def named_items() -> Any:
    return named(ActionItem.objects.all(), "client", "text", "due_on")


def item_line(item: Any, section: str, desk: Desk) -> Row:
    url = together(item.client)
    if item.due_on == desk.today:
        why = _("It is due today.")
    else:
        why = _("It was due on %(day)s.") % {"day": day(item.due_on)}
    return Row(
        **of_client(item),
        organization=item.organization or "",
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
    return named(Flag.objects.all(), "client", "text", at=F("raised_at"), source=Value("flag"))


def flag_line(flag: Any, section: str, desk: Desk) -> Row:
    return _words(flag, flag.text, flag.at, _("Answer"))


def notes(desk: Desk) -> Any:
    """Shared notes a client wrote themselves, which nobody here said they had read."""
    found = SharedNote.objects.filter(client__in=desk.clients, author=F("client__user"), seen_at=None)
    return found.annotate(section=Value("notes"))


def named_notes() -> Any:
    return named(SharedNote.objects.all(), "client", "text", at=F("created_at"), source=Value("note"))


def note_line(note: Any, section: str, desk: Desk) -> Row:
    return _words(note, note.text, note.at, _("Read and answer"))


def _words(row: Any, words: str, since: Any, action: str) -> Row:
    """A client’s own words, shortened where they are long."""
    url = together(row.client)
    excerpt = Truncator(" ".join(words.split())).chars(EXCERPT)
    return Row(
        **of_client(row),
        organization=row.organization or "",
        employer=f"{row.job}, {row.organization}" if row.organization else "",
        url=url,
        why=_("“%(words)s”") % {"words": excerpt},
        since=since,
        action_label=action,
        action_url=url,
        comes_back=True,
    )


ALIKE = ("flag", "note")
"""Sources that name the same columns: their rows are read by one question, and say which they are of."""

SOURCES = (
    Source("session", frozenset({"sessions", "unsaid"}), sessions, "starts_at", named_sessions, session_line),
    Source("item", frozenset({"ours", "theirs"}), action_items, "due_on", named_items, item_line),
    Source("flag", frozenset({"flags"}), flags, "raised_at", named_flags, flag_line),
    Source("note", frozenset({"notes"}), notes, "created_at", named_notes, note_line),
)
