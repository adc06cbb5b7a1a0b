"""The pages of an interview, alike for both faces: its debrief, step by step, and its place in a calendar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from candidates import access
from candidates.feeds import interview_calendar
from candidates.forms import NextStepForm, RememberForm, ThanksForm, WhoForm
from candidates.forms.next_steps import Suggestion
from candidates.interview_reminders import DAY
from candidates.interviews import latest_begun, steps_told, thanked
from candidates.models import Debrief, Interview, NextStep
from candidates.wording import day
from counselor.accounts.access import MemberRequest, View
from counselor.pages.back import returning, way_back
from counselor.pages.face import Face
from counselor.pages.record import saved
from counselor.pages.standing import standing_block

WHO, REMEMBER = "_components/debrief_who.html", "_components/debrief_remember.html"
NEXT, THANKS = "_components/next_step_fields.html", "_components/debrief_thanks.html"
END = "#debrief-end"
STEPS = ("who", "remember", "next", "thanks")


@dataclass(frozen=True)
class Step:
    """One step as the page shows it: open while it has no answer. `also`: what else on the page its answer renews."""

    name: str
    question: str
    answer: str
    form: Any
    fields: str
    also: str = ""
    suggestion: Suggestion | None = None


def latest_debrief(face: Face) -> View:
    """The debrief of the last interview; where its promise is on record already, the newer contact's words."""

    @face.guard
    @require_safe
    def view(request: MemberRequest, pk: int) -> HttpResponse:
        application = access.application(request.membership, pk)
        interview = latest_begun(application, timezone.now())
        if interview is None or steps_told(interview).exists():
            return redirect(returning(face.url("record-next-step", pk), way_back(request)))
        return redirect(returning(face.url("debrief", pk, interview.pk), way_back(request)))

    return view


def debrief(face: Face) -> View:
    """Four short steps, each posted and kept on its own: `step` says which."""

    @face.guard
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: MemberRequest, pk: int, fact: int) -> HttpResponse:
        application = access.application(request.membership, pk)
        interview = access.interview(application, fact)
        if interview.cancelled_at or interview.starts_at > timezone.now():
            messages.info(request, _("A debrief is for an interview that was held."))
            return redirect(face.url("application", pk))
        forms, suggestion, step = forms_of(interview, request), None, request.POST.get("step", "")
        form = forms.get(step)
        if isinstance(form, NextStepForm) and form.is_asking:
            forms["next"], suggestion = form.suggested()
        elif form and saved(form, request.user):
            return redirect(f"{returning(face.url('debrief', pk, fact), way_back(request))}#step-{step}")
        context = page_context(interview, face, forms, suggestion) | {"back_url": way_back(request)}
        return face.render(request, "pages/debrief.html", context)

    return view


def forms_of(interview: Interview, request: HttpRequest) -> dict[str, Any]:
    """The form of each step; only the one that was posted is bound."""
    application, step = interview.application, request.POST.get("step")
    data = {name: request.POST if name == step else None for name in STEPS}
    said_at = timezone.localtime(min(interview.ends_at, timezone.now()))
    people = list(interview.as_it_was.contacts.all())
    initial = {"said_at": said_at, "said_by": people[0] if len(people) == 1 else None}
    return {
        "who": WhoForm(data["who"], fact=interview),
        "remember": RememberForm(data["remember"], fact=interview),
        "next": NextStepForm(data["next"], application=application, interview=interview, initial=initial),
        "thanks": ThanksForm(data["thanks"], fact=interview),
    }


def page_context(
    interview: Interview, face: Face, forms: dict[str, Any], suggestion: Suggestion | None
) -> dict[str, Any]:
    told = list(steps_told(interview))
    return {
        "application": interview.application,
        "interview": interview,
        "steps": [
            Step("who", _("Who did you meet?"), who_was_met(interview), forms["who"], WHO, "#div_id_said_by"),
            Step("remember", _("One thing worth remembering"), interview.as_it_was.detail, forms["remember"], REMEMBER),
            Step("next", _("What did they say about next steps?"), words(told), forms["next"], NEXT, END, suggestion),
            Step("thanks", _("Did you send the thank-you e-mail?"), thanks_given(interview), forms["thanks"], THANKS),
        ],
        "standing": standing_block(interview.application, face, timezone.now()) if told else None,
    }


def who_was_met(interview: Interview) -> str:
    """Names and format, once somebody told them; what was planned is only offered."""
    was = interview.as_it_was
    people = ", ".join(str(each) for each in was.contacts.all()) if was is not interview else ""
    return f"{people}, {was.get_format_display()}" if people else ""


def words(told: list[NextStep]) -> str:
    """What was said, with the day it came to."""
    days = [
        f"{step.get_kind_display()}, {day(step.due_on)}" if step.due_on else step.get_kind_display() for step in told
    ]
    return " · ".join(days)


def thanks_given(interview: Interview) -> str:
    if mail := thanked(interview):
        return _("Sent on %(day)s") % {"day": day(timezone.localdate(mail.happened_at))}
    match interview.as_it_was.thanks:
        case Debrief.Thanks.NOT_YET:
            return _("Not yet. A reminder comes a day after the interview.") if will_remind(interview) else _("Not yet")
        case Debrief.Thanks.NO:
            return _("No")
    return ""


def will_remind(interview: Interview) -> bool:
    """Whether the reminder of the day after is still to come."""
    client = interview.application.client
    return client.reminders and client.user_id is not None and timezone.now() < interview.ends_at + DAY


def interview_ics(face: Face) -> View:
    """The interview as a file for any calendar."""

    @face.guard
    @require_safe
    def view(request: MemberRequest, pk: int, fact: int) -> HttpResponse:
        interview = access.interview(access.application(request.membership, pk), fact)
        headers = {"Content-Disposition": 'attachment; filename="interview.ics"'}
        return HttpResponse(interview_calendar(interview), content_type="text/calendar", headers=headers)

    return view
