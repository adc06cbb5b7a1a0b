"""Recording something about an application: one form, one service call, back to where it shows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from candidates import access, notes, services
from candidates.edits import Changed
from candidates.followup.facts import Purpose, Result
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
from candidates.forms.policy import SpamCheckForm
from candidates.interviews import latest_begun
from candidates.models import (
    Application,
    Decision,
    Interview,
    NextStep,
    PolicyOverride,
    SpamCheck,
    StandingOverride,
    Touchpoint,
)
from counselor.accounts.access import CASE_WORKERS, MemberRequest, View
from counselor.accounts.models import User
from counselor.pages.back import returning, told, way_back
from counselor.pages.face import Face

FACTS: dict[str, Any] = {
    "interview": Interview,
    "next-step": NextStep,
    "touchpoint": Touchpoint,
    "decision": Decision,
    "spam-check": SpamCheck,
    "conclusion": StandingOverride,
    "policy": PolicyOverride,
}
COUNSELORS_OWN = frozenset({"conclusion", "policy"})  # no client takes these back


def saved(form: Any, by: User) -> bool:
    """Whether a posted form was recorded; `form.recorded` is what came back from its service.

    A refusal becomes an error of the form: nothing typed is lost. Changed is for counselor/pages/conflict.py to settle.
    """
    if not form.is_valid():
        return False
    try:
        form.recorded = form.record(by=by)
    except ValidationError as error:
        form.add_error(None, ValidationError(error.messages))
        return False
    except Changed:
        raise
    except services.Refused as error:
        form.add_error(None, str(error))
        return False
    return True


def tried(request: MemberRequest, do: Callable[..., object], done: str, **about: Any) -> None:
    """Do what one button asks for, and say so; a refusal is told instead, and nothing happens."""
    try:
        do(**about, by=request.user)
    except services.Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, done)


def recorder(
    face: Face,
    form_class: Callable[..., Any],
    *,
    title: str | Promise,
    done: str | Promise,
    lede: str | Promise = "",
    then: Callable[[Any], str] = lambda recorded: "",
    template: str = "pages/record.html",
    prefill: frozenset[str] = frozenset(),
) -> View:
    """The view that shows and records `form_class` for one application.

    `then` may name the page that should follow, with its query; else it is the application's. A link may fill in the
    fields named in `prefill`.
    """

    @face.guard
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: MemberRequest, pk: int) -> HttpResponse:
        application = access.application(request.membership, pk)
        filled = {name: value for name, value in request.GET.items() if name in prefill}
        form = form_class(request.POST or None, application=application, initial=filled)
        if request.method == "POST" and saved(form, request.user):
            messages.success(request, told(request, face, application, str(done)))
            return redirect(_after(request, face, pk, then(form.recorded)))
        back_url = way_back(request, face.url("application", pk))
        context = {"application": application, "form": form, "title": title, "lede": lede, "back_url": back_url}
        return face.render(request, template, context)

    return view


def _after(request: MemberRequest, face: Face, pk: int, page: str) -> str:
    """Where a record leads: to the page that follows, which then leads back; else back at once."""
    if not page:
        return way_back(request, face.url("application", pk))
    name, _question, query = page.partition("?")
    return returning(f"{face.url(name, pk)}?{query}".rstrip("?"), way_back(request))


def record_interview(face: Face) -> View:
    return recorder(
        face,
        InterviewForm,
        title=_("An interview"),
        lede=_("At its end, ask about next steps: “When may I expect to hear from you, or when may I call?”"),
        done=_("The interview is on record."),
    )


def record_next_step(face: Face) -> View:
    """Their words, read into a suggestion first; kept once a person has looked at it."""

    @face.guard
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: MemberRequest, pk: int) -> HttpResponse:
        application = access.application(request.membership, pk)
        initial = {"said_at": request.GET.get("at") or last_spoken(application)}
        form, suggestion = NextStepForm(request.POST or None, application=application, initial=initial), None
        if form.is_asking:
            form, suggestion = form.suggested()
        elif request.method == "POST" and saved(form, request.user):
            messages.success(request, _("Their words are on record, and the follow-up window is set."))
            return redirect(way_back(request, face.url("application", pk)))
        back_url = way_back(request, face.url("application", pk))
        context = {"application": application, "form": form, "suggestion": suggestion, "back_url": back_url}
        return face.render(request, "pages/record_next_step.html", context)

    return view


def last_spoken(application: Application) -> datetime:
    """When next steps were most likely spoken of: at the end of the last interview, if there was one."""
    last = latest_begun(application, timezone.now())
    return timezone.localtime(min(last.ends_at, timezone.now()) if last else None)


def log_call(face: Face) -> View:
    """What came of a call is the button that records it: two taps from Now."""
    return recorder(
        face,
        CallForm,
        title=_("Log a call"),
        done=_("The call is on record."),
        then=debrief_if_spoken,
        template="pages/log_call.html",
    )


def log_message(face: Face) -> View:
    return recorder(
        face,
        MessageForm,
        title=_("Log a message"),
        done=_("The exchange is on record."),
        then=debrief_if_spoken,
        prefill=frozenset({"way"}),
    )


FOUND_MESSAGE = "log-message?" + urlencode({"way": MessageForm.FOUND_IN_SPAM})


def spam_check(face: Face) -> View:
    """A look in the spam folder. A message that was there is logged next, with the date it bears."""
    return recorder(
        face,
        SpamCheckForm,
        title=_("Look in your spam folder once"),
        lede=_("An answer may have been sorted out by mistake. Search for the employer’s name as well."),
        done=_("Thank you for looking."),
        then=lambda check: FOUND_MESSAGE if check.found else "",
    )


def debrief_if_spoken(touchpoint: Touchpoint) -> str:
    """Where next steps may have been spoken of, what was said is asked next, at the moment of the exchange."""
    spoken = touchpoint.result == Result.REACHED
    spoken |= touchpoint.result == Result.RECEIVED and touchpoint.purpose == Purpose.INQUIRY
    at = timezone.localtime(touchpoint.happened_at).strftime("%Y-%m-%dT%H:%M")
    return "record-next-step?" + urlencode({"at": at}) if spoken else ""


def record_decision(face: Face) -> View:
    return recorder(
        face,
        DecisionForm,
        title=_("A decision"),
        done=_("The decision is on record."),
        prefill=frozenset({"kind"}),
    )


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
        if kind in COUNSELORS_OWN and request.membership.role not in CASE_WORKERS:
            raise Http404
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
        notes.write_shared_note(
            client=application.client,
            application=application,
            text=form.cleaned_data["text"],
            by=request.user,
        )
        return redirect(face.url("application", pk) + "#notes")

    return view
