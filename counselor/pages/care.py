"""Writing down what counselor and client do together, alike for both faces: forms, and acts on one row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from candidates import access, care, notes
from candidates.feeds import session_calendar
from candidates.forms.care import AskToLookForm, FlagForm, ResolveFlagForm, SharedNoteForm
from candidates.models import Client
from candidates.services import Refused
from counselor.accounts.access import MemberRequest, View
from counselor.pages.back import way_back
from counselor.pages.face import PORTAL, Face
from counselor.pages.record import recorder, saved
from counselor.pages.together import side_of


def together(face: Face, client_pk: int, anchor: str = "") -> str:
    """Where a client and their counselors see what they do together."""
    page = face.url("together") if face is PORTAL else face.url("care", client_pk)
    return f"{page}#{anchor}" if anchor else page


# --- Forms about a client --------------------------------------------------------------------------------------------


def about_client(
    face: Face,
    form_class: Callable[..., Any],
    *,
    title: str | Promise,
    done: str | Promise,
    anchor: str,
    lede: str | Promise = "",
) -> View:
    """The view that shows and records a form about a client, then leads back to where it shows."""

    @face.guard
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: MemberRequest, pk: int | None = None) -> HttpResponse:
        client = access.client_of(request.membership, pk)
        form = form_class(request.POST or None, client=client)
        if request.method == "POST" and saved(form, request.user):
            messages.success(request, str(done))
            return redirect(together(face, client.pk, anchor))
        return form_page(request, face, client, {"form": form, "title": title, "lede": lede})

    return view


def form_page(request: MemberRequest, face: Face, client: Client, context: dict[str, Any]) -> HttpResponse:
    """A form on a page of its own."""
    back = together(face, client.pk)
    eyebrow = gettext("With my counselor") if face is PORTAL else str(client)
    frame = {"eyebrow": eyebrow, "eyebrow_url": back, "back_url": back}
    return face.render(request, "pages/care_form.html", frame | context)


def share_note(face: Face) -> View:
    return about_client(
        face, SharedNoteForm, title=_("A shared note"), done=_("The note is kept; both sides read it."), anchor="notes"
    )


def raise_flag(face: Face) -> View:
    return about_client(
        face,
        FlagForm,
        title=_("Ask to look"),
        done=_("It is asked. You will see here what came of it."),
        anchor="flags",
    )


def ask_to_look(face: Face) -> View:
    """The same about one application, from its page."""
    return recorder(
        face,
        AskToLookForm,
        title=_("Ask to look"),
        lede=_("The other side sees your question at once. What came of it stands here."),
        done=_("It is asked. You will see here what came of it."),
    )


# --- Acts on one row -------------------------------------------------------------------------------------------------


def back(request: MemberRequest, face: Face, row: Any, anchor: str) -> HttpResponse:
    """To the page the act was done on."""
    return redirect(way_back(request, together(face, row.client_id, anchor)))


def act(
    face: Face, door: Callable[..., Any], do: Callable[..., Any], anchor: str, name: str, done: str | Promise = ""
) -> View:
    """One POST on one row: `do(**{name: row}, by=…)`. A refusal is told, and nothing happens."""

    @face.guard
    @require_POST
    def view(request: MemberRequest, pk: int) -> HttpResponse:
        row = door(request.membership, pk)
        try:
            do(**{name: row}, by=request.user)
        except Refused as refusal:
            messages.info(request, str(refusal))
        else:
            if done:
                messages.success(request, str(done))
        return back(request, face, row, anchor)

    return view


def tick_item(face: Face) -> View:
    return act(face, access.action_item, care.tick_item, "items", "item")


def untick_item(face: Face) -> View:
    return act(face, access.action_item, care.untick_item, "items", "item")


def drop_item(face: Face) -> View:
    return act(face, access.action_item, care.drop_item, "items", "item", _("It is off the list."))


def withdraw_flag(face: Face) -> View:
    return act(face, access.flag, care.withdraw_flag, "flags", "flag", _("It is taken back."))


def mark_seen(face: Face) -> View:
    return act(
        face, access.shared_note, notes.mark_seen, "notes", "note", _("The other side sees that you have read it.")
    )


def resolve_flag(face: Face) -> View:
    """Say what came of a question; the one who asked reads it."""

    @face.guard
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: MemberRequest, pk: int) -> HttpResponse:
        flag = access.flag(request.membership, pk)
        form = ResolveFlagForm(request.POST or None, flag=flag)
        if request.method == "POST" and saved(form, request.user):
            messages.success(request, gettext("Answered. The other side sees it."))
            return back(request, face, flag, "flags")
        context = {"form": form, "title": gettext("What came of it?"), "lede": flag.text}
        return form_page(request, face, flag.client, context)

    return view


def session_ics(face: Face) -> View:
    """The session as a file for any calendar."""

    @face.guard
    @require_safe
    def view(request: MemberRequest, pk: int) -> HttpResponse:
        session = access.session(request.membership, pk)
        headers = {"Content-Disposition": 'attachment; filename="session.ics"'}
        body = session_calendar(session, side_of(face))
        return HttpResponse(body, content_type="text/calendar", headers=headers)

    return view


def care_pages(face: Face) -> list[URLPattern]:
    """URL patterns both faces have."""
    return [
        path("applications/<int:pk>/ask/", ask_to_look(face), name="ask-to-look"),
        path("action-items/<int:pk>/tick/", tick_item(face), name="tick-item"),
        path("action-items/<int:pk>/untick/", untick_item(face), name="untick-item"),
        path("action-items/<int:pk>/drop/", drop_item(face), name="drop-item"),
        path("flags/<int:pk>/resolve/", resolve_flag(face), name="resolve-flag"),
        path("flags/<int:pk>/withdraw/", withdraw_flag(face), name="withdraw-flag"),
        path("shared-notes/<int:pk>/seen/", mark_seen(face), name="mark-seen"),
        path("sessions/<int:pk>/session.ics", session_ics(face), name="session-ics"),
    ]
