"""A client and their counselors together: sessions, action items, flags, notes of both kinds."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from candidates import access, notes
from candidates.forms.care import AddendumForm, CaseNoteForm, EditCaseNoteForm, ItemForm, PlanForm, SessionForm
from candidates.models import CaseNote, Client
from counselor.accounts.access import MemberRequest
from counselor.dashboard.client_frame import render_client
from counselor.pages import conflict
from counselor.pages.care import about_client, form_page, together
from counselor.pages.face import DESK
from counselor.pages.record import saved
from counselor.pages.together import page_context


@DESK.guard
@require_safe
def care(request: MemberRequest, pk: int) -> HttpResponse:
    client = access.client(request.membership, pk)
    context = page_context(client, DESK)
    about = {"client": client, "applications": context["applications"]}
    private = case_notes_of(client, request)
    forms = {
        "case_note_form": CaseNoteForm(auto_id="case_%s", **about),
        "item_form": ItemForm(auto_id="item_%s", **about),
    }
    for session in context["sessions"]["past"]:
        session.private_notes = [each for each in private if each["note"].session_id == session.pk]
    return render_client(request, client, "desk/care.html", context | forms | {"case_notes": private})


def case_notes_of(client: Client, request: MemberRequest) -> list[dict[str, Any]]:
    """Private notes, newest first; `open`: the reader may still mend it."""
    rows = client.casenotes.select_related("author", "application__employer", "session")
    return [{"note": row, "open": may_mend(row, request)} for row in rows.prefetch_related("addenda__author")]


write_case_note = about_client(
    DESK,
    CaseNoteForm,
    title=_("A private note"),
    lede=_("Only the client’s counselors read it. You may mend it for a day; then it is locked."),
    done=_("The note is kept, for the client’s counselors alone."),
    anchor="case-notes",
)

add_item = about_client(DESK, ItemForm, title=_("An action item"), done=_("It is on the list."), anchor="items")


@DESK.guard
@require_http_methods(["GET", "HEAD", "POST"])
def edit_case_note(request: MemberRequest, pk: int) -> HttpResponse:
    """Its author mends a note for a day. What is typed too late, or by somebody else, can still be added to it."""
    note = access.case_note(request.membership, pk)
    is_open = may_mend(note, request)
    form = EditCaseNoteForm(request.POST or None, note=note, initial={"text": note.text} if is_open else {})
    if request.method == "POST" and saved(form, request.user):
        messages.success(request, gettext("The note is mended."))
        return redirect(together(DESK, note.client_id, "case-notes"))
    return note_page(request, form, mends=is_open)


@DESK.guard
@require_http_methods(["GET", "HEAD", "POST"])
def add_addendum(request: MemberRequest, pk: int) -> HttpResponse:
    """A counselor of the client adds to a note, locked or not; it stays as it is."""
    note = access.case_note(request.membership, pk)
    form = AddendumForm(request.POST or None, note=note)
    if request.method == "POST" and saved(form, request.user):
        messages.success(request, gettext("It is added, under your name."))
        return redirect(together(DESK, note.client_id, "case-notes"))
    return note_page(request, form, mends=False)


def may_mend(note: CaseNote, request: MemberRequest) -> bool:
    return note.author_id == request.user.pk and notes.is_open(note, timezone.now())


def note_page(request: MemberRequest, form: EditCaseNoteForm | AddendumForm, *, mends: bool) -> HttpResponse:
    """A note with the form that mends it, or else adds to it."""
    title = gettext("Mend a private note") if mends else gettext("Add to a private note")
    context = {"note": form.note, "form": form, "title": title, "mends": mends}
    return DESK.render(request, "desk/case_note.html", context | {"back_url": together(DESK, form.note.client_id)})


# --- Sessions --------------------------------------------------------------------------------------------------------


@DESK.guard
@require_http_methods(["GET", "HEAD", "POST"])
def plan_session(request: MemberRequest, pk: int) -> HttpResponse:
    client = access.client(request.membership, pk)
    form = PlanForm(request.POST or None, client=client, counselor=request.membership)
    if request.method == "POST" and saved(form, request.user):
        messages.success(request, gettext("The session is planned; the client sees it."))
        return redirect(together(DESK, client.pk, "sessions"))
    context = {"form": form, "title": gettext("Plan a session"), "lede": clock_of(client)}
    return form_page(request, DESK, client, context)


def clock_of(client: Client) -> str:
    """Whose clock the times are read by, where the client has another."""
    if client.zone_name == timezone.get_current_timezone_name():
        return ""
    told = {"zone": client.zone_name, "name": client.given_name}
    return gettext("Times are yours. %(name)s lives by the clock of %(zone)s.") % told


@DESK.guard
@require_http_methods(["GET", "HEAD", "POST"])
def session(request: MemberRequest, pk: int) -> HttpResponse:
    """Prepare a session, or write it up: what both read, what is private, and what comes of it."""
    row = access.session(request.membership, pk)
    form, back_url = SessionForm(request.POST or None, instance=row), together(DESK, row.client_id, "sessions")
    if request.method == "POST" and (kept := conflict.keep(form, by=request.user, answers=request.POST)):
        if kept.clashes:
            return conflict.show(DESK, request, form, kept, about=row.client, back_url=back_url)
        messages.success(request, kept.told(gettext("The session is kept.")))
        return redirect(back_url)
    context = {
        "session": row,
        "form": form,
        "written": row.casenotes.select_related("author"),
        "agreed": row.action_items.filter(dropped_at=None),
        "clock": clock_of(row.client),
        "back_url": back_url,
    }
    return DESK.render(request, "desk/session.html", context)
