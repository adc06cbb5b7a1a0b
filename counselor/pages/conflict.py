"""Two people changed the same thing: nothing typed is lost, and where both differ the slower one is asked.

`keep` records a form whose `record` may raise `candidates.edits.Changed`. What only one of the two changed is kept from
that one. Where both changed a field, `_components/conflict.html` shows field by field what each of them wants; it posts
everything typed again, with the answers, and the same reckoning is done once more. So no state is kept in between, and
a third person who comes along meanwhile is noticed too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils import formats, timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from candidates.edits import Change, Changed, plain
from counselor.accounts.access import MemberRequest
from counselor.accounts.models import User
from counselor.pages.face import Face
from counselor.pages.record import saved

TRIES = 3  # somebody else may be quicker again; more often is no coincidence
MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Clash:
    """One field that both changed: what each of them wants, in words."""

    name: str
    label: str
    mine: str
    theirs: str
    by: User
    at: str


@dataclass
class Kept:
    """What came of it: recorded, unless there are clashes to ask about. `theirs`: what others changed besides.

    `shown` is the version the clashes are shown at; `again`: somebody left one of them unanswered.
    """

    clashes: list[Clash] = field(default_factory=list)
    theirs: list[str] = field(default_factory=list)
    shown: int = 0
    again: bool = False

    def told(self, done: str) -> str:
        """What to tell the writer: `done`, and what somebody else changed in the meantime."""
        return " ".join([done, *self.theirs])


def keep(form: Any, *, by: User, answers: Mapping[str, Any]) -> Kept | None:
    """Record a posted form, or ask where somebody else changed the same; None where the form has errors."""
    kept = Kept(again="shown" in answers)
    for _try in range(TRIES):
        try:
            return kept if saved(form, by) else None
        except Changed as changed:
            kept.shown = changed.version
            kept.clashes, stays = settle(form, changed, answers)
            kept.theirs += sentences(form, stays)
            if kept.clashes:
                return kept
    form.add_error(None, _("Others are changing this at the same moment. Please try again."))
    return None


def show(face: Face, request: MemberRequest, form: Any, kept: Kept, *, about: object, back_url: str) -> HttpResponse:
    """The page that asks about the clashes. `about`: what they are about, which stands at `back_url`."""
    context = {"form": form, "kept": kept, "about": about, "back_url": back_url}
    return face.render(request, "pages/conflict.html", context)


def settle(form: Any, changed: Changed, answers: Mapping[str, Any]) -> tuple[list[Clash], dict[str, Change]]:
    """Leave in the form what is to be written over the others' version.

    Returns the fields somebody must be asked about, and the others' changes that stay.
    """
    clashes, stays = [], {}
    for name, change in changed.since.items():
        if name not in form.cleaned_data:
            continue
        mine = form.cleaned_data[name]
        answer = answer_about(name, change, answers) if plain(mine) not in (change.before, change.after) else THEIRS
        if answer == MINE:
            continue
        if answer == THEIRS:
            stays[name] = change
        else:
            clashes.append(clash(form, name, mine, change))
        del form.cleaned_data[name]
    form.cleaned_data["version"] = changed.version
    return clashes, stays


def answer_about(name: str, change: Change, answers: Mapping[str, Any]) -> str:
    """The answer given, if it was given to this very change."""
    shown = str(answers.get("shown", ""))[:10]
    is_about_it = shown.isdecimal() and change.version <= int(shown)
    return str(answers.get(f"keep-{name}", "")) if is_about_it else ""


def clash(form: Any, name: str, mine: Any, change: Change) -> Clash:
    kind = form.fields[name]
    return Clash(name, form[name].label, words(kind, mine), words(kind, change.after), change.by, moment(change.at))


def words(kind: forms.Field, value: Any) -> str:
    """A value as people read it, whether typed or as the trail kept it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value in (None, ""):
        return _("(empty)")
    if isinstance(kind, forms.ChoiceField) and not isinstance(kind, forms.ModelChoiceField):
        return str(dict(kind.choices).get(value, value))  # type: ignore[arg-type]
    if isinstance(kind, forms.DateTimeField):
        at = datetime.fromisoformat(value) if isinstance(value, str) else value
        return formats.date_format(timezone.localtime(at), "D j M Y, H:i")
    if isinstance(kind, forms.DateField):
        return formats.date_format(date.fromisoformat(value) if isinstance(value, str) else value, "D j M Y")
    return str(value)


def sentences(form: Any, stays: Mapping[str, Change]) -> list[str]:
    """What others changed and what stays so, a sentence for each of them."""
    of: dict[User, list[str]] = {}
    for name, change in stays.items():
        of.setdefault(change.by, []).append(str(form[name].label))
    sentence = _("%(who)s changed this meanwhile, and it stays: %(what)s.")
    return [sentence % {"who": who, "what": get_text_list(names, _("and"))} for who, names in of.items()]


def moment(at: datetime) -> str:
    """“10:14” today, else with the day."""
    local = timezone.localtime(at)
    return formats.date_format(local, "H:i" if local.date() == timezone.localdate() else "D j M, H:i")
