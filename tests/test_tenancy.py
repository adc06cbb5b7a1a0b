"""No practice, and no fellow client, ever shows through: scopes that raise, canaries in every field, forged choices."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.db import models
from django.test import Client as Browser
from django.urls import get_resolver, reverse
from django_scopes import ScopeError, scope
from pypdf import PdfReader

from candidates import edits, services
from candidates.forms.care import SessionForm
from candidates.models import Client, FollowUpPolicy
from counselor.accounts.models import Membership, Practice, User
from letters.forms import LetterForm
from letters.models import Letter, Letterhead, Printer, Signature
from tests.cast import TODAY, Cast, make_application, make_employer
from tests.furnished import Rooms, furnish, plainly
from tests.furnished_exchange import file_for
from tests.furnished_paper import paper_of
from tests.test_architecture import ROOT

PACKAGES = ("counselor", "candidates", "letters")
APPS = ("accounts", "outbox", "candidates", "letters", "my_data")

BEFORE_THE_SCOPE = {Practice, User, Membership}
"""Looked up to find out which practice a request belongs to."""

NOT_OF_A_PRACTICE = {"Heartbeat", "Freeze", "AccountMail"}


UNTOLD = {"PolicyOverride", "SpamCheck", "StandingOverride"}
"""Models no service writes yet. When one does, furnish them and take them off this list."""


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in APPS and model not in BEFORE_THE_SCOPE]


def path_to_practice(model: type[models.Model]) -> str:
    """The shortest chain of foreign keys to the tenant, such as "application__practice"; empty where there is none."""
    ways: list[tuple[type[models.Model], list[str]]] = [(model, [])]
    for here, path in ways:
        if here is Practice:
            return "__".join(path)
        if len(path) < 5:
            ways += [(field.related_model, [*path, field.name]) for field in foreign_keys(here)]
    return ""


def foreign_keys(model: type[models.Model]) -> list[Any]:
    """Keys to rows, those that are always there first; accounts are left out, as they belong to no practice."""
    keys = [field for field in model._meta.fields if field.remote_field and field.related_model not in (User, model)]
    return [field for field in keys if not field.null] or keys


def scoped_models() -> list[type[models.Model]]:
    return [model for model in our_models() if path_to_practice(model)]


def told_models() -> list[type[models.Model]]:
    """Those of which the cast's rooms hold rows."""
    return [model for model in scoped_models() if model.__name__ not in UNTOLD]


# --- Scopes ----------------------------------------------------------------------------------------------------------


def test_only_machines_rows_have_no_practice():
    assert {model.__name__ for model in our_models() if not path_to_practice(model)} == NOT_OF_A_PRACTICE


def test_the_untold_have_no_service_yet():
    source = (ROOT / "candidates" / "services.py").read_text()
    assert {name for name in UNTOLD if name in source} == set()


@pytest.mark.parametrize("model", scoped_models(), ids=lambda model: model.__name__)
def test_a_query_without_a_scope_raises(model):
    with pytest.raises(ScopeError):
        model.objects.count()


@pytest.mark.parametrize("model", scoped_models(), ids=lambda model: model.__name__)
def test_related_rows_come_from_the_scoped_manager(model):
    assert type(model._meta.default_manager).__module__.startswith("django_scopes")


@pytest.mark.usefixtures("furnished")
def test_a_scope_holds_its_own_rows_and_no_others(cast):
    FollowUpPolicy.objects.create(practice=cast.practice)
    with scope(practice=cast.elsewhere["practice"]):
        FollowUpPolicy.objects.create(practice=cast.elsewhere["practice"])
        furnish(cast.elsewhere["client"], cast.elsewhere["carol"])
    wrong = []
    for practice in (cast.practice, cast.elsewhere["practice"]):
        with scope(practice=practice):
            for model in told_models():
                owners = set(model.objects.order_by().values_list(path_to_practice(model), flat=True))
                if owners != {practice.pk}:
                    wrong.append(f"{model.__name__} in the scope of {practice}: rows of practices {owners}")
    assert wrong == []


# --- Canaries --------------------------------------------------------------------------------------------------------

UNSAID = {
    "CalendarFeed.key_sha256": "a hash",
    "Application.sweep_error": "an exception's words, written by the sweep",
    "Client.as_printed": "would hide the address's other fields from the letter; the fields carry canaries",
    "Client.time_zone": "a zone's name",
    "Contact.honorific": "shown with the name, which carries a canary",
    "Document.content_type": "a media type",
    "Document.sha256": "a hash",
    "Export.error": "the name of an exception",
    "Export.sha256": "a hash",
    "FrozenLetter.envelope_sha256": "a hash",
    "FrozenLetter.sha256": "a hash",
    "Letterhead.sha256": "a hash",
    "Signature.sha256": "a hash",
    "FrozenLetter.template_version": "a version",
    "Consent.wording": "a version",
    "Invitation.token_hash": "a hash",
    "KeptOutcome.verdict": "a key",
    "OutgoingEmail.address": "an account's address",
    "Letter.body": "would hide the template from the letter; the detail carries a canary",
    "Letter.locale": "a language",
    "LetterTemplate.locale": "a language",
    "NextStep.calendar_version": "a version",
    "PrintRun.error": "an exception's words, written by the worker",
    "OutgoingEmail.about": "a key",
    "OutgoingEmail.kind": "a key",
    "OutgoingEmail.message_id": "a hash",
    "OutgoingEmail.occurrence": "a key",
    "Reminder.about": "a key",
    "Reminder.kind": "a key",
    "Reminder.occurrence": "a key",
    "Reminder.path": "an address",
    "Snooze.kind": "a key",
    "Snooze.subject": "a key",
    "Site.as_printed": "would hide the address's other fields from the letter; the fields carry canaries",
    "Site.time_zone": "a zone's name",
}
"""Text fields without a canary, and why."""

SHORT = {"Client.country", "Site.country", "Client.postal_code", "Site.postal_code", "Site.subdivision"}
"""Too short for a canary, or a place the calendar must know."""


class Canaries:
    """Words that name their owner, and remember that they were said."""

    def __init__(self, owner: str) -> None:
        self.owner = owner
        self.said: dict[str, str] = {}

    def say(self, name: str) -> str:
        model, _, field = name.partition(".")
        word = f"Zq{self.owner}{model.lower()}{field.replace('_', '')}"
        match field:
            case "email":
                word = f"{word.lower()}@canary.example"
            case "posting_url":
                word = f"https://canary.example/{word}"
            case "as_printed" | "body":
                return plainly(name)
        self.said[name] = word
        return word

    def found_in(self, text: str) -> set[str]:
        """Which fields show in a text, by a match of what only this owner's canaries have in common."""
        low = text.lower()
        return {name for name, word in self.said.items() if word.lower() in low} or (
            {"something"} if f"zq{self.owner}".lower() in low else set()
        )


def plant(client: Client, by: User, owner: str) -> tuple[Canaries, Rooms]:
    """The client's story, with a canary in every text field."""
    canaries = Canaries(owner)
    fields = ("given_name", "family_name", "email", "phone", "street_address", "city", "region")
    words = {name: canaries.say(f"Client.{name}") for name in fields}
    edits.edit_client(client=client, seen=client.version, by=by, **words)
    rooms = furnish(client, by, canaries.say)
    services.add_site(employer=rooms.contact.employer, by=by, name="Annex", region=canaries.say("Site.region"))
    return canaries, rooms


@pytest.fixture
def aviary(retold: Any) -> dict[str, tuple[Canaries, Rooms]]:
    """Canaries of carol's practice, of eve and of bob; all of them clients with letters."""
    return retold(plant_all)  # type: ignore[no-any-return]


def plant_all(cast: Cast) -> dict[str, tuple[Canaries, Rooms]]:
    with scope(practice=cast.elsewhere["practice"]):
        carols = plant(cast.elsewhere["client"], cast.elsewhere["carol"], "Carol")
    return {
        "carol": carols,
        "eve": plant(cast.other_client, cast.alice, "Eve"),
        "bob": plant(cast.client, cast.alice, "Bob"),
    }


def plant_bobs(cast: Cast) -> tuple[Canaries, Rooms]:
    return plant(cast.client, cast.alice, "Bob")


def text_fields(model: type[models.Model]) -> Iterator[models.Field]:
    for field in model._meta.fields:
        takes_back = field.name == "void_reason" and model.__name__ != "Touchpoint"  # one kind of taking back will do
        if isinstance(field, models.CharField | models.TextField) and not field.choices and not takes_back:
            yield field


def test_there_is_a_canary_in_every_text_field(cast, aviary):
    silent = set()
    with scope(practice=cast.elsewhere["practice"]):
        for model in told_models():
            for field in text_fields(model):
                if not model.objects.filter(**{f"{field.name}__icontains": "zqcarol"}).exists():
                    silent.add(f"{model.__name__}.{field.name}")
    assert silent - SHORT == UNSAID.keys()


SHOWN_NOWHERE = {"Contact.email", "Letter.override_reason", "NextStep.override_reason", "Site.region"}
"""Kept, and on none of the pages walked here."""

PAGES = {
    "desk": ["today", "caseload", "letters", "outbox", "practice", "add-client", "invite-client", "team"],
    "portal": ["now", "applications", "letters", "me", "trail", "add-application", "together"],
}
OF_AN_APPLICATION = (
    *("application", "edit-application", "record-interview", "record-next-step", "log-call", "log-message"),
    *("record-decision", "add-document"),
    *("set-site", "add-contact", "draft-letter"),
)
OF_A_CLIENT = ("client", "edit-client", "add-application", "about-client", "hand-over", "end-counseling", "care")
OF_A_DRAFT = ("letter", "void-letter")
OF_A_LETTER = ("letter", "mark-mailed", "record-outcome", "letter-pdf", "envelope-pdf", "archive-copy")


def urls(face: str, *everyones: Rooms) -> Iterator[str]:
    """All pages a face can show of these clients, besides its lists."""
    yield from (reverse(f"{face}:{name}") for name in PAGES[face])
    for rooms in everyones:
        for application in (rooms.application, rooms.settled):
            yield from (reverse(f"{face}:{name}", args=[application.pk]) for name in OF_AN_APPLICATION)
        yield from (reverse(f"{face}:{name}", args=[rooms.draft.pk]) for name in OF_A_DRAFT)
        yield from (reverse(f"{face}:{name}", args=[rooms.mailed.pk]) for name in OF_A_LETTER)
        yield reverse(f"{face}:resolve-flag", args=[rooms.care.flag.pk])
        yield reverse(f"{face}:session-ics", args=[rooms.care.session.pk])
        yield reverse(f"{face}:import-preview", args=[file_for(face, rooms.client).pk])
        if face == "desk":
            yield reverse("desk:print-run", args=[rooms.press.run.pk])
            yield reverse("desk:edit-printer", args=[rooms.press.printer.pk])
            yield reverse("desk:template", args=["offer_declined", "en-GB"])
            yield from (reverse(f"desk:{name}", args=[rooms.client.pk]) for name in OF_A_CLIENT)
            yield reverse("desk:session", args=[rooms.care.session.pk])
            yield reverse("desk:add-addendum", args=[rooms.care.case_note.pk])


def read(response: Any) -> str:
    """Everything a response says: headers, and the text of its page or paper."""
    assert response.status_code == 200, response.request["PATH_INFO"]
    head = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    if response.headers["Content-Type"] == "application/pdf":
        paper = PdfReader(BytesIO(response.content))
        return "\n".join([head, str(paper.metadata), *(page.extract_text() for page in paper.pages)])
    return head + response.content.decode()


def leaks(browser: Browser, pages: Iterator[str], *foreign: Canaries) -> list[str]:
    found = []
    for url in pages:
        text = read(browser.get(url))
        found += [f"{url} shows {each.owner}'s {names}" for each in foreign if (names := each.found_in(text))]
    return found


def test_alice_sees_nothing_of_another_practice(cast, browse, aviary):
    (carols, _), (_, eves), (_, bobs) = aviary["carol"], aviary["eve"], aviary["bob"]
    assert leaks(browse(cast.alice), urls("desk", eves, bobs), carols) == []


def test_dan_sees_nothing_of_a_colleagues_clients(cast, browse, aviary):
    everybody = [canaries for canaries, _ in aviary.values()]
    shared = [leak for leak in leaks(browse(cast.dan), urls("desk"), *everybody) if "Closure.reason" not in leak]
    assert shared == []


def test_bob_sees_nothing_of_eve_and_no_case_note(cast, browse, aviary):
    (carols, _), (eves, _), (bobs, rooms) = aviary["carol"], aviary["eve"], aviary["bob"]
    private = Canaries("Bob")
    private.said = {name: bobs.said[name] for name in ("CaseNote.text", "Addendum.text", "Label.name")}
    found = leaks(browse(cast.bob), urls("portal", rooms), carols, eves)
    found = [leak for leak in found if "{'Letterhead.name'}" not in leak]  # the practice's, whoever brought it
    secrets = {word.lower() for word in private.said.values()}
    pages = {url: read(browse(cast.bob).get(url)).lower() for url in urls("portal", rooms)}
    notes = [url for url, text in pages.items() if any(word in text for word in secrets)]
    assert (found, notes) == ([], [])


def test_the_canaries_sing_where_they_should(cast, browse, aviary):
    """The same walk, on the pages of the canaries' owner: else the tests above could not fail."""
    canaries, rooms = aviary["eve"]
    heard: set[str] = set()
    for url in urls("desk", rooms):
        heard |= canaries.found_in(read(browse(cast.alice).get(url)))
    assert canaries.said.keys() - heard <= SHOWN_NOWHERE


def test_a_search_finds_no_strangers(cast, browse, aviary):
    page = browse(cast.dan).get(reverse("desk:caseload"), {"q": "zq"})
    assert page.context["page_obj"].paginator.count == 0


# --- Forms -----------------------------------------------------------------------------------------------------------


ABSTRACT = {"FactForm", "AboutFactForm", "ShownFirstForm", "AddPasskeyForm"}  # the last is allauth's, of no rows


def form_classes() -> list[type[forms.BaseForm]]:
    """Every form of the product."""
    assert get_resolver().url_patterns  # by now every page, and so every form, is loaded
    ours = {each for each in kinds_of(forms.BaseForm) if each.__module__.partition(".")[0] in PACKAGES}
    return sorted((each for each in ours if each.__name__ not in ABSTRACT), key=lambda each: each.__name__)


def kinds_of(base: type) -> set[type]:
    return {deeper for each in base.__subclasses__() for deeper in {each, *kinds_of(each)}}


def arguments(form_class: type[forms.BaseForm], rooms: Rooms) -> dict[str, Any]:
    """What a form wants to know, by the names of its parameters."""
    known = {
        "application": rooms.application,
        "client": rooms.client,
        "fact": rooms.interview,
        "letter": rooms.mailed,
        "practice": rooms.client.practice,
        "member": rooms.client.practice.memberships.first(),
        "closure": rooms.closure,
        "assignment": rooms.client.assignments.first(),
        "counselor": rooms.client.practice.memberships.first(),
        "note": rooms.care.case_note,
        "flag": rooms.care.flag,
        "membership": rooms.client.practice.memberships.first(),
        "queue": [rooms.approved],
        "letters": [rooms.approved],
        "run": rooms.press.run,
        "invitation": rooms.invitation,
        "known": Client.objects.none(),
        "variant": "offer_declined",
        "locale": "en-GB",
    }
    wanted = {name for each in form_class.__mro__ for name in inspect.signature(each.__init__).parameters}
    instances = {LetterForm: rooms.draft, SessionForm: rooms.care.session}
    instance = {"instance": instances[form_class]} if form_class in instances else {}
    return {name: value for name, value in known.items() if name in wanted} | instance


def choice_fields(form_class: type[forms.BaseForm], rooms: Rooms) -> list[str]:
    form = form_class(**arguments(form_class, rooms))
    return [name for name, field in form.fields.items() if isinstance(field, forms.ModelChoiceField)]


def refuses(form_class: type[forms.BaseForm], rooms: Rooms, name: str, value: Any) -> bool:
    """Whether a form names the field as the one with a wrong choice."""
    form = form_class({name: value}, **arguments(form_class, rooms))
    codes = {error.code for error in form.errors.get(name, forms.utils.ErrorList()).as_data()}
    return bool(codes & {"invalid_choice", "invalid_pk_value"})


@pytest.fixture
def strangers(cast: Cast) -> list[int]:
    """People a form about bob's application must not know: of another practice, and of another employer."""
    _, _, neighbour = make_employer(cast.practice, cast.alice, "Next Door")
    return [cast.elsewhere["contact"].pk, neighbour.pk, 2**31 - 1]


def no_colleagues(cast: Cast) -> list[int]:
    """Members who cannot counsel bob: of another practice, a client, an administrator, somebody who left."""
    users = [cast.elsewhere["carol"], cast.eve, cast.administrator, cast.ex_member]
    return list(Membership.objects.filter(user__in=users).values_list("pk", flat=True))


def strange_printers(cast: Cast) -> list[int]:
    """A printer of another practice."""
    with scope(practice=cast.elsewhere["practice"]):
        return [Printer.objects.create(practice=cast.elsewhere["practice"], name="Elsewhere").pk]


def strange_pictures(cast: Cast) -> dict[type[models.Model], list[int]]:
    """A signature and a letterhead of another practice, and another client's signature."""
    with scope(practice=cast.elsewhere["practice"]):
        theirs = paper_of(cast.elsewhere["client"], cast.elsewhere["carol"], plainly)
    neighbours = paper_of(cast.other_client, cast.alice, plainly)
    return {
        Signature: [theirs.signature.pk, neighbours.signature.pk, 2**31 - 1],
        Letterhead: [theirs.letterhead.pk, 2**31 - 1],
    }


def test_the_forms_have_choices_to_forge(furnished):
    found = [(each.__name__, name) for each in form_classes() for name in choice_fields(each, furnished)]
    assert found == [
        ("AllMailedForm", "but"),
        ("AssignForm", "counselor"),
        ("CallForm", "contact"),
        ("DecisionForm", "contact"),
        ("DraftForm", "contact"),
        ("EntrustForm", "counselor"),
        ("HandOverForm", "to"),
        ("InterviewForm", "contacts"),
        ("LetterForm", "signature"),
        ("LetterForm", "letterhead"),
        ("MemberForm", "supervised_by"),
        ("MessageForm", "contact"),
        ("NextStepForm", "said_by"),
        ("StartRunForm", "letters"),
        ("StartRunForm", "printer"),
        ("WhoForm", "contacts"),
    ]


def test_a_foreign_key_from_elsewhere_is_refused(cast, furnished, strangers):
    rooms = furnished
    foreign = {Membership: no_colleagues(cast), Letter: [rooms.draft.pk, 2**31 - 1], Printer: strange_printers(cast)}
    foreign |= strange_pictures(cast)
    own_rows = {Membership: cast.member(cast.dan), Letter: rooms.approved, Printer: rooms.press.printer}
    own_rows |= {Signature: rooms.paper.signature, Letterhead: rooms.paper.letterhead}
    wrong = []
    for form_class in form_classes():
        for name in choice_fields(form_class, rooms):
            field = form_class(**arguments(form_class, rooms)).fields[name]
            many = isinstance(field, forms.ModelMultipleChoiceField)
            as_posted = (lambda pk: [pk]) if many else (lambda pk: pk)
            wrong += [
                f"{form_class.__name__}.{name} takes {pk}"
                for pk in (*foreign.get(field.queryset.model, strangers), 2**63)
                if not refuses(form_class, rooms, name, as_posted(pk))
            ]
            own = own_rows.get(field.queryset.model, rooms.contact)
            own = cast.member(cast.supervisor) if name == "supervised_by" else own
            if refuses(form_class, rooms, name, as_posted(own.pk)):
                wrong.append(f"{form_class.__name__}.{name} refuses its own")
    assert wrong == []


def test_a_stranger_cannot_be_posted_either(cast, browse, strangers):
    """The same through the page: nothing is recorded."""
    url = reverse("portal:log-call", args=[cast.application.pk])
    call = {"result": "reached", "happened_at": "2026-11-11T10:00", "invited": "on", "note": ""}
    for pk in strangers:
        assert browse(cast.bob).post(url, call | {"contact": pk}).status_code == 200
    assert cast.application.touchpoints.count() == 0
    assert browse(cast.bob).post(url, call | {"contact": cast.contact.pk}).status_code == 302


def test_services_refuse_rows_of_another_practice(cast):
    carol, employer = Membership.objects.get(user=cast.elsewhere["carol"]), cast.elsewhere["employer"]
    with pytest.raises(services.Refused):
        services.add_application(client=cast.client, employer=employer, position="Spy", by=cast.alice)
    with pytest.raises(services.Refused):
        services.assign(client=cast.client, counselor=carol, on=TODAY, by=cast.alice, primary=False)


def test_an_employer_of_the_same_name_is_another_one_elsewhere(cast):
    known = services.add_employer(practice=cast.practice, name="Canary Works", by=cast.alice)
    assert known != cast.elsewhere["employer"]
    assert make_application(cast.client, known, cast.site, cast.alice).employer.contacts.count() == 0
