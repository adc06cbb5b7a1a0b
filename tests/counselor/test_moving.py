"""Columns that follow the facts, and the moves between them: each offered way does lead where it says."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from candidates import services
from candidates.followup.facts import Ball, Status
from candidates.models import Application
from counselor.dashboard.cards import card, rows_of
from counselor.dashboard.moving import Stand, refusal, ways
from counselor.pages.back import way_back
from counselor.pages.moves import COLUMNS, column_of
from tests.cast import NOW, Cast, at
from tests.pipeline import called, decided, met, silent, told, waiting

KEYS = [key for key, _label in COLUMNS]

THEIRS = {Status.APPLIED, Status.WAITING, Status.WAITING_NO_DATE, Status.DUE_IN_GRACE, Status.AWAITING_RETURN_CALL}
THEIRS |= {Status.AWAITING_REPLY, Status.OVERDUE_INQUIRED, Status.ON_HOLD}

COLUMN_OF = {
    Status.APPLIED: "applied",
    Status.INTERVIEW_SCHEDULED: "interviewing",
    Status.NEEDS_DEBRIEF: "interviewing",
    Status.WAITING: "waiting",
    Status.WAITING_NO_DATE: "waiting",
    Status.DUE_IN_GRACE: "waiting",
    Status.CALL_NOT_YET: "your-move",
    Status.CALL_DUE: "your-move",
    Status.CALL_RETRY: "your-move",
    Status.CALL_RETRY_LATE: "your-move",
    Status.CALL_MISSED: "your-move",
    Status.AWAITING_RETURN_CALL: "waiting",
    Status.INVITED_CALL_UNANSWERED: "letter",
    Status.WRITE_NOT_YET: "your-move",
    Status.WRITE_DUE: "your-move",
    Status.WRITE_MISSED: "your-move",
    Status.AWAITING_REPLY: "waiting",
    Status.WRITTEN_UNANSWERED: "letter",
    Status.INQUIRY_DUE: "your-move",
    Status.INQUIRY_UNANSWERED: "letter",
    Status.LONG_SILENCE: "letter",
    Status.OVERDUE: "letter",
    Status.OVERDUE_CALL_INVITED: "your-move",
    Status.OVERDUE_INQUIRED: "letter",
    Status.OVERDUE_SILENT: "letter",
    Status.REJECTED: "letter",
    Status.POSITION_CLOSED: "letter",
    Status.ON_HOLD: "waiting",
    Status.OFFER: "your-move",
    Status.OFFER_DECLINED: "closed",
    Status.OFFER_RESCINDED: "letter",
    Status.PLACED: "closed",
    Status.WITHDRAWN: "closed",
}


def ball(status: Status) -> str:
    return Ball.EMPLOYER if status in THEIRS else Ball.CLIENT


def stand(status: Status, **known: Any) -> Stand:
    column = COLUMN_OF[status]
    return Stand(column, column, status, **known)


def test_every_status_has_its_column():
    found = {status: column_of(status, ball(status), archived=False, lettered=False) for status in Status}
    assert found == COLUMN_OF


def test_an_application_without_a_date_is_a_lead_only_while_nothing_happened():
    found = {status: column_of(status, ball(status), archived=False, lettered=False, sent=False) for status in Status}
    assert found == COLUMN_OF | {Status.APPLIED: "lead"}


def test_what_is_put_aside_is_settled():
    assert {column_of(status, ball(status), archived=True, lettered=True) for status in Status} == {"closed"}


# --- The table of moves ----------------------------------------------------------------------------------------------

# from           lead   applied      interviewing  waiting                   your-move            letter          closed
MOVES = """
applied          –      –            interview     –                         offer_open           no,gone         withdrawn,aside
interview_scheduled –   –            –             –                         offer_open           no,gone         withdrawn,aside
needs_debrief    –      –            –             said                      said,offer_open      no,gone         withdrawn,aside
waiting          –      –            interview     –                         said,offer_open      conclude,no,gone withdrawn,aside
on_hold          –      resumed      interview     –                         said,offer_open      no,gone         withdrawn,aside
call_due         –      –            interview     call,said                 –                    conclude,no,gone withdrawn,aside
write_due        –      –            interview     message,said              –                    conclude,no,gone withdrawn,aside
call_missed      –      –            interview     said                      –                    conclude,no,gone withdrawn,aside
offer            –      –            –             –                         –                    offer_rescinded accepted,declined,withdrawn,aside
overdue          –      –            interview     said                      said,offer_open      –               withdrawn,aside
rejected         –      resumed      interview     said,resumed              said,offer_open      –               aside
offer_rescinded  –      –            interview     –                         offer_open           –               aside
offer_declined   –      –            interview     –                         offer_open           –               –
withdrawn        –      reinstated   interview     reinstated                –                    –               –
placed           –      –            –             –                         –                    –               –
"""  # noqa: E501

SHORT = {
    "record-interview": "interview",
    "record-next-step": "said",
    "log-call": "call",
    "log-message": "message",
    "draft-letter": "letter",
    "kind=rejected": "no",
    "kind=position_closed": "gone",
    "kind=offer_accepted": "accepted",
    "kind=offer_declined": "declined",
}


def short(way: Any) -> str:
    name = way.act or way.query or way.page
    return SHORT.get(name, name.removeprefix("kind="))


def lines() -> list[list[str]]:
    return [line.split() for line in MOVES.strip().splitlines()]


@pytest.mark.parametrize("line", lines(), ids=lambda line: line[0])
def test_moves_of_each_kind_of_standing(line):
    status, *cells = line
    it = stand(Status(status))
    assert [",".join(map(short, ways(it, key))) or "–" for key in KEYS] == cells


@pytest.mark.parametrize("status", Status, ids=str)
def test_every_move_is_offered_or_refused_with_a_reason(status):
    it = stand(status)
    assert all(bool(ways(it, key)) != bool(refusal(it, key)) for key in KEYS)


def test_a_lead_is_sent_or_invited_or_put_aside():
    it = Stand("lead", "lead", Status.APPLIED)
    assert {key: [short(way) for way in ways(it, key)] for key in KEYS if ways(it, key)} == {
        "applied": ["record-sent"],
        "interviewing": ["interview"],
        "closed": ["aside"],
    }
    assert all(refusal(it, key) for key in ("lead", "waiting", "your-move", "letter"))


@pytest.mark.parametrize("status", Status, ids=str)
def test_what_is_aside_is_taken_up_where_its_facts_stand(status):
    it = Stand("closed", COLUMN_OF[status], status, archived=True)
    offered = {key for key in KEYS if ways(it, key)}
    assert offered == {COLUMN_OF[status]} - {"closed"}
    assert all(refusal(it, key) for key in set(KEYS) - offered)


def test_a_letter_that_fits_is_offered():
    it = stand(Status.CALL_MISSED, letter="after_silence_by_override")
    assert [short(way) for way in ways(it, "letter")] == ["letter", "no", "gone"]


# --- An offered way leads where it says ------------------------------------------------------------------------------


def column(cast: Cast) -> str:
    (found,) = [card(row) for row in rows_of(cast.member(cast.alice), cast.client)]
    return found.stand.column


def record(cast: Cast, way: str, to: str) -> None:
    """The fact behind a way, told in favour of the column it is offered for."""
    match way:
        case "interview":
            met(cast, starts_at=NOW + timedelta(days=7), arranged_at=NOW)
        case "said" if to == "your-move":
            told(cast, said_at=NOW, kind="candidate_calls")
        case "said":
            told(cast, said_at=NOW, due_on=at(30).date())
        case "call":
            called(cast, happened_at=NOW)
        case "no":
            decided(cast, "rejected", happened_at=NOW)
        case "gone":
            decided(cast, "position_closed", happened_at=NOW)
        case "accepted" | "declined":
            decided(cast, f"offer_{way}", happened_at=NOW)
        case "aside":
            services.archive(application=cast.application, by=cast.alice)
        case _:
            decided(cast, way, happened_at=NOW)


def call_due(cast: Cast) -> None:
    met(cast)
    told(cast, kind="candidate_calls", due_on=at(11).date())


def offered(cast: Cast) -> None:
    decided(cast, "offer_open")


def refused(cast: Cast) -> None:
    waiting(cast)
    decided(cast, "rejected")


def held_up(cast: Cast) -> None:
    decided(cast, "on_hold")


def withdrawn(cast: Cast) -> None:
    decided(cast, "withdrawn")


BEGINNINGS = {
    "applied": lambda cast: None,
    "needs_debrief": met,
    "waiting": waiting,
    "call_due": call_due,
    "offer": offered,
    "overdue": silent,
    "rejected": refused,
    "on_hold": held_up,
    "withdrawn": withdrawn,
}


def told_ways(status: str) -> list[tuple[str, str]]:
    """(to, way) of the table, but for what depends on what was known before, or needs a longer tale."""
    (line,) = [each for each in lines() if each[0] == status]
    every = [(to, way) for to, cell in zip(KEYS, line[1:], strict=True) for way in cell.split(",")]
    return [each for each in every if each[1] not in ("–", "conclude", "resumed", "reinstated")]


@pytest.mark.parametrize("status", BEGINNINGS)
def test_a_way_leads_where_it_says(cast, status):
    BEGINNINGS[status](cast)
    cast.application.refresh_from_db()
    assert cast.application.status == status
    found = {}
    for to, way in told_ways(status):
        with transaction.atomic():
            if (status, way) == ("on_hold", "said"):
                met(cast)  # their words count once an interview was held
            record(cast, way, to)
            found[to, way] = column(cast)
            transaction.set_rollback(True)
    assert found == {(to, way): to for to, way in told_ways(status)}


# --- The page --------------------------------------------------------------------------------------------------------


def move(cast: Cast, browse: Any, **query: str) -> Any:
    return browse(cast.alice).get(reverse("desk:move-application", args=[cast.application.pk]), query)


def board(cast: Cast) -> str:
    return reverse("desk:client", args=[cast.client.pk])


def test_a_way_goes_back_to_the_card(cast, browse):
    page = move(cast, browse)
    (interviewing,) = [each for each in page.context["choices"] if each["key"] == "interviewing"]
    form = interviewing["ways"][0]["url"]
    data = {"starts_at": "2026-11-19T10:00", "minutes": "60", "format": "video", "detail": ""}
    done = browse(cast.alice).post(form, data)
    assert (done.status_code, done.url) == (302, f"{board(cast)}#card-{cast.application.pk}")
    assert column(cast) == "interviewing"


def test_a_drop_with_one_way_takes_it(cast, browse):
    assert reverse("desk:record-interview", args=[cast.application.pk]) in move(cast, browse, to="interviewing").url


def test_a_drop_with_several_ways_asks(cast, browse):
    assert move(cast, browse, to="letter").context["choices"][0]["key"] == "letter"


def test_a_drop_without_a_way_says_why(cast, browse):
    assert "Before an interview" in move(cast, browse, to="waiting").content.decode()


ELSEWHERE = [
    *("https://evil.example/", "//evil.example/", "/\\evil.example", "///evil.example", "javascript:alert(1)"),
    *("/x\r\nSet-Cookie: a", "evil.example", "/" + "x" * 600, "\x00/", " /desk/"),
]


@pytest.mark.parametrize("path", ELSEWHERE)
def test_no_way_back_leads_elsewhere(rf, path):
    assert way_back(rf.get("/", {"next": path}), "/here/") == "/here/"
    assert way_back(rf.post("/?next=/desk/", {"next": path}), "/here/") == "/here/"


def test_a_way_back_is_a_page_of_ours(rf):
    assert way_back(rf.get("/", {"next": "/desk/clients/3/?a=b#card-7"}), "/here/") == "/desk/clients/3/?a=b#card-7"


def test_a_call_in_which_they_spoke_goes_on_to_next_steps_and_then_back(cast, browse):
    call_due(cast)
    url = reverse("desk:log-call", args=[cast.application.pk])
    data = {"result": "reached", "happened_at": "2026-11-12T09:00", "invited": "on", "note": ""}
    done = browse(cast.alice).post(f"{url}?next={board(cast)}", data)
    assert done.url.startswith(reverse("desk:record-next-step", args=[cast.application.pk]))
    assert done.url.endswith("next=%2Fdesk%2Fclients%2F" + f"{cast.client.pk}%2F")


def test_it_is_applied_for_since_the_day_it_was_sent(cast):
    Application.objects.filter(pk=cast.application.pk).update(applied_on=at(2).date(), standing_since=NOW)
    row = rows_of(cast.member(cast.alice), cast.client).get(pk=cast.application.pk)
    assert timezone.localdate(card(row).since) == at(2).date()


def test_a_lead_becomes_an_application(cast, browse):
    Application.objects.filter(pk=cast.application.pk).update(applied_on=None)
    url = reverse("desk:record-sent", args=[cast.application.pk])
    assert column(cast) == "lead"
    browse(cast.alice).post(url, {"applied_on": "2026-11-12", "method": "online"})
    cast.application.refresh_from_db()
    assert (column(cast), cast.application.method, cast.application.version) == ("applied", "online", 2)
