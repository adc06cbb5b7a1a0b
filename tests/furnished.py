"""The cast's rooms, furnished: a whole story with every kind of row, told by the product's own services.

`say(name)` gives the words of each text field, so that a test can plant canaries in all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from candidates import calendar_addresses, notes, overrides, reminding, services
from candidates.followup.facts import Channel, Direction, NextStepKind, Precision, Purpose, Result
from candidates.models import (
    Application,
    Client,
    Closure,
    Contact,
    Document,
    Fact,
    Interview,
    Reminder,
    SharedNote,
    Site,
)
from counselor.accounts.models import Invitation, Membership, User
from counselor.outbox import services as outbox
from counselor.outbox.models import OutgoingEmail
from letters import reviews, second_look
from letters import services as letter_services
from letters.models import Letter, Outcome
from tests.cast import NOW, TODAY, at
from tests.furnished_care import Care, care_of
from tests.furnished_caseload import arrange_desk
from tests.furnished_documents import document_of
from tests.furnished_exchange import bring_files
from tests.furnished_joining import answers_of, invitation_of
from tests.furnished_my_data import copies_of
from tests.furnished_paper import Paper, paper_of
from tests.furnished_print import Press, press_of
from tests.furnished_team import leave_traces
from tests.furnished_templates import template_of
from tests.furnished_today import put_off

Say = Callable[[str], str]

WORDS = {
    "Client.email": "someone@home.example",
    "Contact.email": "kim@acme.example",
    "Application.posting_url": "https://acme.example/jobs/7",
    "Letter.detail": "You told me how the night shift names each new lamp, and I have told that story ever since.",
    "Invitation.email": "newcomer@home.example",
    "Letter.body": "",
    "Letter.override_reason": "",
    "Site.as_printed": "",
    "Client.as_printed": "",
}


def plainly(name: str) -> str:
    """Unremarkable words for the field called `Model.field`."""
    return WORDS.get(name, f"some {name.partition('.')[2].replace('_', ' ')}")


@dataclass
class Rooms:
    """One client's story: an application whose answer is silence, with its log and its letters."""

    client: Client
    application: Application
    settled: Application
    site: Site
    contact: Contact
    interview: Interview
    coming: Interview
    facts: dict[str, Fact]
    draft: Letter
    approved: Letter
    mailed: Letter
    outcome: Outcome
    note: SharedNote
    mail: OutgoingEmail
    closure: Closure
    care: Care
    document: Document
    press: Press
    paper: Paper
    calendar_key: str
    reminder: Reminder
    invitation: Invitation


def furnish(client: Client, by: User, say: Say = plainly) -> Rooms:
    """Tell the story of `client`, recorded by `by`. Call it at `NOW`, inside the scope of the client's practice."""
    site, contact = employer_of(client, by, say)
    application = application_of(client, contact, by, say)
    facts = log_of(application, contact, by, say)
    settled, coming = settled_application(client, contact, by, say)
    draft, approved, mailed = (letter_of(application, contact, by, say) for _ in range(3))
    freeze(approved, mailed, by=by, why=say("Letter.warning_reason"))
    talk_about(draft, mailed, by, say)
    put_off(approved, by, say)
    arrange_desk(client, by, say)
    leave_traces(client, by)
    answers_of(client, by)
    bring_files(client, by, say)
    template_of(client.practice, by, say)
    copies_of(client, by)
    return Rooms(
        client=client,
        application=application,
        settled=settled,
        site=site,
        contact=contact,
        interview=facts["interview"],  # type: ignore[arg-type]
        coming=coming,
        facts=facts,
        draft=draft,
        approved=approved,
        mailed=mailed,
        outcome=outcome_of(mailed, by, say),
        note=notes_of(application, by, say),
        care=care_of(application, by, say),
        mail=mail_to(client, application, say),
        closure=closure_of(contact, say),
        document=document_of(application, by, say),
        press=press_of(approved, by, say),
        paper=paper_of(client, by, say),
        calendar_key=calendar_of(client, by),
        reminder=reminder_of(application, by),
        invitation=invitation_of(client, by, say),
    )


def application_of(client: Client, contact: Contact, by: User, say: Say) -> Application:
    return services.add_application(
        client=client,
        employer=contact.employer,
        site=contact.site,
        position=say("Application.position"),
        posting_url=say("Application.posting_url"),
        source=say("Application.source"),
        location=say("Application.location"),
        salary=say("Application.salary"),
        applied_on=date(2026, 10, 1),
        by=by,
    )


def closure_of(contact: Contact, say: Say) -> Closure:
    return Closure.objects.create(
        practice=contact.employer.practice,
        employer=contact.employer,
        starts_on=date(2027, 1, 4),
        ends_on=date(2027, 1, 5),
        reason=say("Closure.reason"),
    )


def employer_of(client: Client, by: User, say: Say) -> tuple[Site, Contact]:
    employer = services.add_employer(practice=client.practice, name=say("Employer.name"), by=by)
    site = services.add_site(
        employer=employer,
        by=by,
        name=say("Site.name"),
        street_address=say("Site.street_address"),
        city=say("Site.city"),
        region="NY",
        postal_code="12207",
        country="US",
        as_printed=say("Site.as_printed"),
        time_zone="America/New_York",
    )
    names = ("given_name", "family_name", "job_title", "email", "phone")
    words = {name: say(f"Contact.{name}") for name in names}
    return site, services.add_contact(employer=employer, site=site, by=by, honorific="Ms", **words)


def log_of(application: Application, contact: Contact, by: User, say: Say) -> dict[str, Fact]:
    """Interviewed on the 2nd, promised an answer for the 4th, nothing came; one touchpoint was voided."""
    both = {"application": application, "by": by}
    interview = services.record_interview(
        **both, arranged_at=at(1, 10), starts_at=at(2), contacts=[contact], detail=say("Interview.detail")
    )
    services.debrief_interview(interview=interview, by=by, contacts=[contact], detail=say("Debrief.detail"))
    step = services.record_next_step(
        **both,
        interview=interview,
        said_at=at(2, hour=11),
        said_by=contact,
        words=say("NextStep.words"),
        kind=NextStepKind.EMPLOYER_CONTACTS,
        due_on=date(2026, 11, 4),
        precision=Precision.EXACT,
        override_reason=say("NextStep.override_reason"),
    )
    exchange = {"direction": Direction.OUT, "channel": Channel.EMAIL, "result": Result.SENT, "purpose": Purpose.THANKS}
    touchpoint = services.log_touchpoint(
        **both, **exchange, happened_at=at(2, hour=15), contact=contact, note=say("Touchpoint.note")
    )
    slip = services.log_touchpoint(**both, **exchange, happened_at=at(2, hour=16), contact=contact)
    services.void(fact=slip, reason=say("Fact.void_reason"), by=by)
    judged(application, by, say)
    return {"interview": interview, "next-step": step, "touchpoint": touchpoint}


def judged(application: Application, by: User, say: Say) -> None:
    """A look in the spam folder, a policy of its own, and a counselor's conclusion that was taken back."""
    both = {"application": application, "by": by}
    overrides.check_spam(found=False, **both)
    overrides.override_policy(values={"grace_exact": 3}, reason=say("PolicyOverride.reason"), **both)
    word = overrides.conclude(verdict="no_conclusion", reason=say("StandingOverride.reason"), shared=True, **both)
    services.void(fact=word, reason="a second look", by=by)


def settled_application(client: Client, contact: Contact, by: User, say: Say) -> tuple[Application, Interview]:
    """A second application that was rejected, with an interview still in the calendar."""
    application = services.add_application(
        client=client, employer=contact.employer, site=contact.site, position=say("Application.position"), by=by
    )
    services.record_decision(
        application=application, by=by, happened_at=at(9), kind="rejected", contact=contact, note=say("Decision.note")
    )
    both = {"application": application, "by": by}
    return application, services.record_interview(
        **both, arranged_at=at(2), starts_at=at(1, 12), detail=say("Interview.detail")
    )


def letter_of(application: Application, contact: Contact, by: User, say: Say) -> Letter:
    """A draft with its detail written, for the rejection or the silence the application stands at."""
    letter = letter_services.draft_letter(
        application=application, contact=contact, on=TODAY, by=by, override_reason=say("Letter.override_reason")
    )
    fields = {name: say(f"Letter.{name}") for name in ("detail", "body")}
    letter_services.edit_draft(letter=letter, version=letter.version, by=by, **fields)
    return letter


def freeze(approved: Letter, mailed: Letter, *, by: User, why: str) -> None:
    """Approve both letters, and put the second in the mail."""
    letter_services.approve(letter=approved, version=approved.version, by=by, warning_reason=why)
    letter_services.approve(letter=mailed, version=mailed.version, by=by, warning_reason=why)
    letter_services.mark_mailed(letter=mailed, on=TODAY, by=by)
    mailed.refresh_from_db()


def talk_about(draft: Letter, mailed: Letter, by: User, say: Say) -> None:
    """A comment on the draft; and of the mailed letter nothing came, for a start."""
    reviews.comment(letter=draft, text=say("LetterComment.text"), by=by)
    second_look.nothing_came(letter=mailed, by=by)


def outcome_of(mailed: Letter, by: User, say: Say) -> Outcome:
    return letter_services.record_outcome(
        letter=mailed, by=by, kind="acknowledged", happened_on=TODAY, attribution="later", note=say("Outcome.note")
    )


def notes_of(application: Application, by: User, say: Say) -> SharedNote:
    both = {"client": application.client, "application": application, "by": by}
    notes.write_case_note(text=say("CaseNote.text"), **both)
    return notes.write_shared_note(text=say("SharedNote.text"), **both)


def calendar_of(client: Client, by: User) -> str:
    """The key of a calendar address: the client's; where they have no account, their counselor's."""
    member = Membership.objects.current().get(practice=client.practice, user=client.user or by)
    return calendar_addresses.make(membership=member, detail="full", by=member.user)


def reminder_of(application: Application, by: User) -> Reminder:
    """A reminder their client reads in the portal only; one without an account has it in name."""
    client = application.client
    reminding.choose(client=client, channel="app", by=by)
    about = {"kind": "your-move", "about": f"application:{application.pk}", "occurrence": "told"}
    where = {"application": application, "path": f"applications/{application.pk}/", "made_at": NOW}
    return Reminder.objects.create(client=client, **about, **where)


def mail_to(client: Client, application: Application, say: Say) -> OutgoingEmail:
    """A mail nobody knows the fate of; where the client has no account it went to their counselor."""
    recipient = client.user or application.created_by
    outbox.post(
        practice=client.practice,
        recipient=recipient,
        kind="your-move",
        about=f"application:{application.pk}",
        occurrence="told",
        subject=say("OutgoingEmail.subject"),
        text=say("OutgoingEmail.text"),
        send_after=NOW,
    )
    mails = OutgoingEmail.objects.filter(about=f"application:{application.pk}", occurrence="told")
    mails.update(state=OutgoingEmail.State.UNCERTAIN, error=say("OutgoingEmail.error"))
    return mails.get()
