"""Every URL × everybody × every method. A new URL needs a line in the table below, and a line needs its URL.

All objects in the paths are bob's: his application, its log, his letters, a mail to him.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from http.cookies import SimpleCookie
from itertools import count, cycle
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from candidates.models import Client, Label, SavedView
from candidates.unsubscribing import key_for
from counselor.accounts.access import CASE_WORKERS
from counselor.accounts.invitations import new_token
from counselor.accounts.models import Membership, Role
from tests.cast import TODAY, Cast
from tests.furnished import Rooms, furnish
from tests.furnished_exchange import file_for
from tests.watching import Writes, faults, unknown  # noqa: F401  (unknown is a fixture)

PEOPLE = ("anonymous", "alice", "bob", "carol", "dan", "eve", "supervisor", "administrator", "ex_member")

GROUPS = {
    "case workers": {"alice", "carol", "dan", "supervisor"},
    "staff": {"alice", "carol", "dan", "supervisor", "administrator"},
    "own staff": {"alice", "dan", "supervisor", "administrator"},  # carol's practice has closures of its own
    "bob's counselors": {"alice", "supervisor"},  # the supervisor: bob was told about the supervision
    "own case workers": {"alice", "dan", "supervisor"},
    "alice": {"alice"},
    "alice, staff": {"alice"},
    "no client": set(),
    "no staff": set(),  # bob is counseled: tests/counselor/accounts/test_alone.py and test_going_on.py see these open
    "managers": {"carol", "supervisor", "administrator"},  # carol is alone in her practice
    "own managers": {"supervisor", "administrator"},
    "clients": {"bob", "eve"},
    "bob": {"bob"},
    "administrator": {"administrator"},
}

ROLES = {
    "bob's counselors": "case workers",
    "alice": "case workers",
    "own case workers": "case workers",
    "bob": "clients",
    "own staff": "staff",
    "alice, staff": "staff",
    "managers": "staff",
    "own managers": "staff",
    "no client": "clients",
    "no staff": "staff",
}
"""Whose kind of page it is: they hear of a wrong method (405) before anybody asks whose object it is."""

# url name                    who              GET  POST (a form without its fields comes back: 200)
TABLE = """
desk:today                    case workers      200  405
desk:snooze                   bob's counselors  200  200
desk:unsnooze                 bob's counselors  405  302
desk:my-digests               case workers      200  200
desk:calendar                 case workers      200  200
desk:end-calendar             case workers      405  302
desk:caseload                 case workers      200  405
desk:add-client               case workers      200  200
desk:invite-client            case workers      200  200
desk:invite-to-portal         bob's counselors  200  200
desk:renew-invitation         alice, staff      405  200
desk:revoke-invitation        alice, staff      405  302
desk:team                     staff             200  405
desk:invite-colleague         managers          200  200
desk:uncounseled              managers          200  405
desk:entrust                  no staff          404  404
desk:change-member            own managers      200  200
desk:end-membership           own managers      200  200
desk:import-clients           case workers      200  200
desk:export-caseload          case workers      405  200
desk:import-applications      bob's counselors  200  200
desk:client-data              bob's counselors  200  405
desk:export-client            bob's counselors  405  302
desk:export-file              alice             405  200
desk:import-preview           alice             200  200
desk:save-view                case workers      405  200
desk:remove-view              alice             405  302
desk:search                   case workers      200  405
desk:labels                   case workers      200  200
desk:rename-label             own case workers  200  200
desk:remove-label             own case workers  405  302
desk:label-client             bob's counselors  200  302
desk:letters                  case workers      200  405
desk:print-day                case workers      200  200
desk:print-run                bob's counselors  200  405
desk:print-run-file           bob's counselors  200  405
desk:print-labels             bob's counselors  200  200
desk:mark-run-printed         bob's counselors  405  302
desk:mail-run                 bob's counselors  405  200
desk:unmail-run               bob's counselors  405  302
desk:cancel-run               bob's counselors  405  302
desk:letterheads              staff             200  200
desk:remove-letterhead        own staff         405  302
desk:printers                 staff             200  200
desk:edit-printer             own staff         200  200
desk:remove-printer           own staff         405  302
desk:calibration-page         own staff         200  405
desk:templates                staff             200  405
desk:template                 staff             200  200
desk:retire-template          staff             405  302
desk:outbox                   case workers      200  405
desk:reports                  staff             200  405
desk:report-letters           staff             200  405
desk:report-process           staff             200  405
desk:report-employers         staff             200  405
desk:report-activity          case workers      200  405
desk:work-search              bob's counselors  200  405
desk:practice                 staff             200  405
desk:edit-practice            staff             200  200
desk:policy                   staff             200  200
desk:add-closure              staff             200  200
desk:end-closure              own staff         200  200
desk:remove-closure           own staff         200  200
desk:client                   bob's counselors  200  405
desk:about-client             bob's counselors  200  405
desk:assign-counselor         bob's counselors  200  200
desk:end-assignment           bob's counselors  200  200
desk:make-primary             bob's counselors  405  302
desk:hand-over                bob's counselors  200  200
desk:end-counseling           bob's counselors  200  200
desk:erase-client             bob's counselors  200  200
desk:erasures                 administrator     200  200
desk:view-as                  bob's counselors  405  302
desk:stop-viewing             case workers      405  302
desk:signature                bob's counselors  200  200
desk:remove-signature         bob's counselors  405  302
desk:client-table             bob's counselors  200  405
desk:change-applications      bob's counselors  405  302
desk:client-timeline          bob's counselors  200  405
desk:move-application         bob's counselors  200  405
desk:record-sent              bob's counselors  200  200
desk:edit-client              bob's counselors  200  200
desk:add-application          bob's counselors  200  200
desk:care                     bob's counselors  200  405
desk:plan-session             bob's counselors  200  200
desk:add-item                 bob's counselors  200  200
desk:raise-flag               bob's counselors  200  200
desk:share-note               bob's counselors  200  200
desk:write-case-note          bob's counselors  200  200
desk:edit-case-note           bob's counselors  200  200
desk:add-addendum             bob's counselors  200  200
desk:session                  bob's counselors  200  200
desk:ask-to-look              bob's counselors  200  200
desk:tick-item                bob's counselors  405  302
desk:untick-item              bob's counselors  405  302
desk:drop-item                bob's counselors  405  302
desk:resolve-flag             bob's counselors  200  200
desk:withdraw-flag            bob's counselors  405  302
desk:mark-seen                bob's counselors  405  302
desk:session-ics              bob's counselors  200  405
desk:resend                   bob's counselors  405  302
desk:application              bob's counselors  200  405
desk:record-interview         bob's counselors  200  200
desk:cancel-interview         bob's counselors  200  200
desk:latest-debrief           bob's counselors  302  405
desk:debrief                  bob's counselors  200  200
desk:interview-ics            bob's counselors  200  405
desk:record-next-step         bob's counselors  200  200
desk:log-call                 bob's counselors  200  200
desk:log-message              bob's counselors  200  200
desk:spam-check               bob's counselors  200  200
desk:override-policy          bob's counselors  200  200
desk:conclude                 bob's counselors  200  200
desk:choose-next-step         bob's counselors  405  302
desk:record-decision          bob's counselors  200  200
desk:set-site                 bob's counselors  200  302
desk:add-contact              bob's counselors  200  200
desk:void                     bob's counselors  200  200
desk:write-shared-note        bob's counselors  405  200
desk:edit-application         bob's counselors  200  200
desk:add-document             bob's counselors  200  200
desk:document                 bob's counselors  405  200
desk:remove-document          bob's counselors  405  302
desk:archive                  bob's counselors  405  302
desk:restore                  bob's counselors  405  302
desk:draft-letter             bob's counselors  200  200
desk:letter                   bob's counselors  200  200
desk:comment-letter           bob's counselors  200  200
desk:read-comments            bob's counselors  405  302
desk:nothing-came             bob's counselors  405  302
desk:approve-letter           bob's counselors  405  302
desk:void-letter              bob's counselors  200  200
desk:mark-printed             bob's counselors  405  302
desk:mark-mailed              bob's counselors  200  200
desk:record-outcome           bob's counselors  200  200
desk:proof-letter             bob's counselors  405  200
desk:letter-preview           bob's counselors  200  405
desk:envelope-preview         bob's counselors  200  405
desk:letter-pdf               bob's counselors  200  405
desk:archive-copy             bob's counselors  200  405
desk:envelope-pdf             bob's counselors  200  405
portal:now                    clients           200  405
portal:applications           clients           200  405
portal:add-application        clients           200  200
portal:paste-posting          clients           200  200
portal:withdraw               bob               200  302
portal:reinstate              bob               405  302
portal:import-applications    clients           200  200
portal:import-preview         bob               200  200
portal:client-data            clients           200  405
portal:export-client          clients           405  302
portal:export-file            bob               405  200
portal:work-search            clients           200  405
portal:offline-copy           clients           200  405
portal:me                     clients           200  200
portal:erase-client           clients           200  200
portal:consents               clients           200  200
portal:end-counseling         clients           200  200
portal:take-up                no client         404  404
portal:signature              clients           200  200
portal:remove-signature       clients           405  302
portal:who-sees               clients           200  405
portal:reminders              clients           200  405
portal:read-reminders         clients           405  302
portal:open-reminder          bob               405  302
portal:my-reminders           clients           200  200
portal:calendar               clients           200  200
portal:end-calendar           clients           405  302
portal:trail                  clients           200  405
portal:together               clients           200  405
portal:add-item               clients           200  200
portal:raise-flag             clients           200  200
portal:share-note             clients           200  200
portal:ask-to-look            bob               200  200
portal:tick-item              bob               405  302
portal:untick-item            bob               405  302
portal:drop-item              bob               405  302
portal:resolve-flag           bob               200  200
portal:withdraw-flag          bob               405  302
portal:mark-seen              bob               405  302
portal:session-ics            bob               200  405
portal:letters                clients           200  405
portal:application            bob               200  405
portal:record-interview       bob               200  200
portal:cancel-interview       bob               200  200
portal:latest-debrief         bob               302  405
portal:debrief                bob               200  200
portal:interview-ics          bob               200  405
portal:record-next-step       bob               200  200
portal:log-call               bob               200  200
portal:log-message            bob               200  200
portal:spam-check             bob               200  200
portal:record-decision        bob               200  200
portal:set-site               bob               200  302
portal:add-contact            bob               200  200
portal:void                   bob               200  200
portal:write-shared-note      bob               405  200
portal:edit-application       bob               200  200
portal:add-document           bob               200  200
portal:document               bob               405  200
portal:remove-document        bob               405  302
portal:archive                bob               405  302
portal:restore                bob               405  302
portal:draft-letter           bob               200  200
portal:letter                 bob               200  200
portal:comment-letter         bob               200  200
portal:read-comments          bob               405  302
portal:nothing-came           bob               405  302
portal:ask-about-letter       bob               405  302
portal:approve-letter         bob               405  302
portal:void-letter            bob               200  200
portal:mark-printed           bob               405  302
portal:mark-mailed            bob               200  200
portal:record-outcome         bob               200  200
portal:proof-letter           bob               405  200
portal:letter-preview         bob               200  405
portal:envelope-preview       bob               200  405
portal:letter-pdf             bob               200  405
portal:archive-copy           bob               200  405
portal:envelope-pdf           bob               200  405
"""

# url name                              visitor: GET POST   signed in: GET POST
OPEN_TABLE = """
home                                             302  405            302  405
unsubscribe                                      200  200            200  200
calendar-feed                                    200  405            200  405
healthz                                          503  405            503  405
language                                         405  302            405  302
start                                            404  404            404  404
join                                             200  200            200  200
portal:manifest                                  200  405            200  405
portal:worker                                    200  405            200  405
account_login                                    200  200            302  302
account_logout                                   302  302            200  302
account_signup                                   200  200            302  302
account_inactive                                 200  405            200  405
account_reauthenticate                           302  302            200  200
account_change_password                          302  302            200  200
account_set_password                             302  302            302  302
account_reset_password                           200  200            200  200
account_reset_password_done                      200  405            200  405
account_reset_password_from_key                  302  302            302  302
account_reset_password_from_key_done             200  405            200  405
account_request_login_code                       200  200            302  302
account_confirm_login_code                       302  302            302  302
account_email                                    302  302            200  302
account_email_verification_sent                  302  302            302  302
mfa_login_webauthn                               302  302            302  302
mfa_authenticate                                 302  302            302  302
mfa_reauthenticate                               302  302            302  302
mfa_reauthenticate_webauthn                      302  302            302  302
mfa_index                                        302  302            200  405
mfa_list_webauthn                                302  302            302  405
mfa_activate_totp                                302  302            302  302
mfa_deactivate_totp                              302  302            404  404
mfa_view_recovery_codes                          302  302            404  405
mfa_generate_recovery_codes                      302  302            302  302
mfa_download_recovery_codes                      302  302            404  404
mfa_add_webauthn                                 302  302            302  302
mfa_edit_webauthn                                302  302            302  302
mfa_remove_webauthn                              302  302            302  302
signing-in                                       302  302            200  200
places                                           302  302            200  405
end-place                                        302  302            405  404
end-other-places                                 302  302            405  302
choose-practice                                  302  302            405  404
"""

NOBODYS = {"end-place", "choose-practice", "mfa_edit_webauthn", "mfa_remove_webauthn"}
"""Pages about one’s own account that are asked for something nobody has."""

OTHERWISE = {("portal:end-counseling", "eve", "POST"): 302}
"""No letter of eve's was mailed: there is nothing to ask her before it ends."""

FROZEN = {
    "mark-printed",
    "mark-mailed",
    "letter-preview",
    "envelope-preview",
    "letter-pdf",
    "archive-copy",
    "envelope-pdf",
}


@dataclass(frozen=True)
class Row:
    """Who gets what. A visitor is asked to sign in; to everybody else the page does not exist."""

    who: set[str]
    role: set[str]
    get: int
    post: int

    def expected(self, who: str, method: str) -> int:
        if who == "anonymous":
            return 302
        code = {"GET": self.get, "HEAD": self.get, "POST": self.post}.get(method, 405)
        return code if who in (self.role if code == 405 else self.who) else 404


def rows() -> dict[str, Row]:
    found = {}
    for line in TABLE.strip().splitlines():
        name, rest = line.split(maxsplit=1)
        who, get, post = rest.rsplit(maxsplit=2)
        found[name] = Row(GROUPS[who], GROUPS[ROLES.get(who, who)], int(get), int(post))
    return found


def open_rows() -> dict[str, list[int]]:
    lines = (line.split() for line in OPEN_TABLE.strip().splitlines())
    return {name: [int(each) for each in codes] for name, *codes in lines}


# --- The URLs --------------------------------------------------------------------------------------------------------


def patterns(resolver: Any = None, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every URL pattern of the site with its full name."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            yield from patterns(each, f"{namespace}{each.namespace}:" if each.namespace else namespace)
        else:
            yield f"{namespace}{each.name}", each


@cache
def routes() -> dict[str, URLPattern]:
    return dict(patterns())


def names() -> list[str]:
    return [name for name, _pattern in patterns()]


def is_allauths(pattern: URLPattern) -> bool:
    return pattern.callback.__module__.startswith("allauth.")


def url_of(name: str, rooms: Rooms, cast: Cast) -> str:
    """The path of a URL with bob's objects in it."""
    page = name.rpartition(":")[2]
    if page == "account_reset_password_from_key":
        key = default_token_generator.make_token(cast.bob)
        return reverse(name, kwargs={"uidb36": user_pk_to_url_str(cast.bob), "key": key})
    if page == "calendar-feed":
        return reverse(name, args=[rooms.calendar_key])
    if page == "unsubscribe":
        return reverse(name, args=[key_for(cast.practice.pk, cast.bob.pk)])
    if page == "join":
        return reverse(name, kwargs={"token": new_token(rooms.invitation)})
    route = routes()[name].pattern
    values = {"pk": pk_of(page, str(route), rooms, cast), "fact": rooms.interview.pk, "kind": "interview"}
    values |= {"variant": "offer_declined", "locale": "en-GB"}
    if page == "import-preview":
        values["pk"] = file_for(name.partition(":")[0], rooms.client).pk
    if page in NOBODYS:
        values["pk"] = 0
    if page == "choose-next-step":
        values |= {"fact": rooms.facts["next-step"].pk}
    if page in ("snooze", "unsnooze"):
        values |= {"kind": "unmailed"}
    if page in ("end-assignment", "make-primary"):
        values |= {"assignment": rooms.client.assignments.get().pk}
    if page == "cancel-interview":
        values |= {"pk": rooms.settled.pk, "fact": rooms.coming.pk}
    if page == "print-run-file":
        values |= {"paper": "letters"}
    if page in ("document", "remove-document"):
        values |= {"fact": rooms.document.pk}
    return reverse(name, kwargs={key: values[key] for key in route.converters})


def pk_of(page: str, route: str, rooms: Rooms, cast: Cast) -> int:
    """Whose primary key the route wants."""
    match route.partition("/")[0]:
        case "clients":
            return rooms.client.pk
        case "print-runs":
            return rooms.press.run.pk
        case "invitations":
            return rooms.invitation.pk
        case "practice":
            return pk_in_practice(page, rooms, cast)
        case "views":
            return SavedView.objects.get().pk
        case "today":
            return rooms.approved.pk
        case "outbox":
            return rooms.mail.pk
        case "reminders":
            return rooms.reminder.pk
        case "sessions":
            return rooms.care.session.pk
        case "action-items":
            return rooms.care.item.pk
        case "flags":
            return rooms.care.flag.pk
        case "shared-notes":
            return rooms.care.shared_note.pk
        case "case-notes":
            return rooms.care.case_note.pk
        case "letters" if page == "record-outcome":
            return rooms.mailed.pk
        case "letters":
            return (rooms.approved if page in FROZEN else rooms.draft).pk
    return rooms.application.pk


def pk_in_practice(page: str, rooms: Rooms, cast: Cast) -> int:
    """Of what a practice has: people, paper, printers, labels, closures."""
    if "member" in page:
        return cast.member(cast.dan).pk
    if "letterhead" in page:
        return rooms.paper.letterhead.pk
    if "print" in page or "calibration" in page:
        return rooms.press.printer.pk
    return (Label.objects.get(clients=rooms.client) if "label" in page else rooms.closure).pk


# --- The people ------------------------------------------------------------------------------------------------------


@pytest.fixture
def rooms(cast: Cast, retold: Any) -> Rooms:
    """Bob's story; the supervisor supervises alice, and bob (not eve) was told so."""
    return retold(supervised)  # type: ignore[no-any-return]


def supervised(cast: Cast) -> Rooms:
    Membership.objects.filter(user=cast.alice).update(supervised_by=cast.member(cast.supervisor))
    Client.objects.filter(pk=cast.client.pk).update(supervisor_informed_on=TODAY)
    return furnish(cast.client, cast.alice)


class Visits:
    """Requests by everybody, each undone before the next: all meet the same house."""

    def __init__(self, cast: Cast, rooms: Rooms) -> None:
        self.cast, self.rooms = cast, rooms
        self.browsers = {who: self._sign_in(who) for who in PEOPLE}
        self.cookies = {who: browser.cookies for who, browser in self.browsers.items()}
        self.count = 0
        self.noticed: list[str] = []

    def _sign_in(self, who: str) -> Browser:
        browser = Browser(raise_request_exception=False)
        if who != "anonymous":
            browser.force_login(self.user(who))
        return browser

    def user(self, who: str) -> Any:
        return self.cast.elsewhere["carol"] if who == "carol" else getattr(self.cast, who)

    def visit(self, who: str, method: str, url: str) -> HttpResponse:
        browser = self.browsers[who]
        browser.cookies = SimpleCookie(self.cookies[who])
        data = {"unknown": "field"} if method == "POST" else None
        self.count += 1
        with transaction.atomic(), connection.execute_wrapper(writes := Writes()):
            response = getattr(browser, method.lower())(url, data)
            transaction.set_rollback(True)
        if method == "GET":
            wrong = faults(response, signed_in=who != "anonymous")
            wrong += [sql for sql in writes if not notes_a_fetch(url, sql)]
            self.noticed += [f"{who} reads {url}: {each}" for each in wrong]
        return response


def notes_a_fetch(url: str, sql: str) -> bool:
    """The one thing that is written while reading: when a calendar last came by, for its owner to see."""
    return url.startswith("/calendar/") and "fetched_at" in sql


@pytest.fixture
def visits(cast: Cast, rooms: Rooms, settings: Any) -> Iterator[Visits]:
    """Visits without rate limits, and without a log line for each of thousands of refusals."""
    settings.ACCOUNT_RATE_LIMITS = settings.MFA_RATE_LIMITS = False
    logging.disable(logging.ERROR)
    yield Visits(cast, rooms)
    logging.disable(logging.NOTSET)


def wrong_cells(
    visits: Visits, methods: tuple[str, ...], people: Callable[[Row], Iterable[str]] = lambda row: PEOPLE
) -> list[str]:
    """Every cell of the table that is not as the table says."""
    wrong, due_visits = [], 0
    for name, row in rows().items():
        url = url_of(name, visits.rooms, visits.cast)
        for who in people(row):
            for method in methods:
                due_visits += 1
                got = visits.visit(who, method, url)
                due = OTHERWISE.get((name, who, method), row.expected(who, method))
                if got.status_code != due:
                    wrong.append(f"{method} {name} by {who}: {got.status_code}, not {due}")
                elif who == "anonymous" and not asks_to_sign_in(got, url):
                    wrong.append(f"{method} {name} by a visitor leads to {got.url}")
    assert visits.count == due_visits
    assert due_visits >= len(rows()) * len(methods)
    return wrong


def assert_none(wrong: list[str]) -> None:
    assert not wrong, f"{len(wrong)} wrong cells:\n" + "\n".join(wrong)


def asks_to_sign_in(response: Any, url: str) -> bool:
    there = urlsplit(response.url)
    return there.path == reverse("account_login") and there.query == f"next={url}"


# --- The tests -------------------------------------------------------------------------------------------------------


def test_every_url_has_a_line_and_every_line_a_url():
    known = sorted([*rows(), *open_rows()])
    assert known == sorted(names())


def test_every_page_is_stamped_with_its_audience():
    assert [
        name for name, pattern in patterns() if not is_allauths(pattern) and not hasattr(pattern.callback, "audience")
    ] == []


def test_only_the_open_table_is_open_to_visitors():
    unstamped = {name for name, pattern in patterns() if not getattr(pattern.callback, "audience", None)}
    assert unstamped == open_rows().keys()


def test_stamps_agree_with_the_faces():
    stamps = {name: pattern.callback.audience for name, pattern in patterns() if ":" in name and name in rows()}
    unlike = {name for name, stamp in stamps.items() if stamp != faces_audience(name)}
    assert unlike == {name for name, row in rows().items() if "administrator" in row.role}


def faces_audience(name: str) -> frozenset[Role]:
    return frozenset({Role.CLIENT}) if name.startswith("portal:") else CASE_WORKERS


def test_everybody_reads_what_is_theirs(visits, unknown):  # noqa: F811
    """Also: every answer has its headers, reading writes nothing, and no page uses a variable nobody gave it."""
    assert_none(wrong_cells(visits, ("GET",)))
    assert (visits.noticed, unknown) == ([], set())


def test_everybody_writes_what_is_theirs(visits, unknown):  # noqa: F811
    assert_none(wrong_cells(visits, ("POST",)))
    assert unknown == set()


@pytest.mark.slow
def test_no_person_opens_a_door_by_any_other_method(visits):
    assert_none(wrong_cells(visits, ("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS")))


def test_a_glance_at_the_head_is_no_way_around(visits):
    """Whoever may not read a page gets no glance at its head either: two of them in turn for each page; everybody's
    is seen in the slow half."""
    turn = count()

    def two_who_may_not(row: Row) -> list[str]:
        refused = [who for who in PEOPLE if row.expected(who, "HEAD") != 200]
        return [refused[next(turn) % len(refused)] for _ in range(2)]

    assert_none(wrong_cells(visits, ("HEAD",), two_who_may_not))


def wrong_open_cells(visits: Visits, people: Callable[[], Iterable[str]]) -> list[str]:
    """Every cell of the open table that is not as the table says."""
    wrong = []
    for name, codes in open_rows().items():
        url = url_of(name, visits.rooms, visits.cast)
        for who in people():
            due = dict(zip(("GET", "POST"), codes[:2] if who == "anonymous" else codes[2:], strict=True))
            if who == "ex_member" and name == "home":
                due["GET"] = 200  # told that no practice counts them in
            for method, code in due.items():
                got = visits.visit(who, method, url).status_code
                if got != code:
                    wrong.append(f"{method} {name} by {who}: {got}, not {code}")
    return wrong


def test_the_open_pages(visits):
    """To a visitor, and to two who signed in, in turn for each page: all of them have one column of the table."""
    signed_in = cycle(who for who in PEOPLE if who != "anonymous")
    assert_none(wrong_open_cells(visits, lambda: ["anonymous", next(signed_in), next(signed_in)]))
    assert visits.noticed == []


@pytest.mark.slow
def test_the_open_pages_are_open_to_everybody(visits):
    assert_none(wrong_open_cells(visits, lambda: PEOPLE))
    assert visits.noticed == []


@pytest.mark.slow
def test_odd_methods_on_open_pages_show_no_more(visits):
    """Allauth takes PUT for POST, and says to every method that a door is closed: never more than GET and POST get."""
    wrong = []
    for name, codes in open_rows().items():
        url = url_of(name, visits.rooms, visits.cast)
        for who in PEOPLE:
            known = codes[:2] if who == "anonymous" else codes[2:]
            for method in ("PUT", "PATCH", "DELETE", "OPTIONS"):
                got = visits.visit(who, method, url)
                as_ever = got.status_code in known
                if got.status_code != 405 and not as_ever and (got.status_code != 200 or got.content):
                    wrong.append(f"{method} {name} by {who}: {got.status_code} with {len(got.content)} bytes")
    assert_none(wrong)


def test_own_application_with_a_strangers_fact_does_not_exist(visits):
    theirs = visits.cast.other_application.pk
    for page in ("void", "cancel-interview"):
        kind = {"kind": "interview"} if page == "void" else {}
        url = reverse(f"portal:{page}", kwargs={"pk": theirs, "fact": visits.rooms.interview.pk, **kind})
        assert visits.visit("eve", "GET", url).status_code == 404


def test_a_supervisor_sees_no_client_who_was_not_told(visits):
    url = reverse("desk:application", args=[visits.cast.other_application.pk])
    assert visits.visit("supervisor", "GET", url).status_code == 404


def test_a_counselor_of_yesterday_sees_nothing(visits):
    visits.cast.client.assignments.update(to_on=TODAY)
    url = reverse("desk:application", args=[visits.rooms.application.pk])
    assert visits.visit("alice", "GET", url).status_code == 404
