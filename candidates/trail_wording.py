"""The audit trail in plain sentences: who did what, as the desk and the client read it.

What an act wrote into its `values` is read with care: entries are kept for years, and older ones may say less.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from candidates.models import Application, AuditEntry, Client, Consent, CounselingSession

Action = AuditEntry.Action

ICONS = {
    Action.EDITED: "pencil",
    Action.LABELED: "tag",
    Action.ASSIGNED: "person-plus",
    Action.UNASSIGNED: "person-dash",
    Action.HANDED_OVER: "arrow-left-right",
    Action.ENDED: "door-open",
    Action.VIEWED_AS: "eye",
    Action.ARCHIVED: "archive",
    Action.RESTORED: "arrow-counterclockwise",
    Action.UPLOADED: "file-earmark-arrow-up",
    Action.DOWNLOADED: "file-earmark-arrow-down",
    Action.REMOVED: "file-earmark-x",
    Action.IMPORTED: "box-arrow-in-down",
    Action.EXPORTED: "box-arrow-up",
    Action.PUBLISHED: "envelope-check",
    Action.RETIRED: "envelope-dash",
    Action.CALENDAR: "calendar3",
    Action.REVIEWED: "chat-left-text",
    Action.INVITED: "envelope-heart",
    Action.JOINED: "person-check",
    Action.CONSENTED: "hand-thumbs-up",
    Action.MOVED_IN: "box-arrow-in-right",
    Action.RESUMED: "door-open",
    Action.LEFT: "person-dash",
}


def icon(entry: AuditEntry) -> str:
    """The Bootstrap icon of an act."""
    return ICONS[Action(entry.action)]


def sentence(entry: AuditEntry) -> str:
    """One act in one sentence. The entry comes with `by`, `client` and `application.employer`."""
    tell = SENTENCES.get(Action(entry.action), _act)
    words = tell(entry) % {"who": entry.by, "client": entry.client, **_words(entry.values)}
    return _("%(act)s (%(about)s)") % {"act": words, "about": entry.application} if entry.application else words


def details(entry: AuditEntry) -> list[str]:
    """What changed from what to what, a line for each field."""
    changes: dict[str, list[Any]] = entry.values.get("changes") or {}
    return [_change(_field(entry, name), *pair) for name, pair in changes.items() if len(pair) == 2]


def _words(values: dict[str, Any]) -> dict[str, str]:
    """The values a sentence may name, as people write them."""
    return {name: _value(value) for name, value in values.items()}


def _day(value: Any) -> str:
    try:
        return date_format(date.fromisoformat(str(value)), "j M Y")
    except ValueError:
        return str(value)


# --- Sentences -------------------------------------------------------------------------------------------------------


def _act(entry: AuditEntry) -> str:
    """An act of which the kind says enough."""
    return f"%(who)s {str(entry.get_action_display()).replace('%', '%%')}"


def _edited(entry: AuditEntry) -> str:
    values = entry.values
    if "case_note" in values:
        return _("%(who)s mended a case note")
    if "session" in values:
        return _("%(who)s changed a session")
    if "action_item" in values:
        return _("%(who)s said that an action item is not done yet")
    names = [_field(entry, name) for name in values.get("changes") or {}]
    if not names:
        return _("%(who)s changed the details")
    return _("%(who)s changed") + " " + get_text_list(names, _("and")).replace("%", "%%")


def _labeled(entry: AuditEntry) -> str:
    added, removed = entry.values.get("added"), entry.values.get("removed")
    if added and removed:
        return _("%(who)s added the label %(added)s and took off %(removed)s")
    if added:
        return _("%(who)s added the label %(added)s")
    return _("%(who)s took off the label %(removed)s") if removed else _act(entry)


def _assigned(entry: AuditEntry) -> str:
    values = entry.values
    if "counselor" not in values:
        return _act(entry)
    if values.get("instead"):
        return _("%(who)s made %(counselor)s the primary counselor instead of %(instead)s, from %(on)s on")
    if values["counselor"] == str(entry.by):
        return _("%(who)s counsels %(client)s from %(on)s on")
    if values.get("until"):
        return _("%(who)s asked %(counselor)s to counsel %(client)s from %(on)s until %(until)s")
    if values.get("primary"):
        return _("%(who)s made %(counselor)s the primary counselor from %(on)s on")
    return _("%(who)s asked %(counselor)s to counsel %(client)s from %(on)s on")


def _unassigned(entry: AuditEntry) -> str:
    if "counselor" not in entry.values:
        return _act(entry)
    return _("%(who)s ended the assignment of %(counselor)s on %(on)s")


def _handed_over(entry: AuditEntry) -> str:
    values = entry.values
    if "after" not in values:
        return _act(entry)
    if values.get("before") == str(entry.by):
        words = _("%(who)s handed %(client)s over to %(after)s, from %(on)s on")
    else:
        words = _("%(who)s handed %(client)s over from %(before)s to %(after)s, from %(on)s on")
    return words + "; " + _("%(before)s stays as second counselor") if values.get("stays") else words


def _ended(entry: AuditEntry) -> str:
    if entry.values.get("outcomes_kept"):
        return _("%(who)s ended the counseling; the practice keeps what came of the letters, without a name")
    return _("%(who)s ended the counseling; the practice keeps nothing of the letters")


def _consented(entry: AuditEntry) -> str:
    kinds = dict(Consent.Kind.choices)
    said = [
        words % {"kinds": get_text_list([str(kinds.get(each, each)) for each in entry.values.get(name, [])], _("and"))}
        for name, words in (("given", _("yes to “%(kinds)s”")), ("withheld", _("no to “%(kinds)s”")))
        if entry.values.get(name)
    ]
    return "%(who)s " + _("said") + " " + get_text_list(said, _("and")).replace("%", "%%")


def _viewed_as(entry: AuditEntry) -> str:
    return _("%(who)s looked at the portal as %(client)s sees it")


def _reviewed(entry: AuditEntry) -> str:
    """A step of the conversation about a letter, named by its number."""
    match entry.values.get("step"):
        case "asked":
            return _("%(who)s asked the counselor to look at the letter %(letter)s")
        case "looked":
            return _("%(who)s looked at the letter %(letter)s and found it fine")
        case "changes":
            return _("%(who)s suggested changes to the letter %(letter)s")
        case "edited":
            return _("%(who)s changed the text of the letter %(letter)s")
        case "nothing_came":
            return _("%(who)s said that nothing came of the letter %(letter)s")
    return _("%(who)s wrote a comment on the letter %(letter)s") if "letter" in entry.values else _act(entry)


def _exported(entry: AuditEntry) -> str:
    match entry.values.get("what"):
        case "client":
            return _("%(who)s asked for a copy of everything")
        case "caseload":
            return _("%(who)s took along the tables of a whole caseload")
    return _act(entry)


def _calendar(entry: AuditEntry) -> str:
    match entry.values.get("step"):
        case "made":
            return _("%(who)s made a secret calendar address")
        case "ended":
            return _("%(who)s ended the secret calendar address")
    return _act(entry)


def _document(with_name: Callable[[], str], signature: Callable[[], str] = str) -> Callable[[AuditEntry], str]:
    def tell(entry: AuditEntry) -> str:
        if "signature" in entry.values:
            return signature()
        return with_name() if "name" in entry.values else _act(entry)

    return tell


SENTENCES: dict[Action, Callable[[AuditEntry], str]] = {
    Action.EDITED: _edited,
    Action.LABELED: _labeled,
    Action.ASSIGNED: _assigned,
    Action.UNASSIGNED: _unassigned,
    Action.HANDED_OVER: _handed_over,
    Action.ENDED: _ended,
    Action.VIEWED_AS: _viewed_as,
    Action.REVIEWED: _reviewed,
    Action.EXPORTED: _exported,
    Action.CALENDAR: _calendar,
    Action.CONSENTED: _consented,
    Action.UPLOADED: _document(
        lambda: _("%(who)s added the document “%(name)s”"), lambda: _("%(who)s added a signature for letters")
    ),
    Action.DOWNLOADED: _document(lambda: _("%(who)s downloaded the document “%(name)s”")),
    Action.REMOVED: _document(
        lambda: _("%(who)s removed the document “%(name)s”"), lambda: _("%(who)s erased the signature for letters")
    ),
}


# --- Changes of fields -----------------------------------------------------------------------------------------------


def _model(entry: AuditEntry) -> type[Model]:
    if "session" in entry.values:
        return CounselingSession
    return Application if entry.application_id else Client


def _field(entry: AuditEntry, name: str) -> str:
    """A field as its form calls it."""
    known = {field.name: field for field in _model(entry)._meta.fields}
    return str(known[name].verbose_name) if name in known else name.replace("_", " ")


def _change(name: str, before: Any, after: Any) -> str:
    words = {"field": name, "before": _value(before), "after": _value(after)}
    if not words["before"]:
        return _("%(field)s: “%(after)s”") % words
    if not words["after"]:
        return _("%(field)s: “%(before)s” was taken away") % words
    return _("%(field)s: from “%(before)s” to “%(after)s”") % words


def _value(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case list():
            return ", ".join(_value(each) for each in value)
    return _day(value)


# --- Who reads what --------------------------------------------------------------------------------------------------

COUNSELORS_OWN = frozenset({Action.LABELED})
"""Labels are words among counselors."""


def of_client(client: Client, *, for_client: bool) -> Any:
    """What was done to a client's data, latest first. The client reads the same, but for labels and case notes."""
    rows = AuditEntry.objects.filter(client=client)
    if for_client:
        rows = rows.exclude(action__in=COUNSELORS_OWN).exclude(values__has_key="case_note")
    return rows.select_related("by", "client", "application__employer").order_by("-at", "-pk")


def told(entries: Any) -> Iterator[dict[str, Any]]:
    """Entries as `_components/trail.html` shows them."""
    for entry in entries:
        yield {"at": entry.at, "icon": icon(entry), "title": sentence(entry), "details": details(entry)}
