"""Recording something about an application: one form, one service call, back to where it shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from candidates import access, services
from candidates.forms import (
    CallForm,
    CancelForm,
    ContactForm,
    DecisionForm,
    InterviewForm,
    MessageForm,
    NextStepForm,
    NoteForm,
    SiteForm,
    VoidForm,
)
from candidates.models import Decision, Interview, NextStep, Touchpoint
from counselor.accounts.access import MemberRequest, View
from counselor.accounts.models import User
from counselor.pages.face import Face

FACTS: dict[str, Any] = {"interview": Interview, "next-step": NextStep, "touchpoint": Touchpoint, "decision": Decision}


class RecordForm(Protocol):
    """A form that hands its cleaned values to a service."""

    def is_valid(self) -> bool: ...
    def record(self, *, by: User) -> Any: ...
    def add_error(self, field: str | None, error: Any) -> None: ...


def saved(form: RecordForm, by: User) -> bool:
    """Whether a posted form was recorded. A service's refusal becomes an error of the form: nothing typed is lost."""
    if not form.is_valid():
        return False
    try:
        form.record(by=by)
    except ValidationError as error:
        form.add_error(None, ValidationError(error.messages))
        return False
    except services.Refused as error:
        form.add_error(None, str(error))
        return False
    return True


def recorder(
    face: Face,
    form_class: Callable[..., Any],
    *,
    title: str | Promise,
    done: str | Promise,
    lede: str | Promise = "",
    template: str = "pages/record.html",
) -> View:
    """The view that shows and records `form_class` for one application."""

    @face.guard
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: MemberRequest, pk: int) -> HttpResponse:
        application = access.application(request.membership, pk)
        form = form_class(request.POST or None, application=application)
        if request.method == "POST" and saved(form, request.user):
            messages.success(request, str(done))
            return redirect(face.url("application", pk))
        return face.render(request, template, {"application": application, "form": form, "title": title, "lede": lede})

    return view


def record_interview(face: Face) -> View:
    return recorder(
        face,
        InterviewForm,
        title=_("An interview"),
        lede=_("At its end, ask about next steps: “When may I expect to hear from you, or when may I call?”"),
        done=_("The interview is on record."),
    )


def record_next_step(face: Face) -> View:
    return recorder(
        face,
        NextStepForm,
        title=_("What did they say about next steps?"),
        done=_("Their words are on record, and the follow-up window is set."),
        template="pages/record_next_step.html",
    )


def log_call(face: Face) -> View:
    return recorder(face, CallForm, title=_("Log a call"), done=_("The call is on record."))


def log_message(face: Face) -> View:
    return recorder(face, MessageForm, title=_("Log a message"), done=_("The exchange is on record."))


def record_decision(face: Face) -> View:
    return recorder(face, DecisionForm, title=_("A decision"), done=_("The decision is on record."))


def set_site(face: Face) -> View:
    return recorder(
        face,
        SiteForm,
        title=_("Where their mail goes"),
        lede=_("Letters need this address. Its time zone decides which day it is at the employer."),
        done=_("The address is kept."),
    )


def add_contact(face: Face) -> View:
    return recorder(
        face,
        ContactForm,
        title=_("A person there"),
        lede=_("A letter goes to a person. Check the spelling on their website or card."),
        done=_("The person is kept."),
    )


def cancel_interview(face: Face) -> View:
    """Take an interview off the calendar: `fact` is its primary key."""
    return _about_fact(face, CancelForm, title=_("The interview did not take place"), kind="interview")


def void(face: Face) -> View:
    """Take an entry of the log back."""
    return _about_fact(face, VoidForm, title=_("Take an entry back"))


def _about_fact(face: Face, form_class: Callable[..., Any], *, title: str | Promise, kind: str = "") -> View:
    @face.guard
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: MemberRequest, pk: int, fact: int, kind: str = kind) -> HttpResponse:
        application = access.application(request.membership, pk)
        row = get_object_or_404(FACTS[kind].objects.filter(application=application, voided_at=None), pk=fact)
        form = form_class(request.POST or None, fact=row)
        if request.method == "POST" and saved(form, request.user):
            return redirect(face.url("application", pk))
        context = {"application": application, "form": form, "title": title, "lede": str(row)}
        return face.render(request, "pages/record.html", context)

    return view


def write_shared_note(face: Face) -> View:
    """A note both sides read; sent from the application's page."""

    @face.guard
    @require_POST
    def view(request: MemberRequest, pk: int) -> HttpResponse:
        application = access.application(request.membership, pk)
        form = NoteForm(request.POST)
        if not form.is_valid():
            context = {"application": application, "form": form, "title": _("A shared note"), "lede": ""}
            return face.render(request, "pages/record.html", context)
        services.write_shared_note(
            client=application.client,
            application=application,
            text=form.cleaned_data["text"],
            by=request.user,
        )
        return redirect(face.url("application", pk) + "#notes")

    return view
