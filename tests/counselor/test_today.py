"""Today: each kind has its row and its button, counts open what they say, and what is put off comes back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from candidates import care, notes, services, snoozes
from candidates.followup.facts import Status
from candidates.models import Application, Client, Flag, Heartbeat, Snooze
from candidates.sweep import JOB, sweep
from counselor.accounts.models import Membership
from counselor.dashboard.today import applications, sections
from counselor.dashboard.today.rows import KINDS, Desk
from counselor.outbox import services as outbox
from counselor.outbox.models import OutgoingEmail
from counselor.pages import moves
from letters import reviews
from letters.models import Letter
from letters.services import record_outcome
from letters.standings import FITTING, fits
from tests.cast import NOW, TODAY, Cast, at, make_application, make_client, person
from tests.furnished import letter_of, plainly
from tests.letters.desk import OUTCOME, approved, draft, mailed
from tests.pipeline import OVERDUE, decided, met, silent, told, waiting

URL = "/desk/"


def today(browse: Any, user: Any, query: str = "") -> Any:
    response = browse(user).get(URL + query)
    assert response.status_code == 200
    return response


def shown(browse: Any, user: Any, query: str = "") -> dict[str, list[Any]]:
    """The rows of each section."""
    return {each.kind: each.rows for each in today(browse, user, query).context["sections"] if each.rows}


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


# --- Each kind -------------------------------------------------------------------------------------------------------


def desk(name: str, *args: Any) -> str:
    return reverse(f"desk:{name}", args=args)


def bobs(name: str) -> Any:
    return lambda cast: desk(name, cast.application.pk)


def together(cast: Cast) -> str:
    return desk("care", cast.client.pk)


def letters_page(cast: Cast) -> str:
    return desk("letter", Letter.objects.latest("pk").pk)


def invited(cast: Cast, **when: Any) -> None:
    met(cast)
    told(cast, kind="candidate_calls", words="call me", **({"due_on": TODAY} | when))


def writable(cast: Cast) -> None:
    met(cast)
    told(cast, kind="candidate_writes", words="write to me", due_on=TODAY)


def missed(cast: Cast) -> None:
    invited(cast, due_on=date(2026, 11, 4), by_on=date(2026, 11, 6))


def planned(cast: Cast, **when: Any) -> None:
    moment = at(**({"day": 12, "hour": 15} | when))
    care.plan_session(client=cast.client, counselor=cast.member(cast.alice), starts_at=moment, by=cast.alice)


def item(cast: Cast, whose: str, due_on: date) -> Any:
    return care.add_item(client=cast.client, whose=whose, text="Two names", due_on=due_on, by=cast.alice)


def flagged(cast: Cast, client: Client | None = None) -> Flag:
    return Flag.objects.create(
        client=client or cast.client, asked="counselor", text="Is that normal?", raised_by=cast.bob
    )


def letter(cast: Cast, **state: Any) -> None:
    silent(cast)
    drafted = letter_of(cast.application, cast.contact, cast.alice, plainly)
    Letter.objects.filter(pk=drafted.pk).update(**state)


def came_back(cast: Cast) -> None:
    record_outcome(letter=mailed(cast), by=cast.alice, kind="returned_undeliverable", **OUTCOME)


def commented(cast: Cast) -> None:
    reviews.comment(letter=draft(cast), text="May I say it like this?", by=cast.bob)


def mailed_long_ago(cast: Cast) -> None:
    """Ninety days before today, the 12th of November."""
    mailed(cast)
    Letter.objects.update(dated_on=date(2026, 8, 14), mailed_on=date(2026, 8, 14))


def doubtful(cast: Cast) -> None:
    outbox.post(
        practice=cast.practice, recipient=cast.bob, kind="x", about="x:1", occurrence="1", subject="X", text="X",
        send_after=NOW,
    )  # fmt: skip
    OutgoingEmail.objects.update(state="uncertain")


ROWS: dict[str, tuple[Any, str, Any]] = {
    "sessions": (planned, "Prepare it", together),
    "unsaid": (lambda cast: planned(cast, day=10), "Say how it went", together),
    "flags": (flagged, "Answer", together),
    "notes": (
        lambda cast: notes.write_shared_note(client=cast.client, text="Hello?", by=cast.bob),
        "Read and answer",
        together,
    ),
    "comments": (commented, "Read and answer", lambda cast: f"{letters_page(cast)}#review"),
    "closing": (lambda cast: invited(cast, by_on=date(2026, 11, 13)), "Log the call", bobs("log-call")),
    "calls": (invited, "Log the call", bobs("log-call")),
    "messages": (writable, "Log the message", bobs("log-message")),
    "letters": (silent, "Write the letter", bobs("draft-letter")),
    "debriefs": (met, "Debrief in a minute", bobs("latest-debrief")),
    "offers": (lambda cast: decided(cast, "offer_open"), "Record the decision", bobs("record-decision")),
    "missed": (missed, "Log the call", bobs("log-call")),
    "ours": (lambda cast: item(cast, "counselor", TODAY), "Open", together),
    "theirs": (lambda cast: item(cast, "client", date(2026, 11, 11)), "Open", together),
    "changed": (lambda cast: letter(cast, variant="after_rejection"), "Look", letters_page),
    "approval": (letter, "Read and approve", letters_page),
    "unmailed": (approved, "Print and mail", letters_page),
    "returned": (came_back, "Look", letters_page),
    "again": (mailed_long_ago, "Look again", letters_page),
    "mail": (doubtful, "Look", lambda cast: desk("outbox")),
    "broken": (
        lambda cast: Application.objects.filter(pk=cast.application.pk).update(sweep_failures=1),
        "Open",
        bobs("application"),
    ),
}
"""For each kind: what makes a row of it, and its button."""


def test_every_kind_is_tried() -> None:
    assert ROWS.keys() == KINDS.keys()


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_a_row_and_a_button_that_opens_for_ones_own_counselor(cast: Cast, browse: Any, kind: str) -> None:
    happens, label, url = ROWS[kind]
    happens(cast)
    (row,) = shown(browse, cast.alice)[kind]
    assert (row.action_label, row.action_url.partition("?next=")[0]) == (label, url(cast))
    assert str(row.why)
    assert browse(cast.alice).get(row.action_url, follow=True).status_code == 200
    assert shown(browse, cast.dan) == {}


@pytest.mark.parametrize(
    "happens",
    [
        lambda cast: item(cast, "client", TODAY),
        lambda cast: item(cast, "counselor", date(2026, 11, 13)),
        lambda cast: planned(cast, day=13),
        lambda cast: notes.write_shared_note(client=cast.client, text="From us", by=cast.alice),
        lambda cast: care.raise_flag(client=cast.client, text="Look", by=cast.alice),
    ],
)
def test_what_is_not_yet_or_not_ours_is_no_exception(cast: Cast, browse: Any, happens: Any) -> None:
    happens(cast)
    assert shown(browse, cast.alice) == {}


def test_sections_follow_the_moves_of_every_other_page(cast: Cast) -> None:
    """The database’s rule and `moves.acts_as` are one: every status with every verdict lands where its move is."""
    member, wrong = cast.member(cast.alice), []
    places = [
        (moves.CALLS, "calls"), (moves.LETTER_FIRST, "letters"), (moves.MESSAGES, "messages"),
        ({Status.NEEDS_DEBRIEF}, "debriefs"), ({Status.OFFER}, "offers"), (moves.MISSED, "missed"),
    ]  # fmt: skip
    for status in Status:
        for verdict in ("none", "no_conclusion", "probable", "explicit"):
            rows = Application.objects.filter(pk=cast.application.pk)
            rows.update(status=status, verdict=verdict, ball="client", review_at=None)
            acts_as = moves.acts_as(status, verdict)
            due = next((name for statuses, name in places if acts_as in statuses), None)
            found = applications.rows(Desk(member, NOW)).values_list("section", flat=True).first()
            wrong += [(status, verdict, found, due)] * ((found or None) != due)
    assert wrong == []


def test_the_database_knows_which_letters_fit(cast: Cast) -> None:
    silent(cast)
    drafted = letter_of(cast.application, cast.contact, cast.alice, plainly)
    wrong = []
    for choice in [value for value, _ in Application._meta.get_field("letter").choices]:
        for variant in [value for value, _ in Letter._meta.get_field("variant").choices]:
            Application.objects.filter(pk=cast.application.pk).update(letter=choice)
            Letter.objects.filter(pk=drafted.pk).update(variant=variant)
            read = Letter.objects.select_related("application").get(pk=drafted.pk)
            wrong += [(choice, variant)] * (fits(read) != Letter.objects.filter(FITTING, pk=drafted.pk).exists())
    assert wrong == []


def test_a_call_logged_from_today_leads_back_and_says_how_it_stands_now(cast: Cast, browse: Any) -> None:
    invited(cast)
    url = f"{desk('log-call', cast.application.pk)}?next=%2Fdesk%2F%3Fkind%3Dcalls%23section-calls"
    assert f'href="{url}"' in text(today(browse, cast.alice, "?kind=calls"))
    page = text(browse(cast.alice).get(url))
    assert f"{cast.client} · {cast.application}" in page
    data = {"result": "message_left", "happened_at": "2026-11-12T09:00", "invited": "on", "note": ""}
    done = browse(cast.alice).post(url, data, follow=True)
    assert done.redirect_chain == [("/desk/?kind=calls#section-calls", 302)]
    assert f"The call is on record. {cast.client} · {cast.application}: Waiting for their call back." in text(done)


def test_a_flag_answered_from_today_leads_back(cast: Cast, browse: Any) -> None:
    care.raise_flag(client=cast.client, text="May I?", by=cast.bob)
    url = f"{together(cast)}?next=%2Fdesk%2F%23section-flags"
    assert f'href="{url}"' in text(today(browse, cast.alice))
    assert 'name="next" value="/desk/#section-flags"' in text(browse(cast.alice).get(url))


@pytest.mark.parametrize(("kind", "then"), [("candidate_calls", "Call now"), ("candidate_writes", "Write now")])
def test_what_is_too_early_says_from_when_not_until_when(cast: Cast, browse: Any, kind: str, then: str) -> None:
    met(cast)
    told(cast, kind=kind, words="in a week", due_on=TODAY + timedelta(days=5))
    page = text(browse(cast.alice).get(desk("application", cast.application.pk)))
    assert "You have until" not in page
    assert f"From Tue 17 Nov: {then}." in page


# --- Counts ----------------------------------------------------------------------------------------------------------


def many_flags(cast: Cast, number: int) -> None:
    for _ in range(number):
        flagged(cast)


def test_counts_equal_what_opens(cast: Cast, browse: Any) -> None:
    many_flags(cast, 53)
    met(cast)
    page = today(browse, cast.alice)
    assert [(total, url) for _, total, url, _ in page.context["segments"]] == [
        (54, "/desk/"), (53, "/desk/?kind=flags"), (1, "/desk/?kind=debriefs")
    ]  # fmt: skip
    assert page.context["count"] == 54
    assert "and 48 more" in text(page)
    pages = [shown(browse, cast.alice, f"?kind=flags&page={n}")["flags"] for n in (1, 2)]
    assert [len(each) for each in pages] == [50, 3]
    assert len({row.snooze_url for each in pages for row in each}) == 53


@pytest.mark.parametrize("query", ["?kind=nonsense", "?counselor=x", "?kind=flags&page=0", "?kind=flags&page=999999",
                                   "?counselor=99999999999999999999", "?kind=%00", "?kind=put-off&page=x"])  # fmt: skip
def test_odd_addresses_show_a_page(cast: Cast, browse: Any, query: str) -> None:
    flagged(cast)
    assert today(browse, cast.alice, query)


def test_a_page_past_the_last_says_so_and_leads_back(cast: Cast, browse: Any) -> None:
    assert "Nothing of this kind" in text(today(browse, cast.alice, "?kind=flags"))


ADDRESSES = ["", "?kind=flags", "?kind=put-off"]


def queries(browse: Any, user: Any, query: str = "") -> int:
    browser = browse(user)
    with CaptureQueriesContext(connection) as found:
        assert browser.get(URL + query).status_code == 200
    return len(found)


def copies(cast: Cast, number: int) -> list[Letter]:
    """Drafts like the one there is."""
    values = Letter.objects.filter(application=cast.application).values().get()
    del values["id"], values["mailing_id"]
    return [Letter(**values) for _ in range(number)]


def one_of_each(cast: Cast, client: Client) -> None:
    """A row of every source but letters, and one put off."""
    moved = make_application(client, cast.employer, cast.site, cast.alice)
    met(cast, moved)
    both: Any = {"client": client, "by": cast.alice}
    care.add_item(**both, whose="counselor", text="Two names", due_on=TODAY)
    care.plan_session(**both, counselor=cast.member(cast.alice), starts_at=at(12, hour=15))
    notes.write_shared_note(client=client, text="Hello?", by=client.user, application=moved)
    put_off(cast, "flags", f"flag:{flagged(cast, client).pk}")
    flagged(cast, client)


def test_the_same_few_queries_with_one_row_and_thirty(cast: Cast, browse: Any) -> None:
    def more(number: int) -> None:
        for _ in range(number):
            user = person(f"{Client.objects.count()}@home.example")
            one_of_each(cast, make_client(cast.practice, cast.alice, user, "Some", "Body"))

    draft(cast)
    more(1)
    few = [queries(browse, cast.alice, query) for query in ADDRESSES]
    more(5)
    many_flags(cast, 24)
    Letter.objects.bulk_create(copies(cast, 8))
    assert few == [queries(browse, cast.alice, query) for query in ADDRESSES]
    assert max(few) <= 15


# --- Put off ---------------------------------------------------------------------------------------------------------

TOMORROW = TODAY + timedelta(days=1)


def put_off(cast: Cast, kind: str, subject: str, by: Any = None, **fields: Any) -> Snooze:
    values: dict[str, Any] = {"version": 0, "until": TOMORROW, "reason": "She is away.", "today": TODAY} | fields
    return snoozes.snooze(practice=cast.practice, kind=kind, subject=subject, by=by or cast.alice, **values)


def post_off(browse: Any, user: Any, url: str, **fields: str) -> Any:
    return browse(user).post(url, {"until": TOMORROW.isoformat(), "reason": "She is away.", "on": ""} | fields)


@pytest.fixture
def row(cast: Cast, browse: Any) -> Any:
    """Bob’s missing debrief."""
    met(cast)
    return shown(browse, cast.alice)["debriefs"][0]


def test_a_row_is_put_off_and_comes_back_with_its_reason(cast: Cast, browse: Any, row: Any, clock: Any) -> None:
    done = post_off(browse, cast.alice, f"{row.snooze_url}?kind=debriefs")
    assert done.url == "/desk/?kind=debriefs"
    assert shown(browse, cast.alice) == {}
    page = today(browse, cast.alice, "?kind=put-off")
    assert "Put off until Fri 13 Nov: She is away." in text(page)
    assert [(str(title), total) for title, total, _, _ in page.context["segments"]] == [
        ("Everything", 0),
        ("Put off", 1),
    ]
    clock.move_to(at(13))
    assert shown(browse, cast.alice)["debriefs"][0].note == "You put it off on Thu 12 Nov: She is away."
    assert today(browse, cast.alice, "?kind=put-off").context["away"] == []


def test_it_is_put_off_for_one_person_only(cast: Cast, browse: Any, row: Any) -> None:
    services.assign(client=cast.client, counselor=cast.member(cast.dan), on=TODAY, by=cast.alice, primary=False)
    post_off(browse, cast.alice, row.snooze_url)
    (theirs,) = shown(browse, cast.dan)["debriefs"]
    assert theirs.note == ""


def test_it_is_back_at_once_when_the_standing_moved(cast: Cast, browse: Any, row: Any) -> None:
    post_off(browse, cast.alice, row.snooze_url)
    told(cast, due_on=date(2026, 11, 5))
    (moved,) = shown(browse, cast.alice)["letters"]
    assert "She is away." in moved.note


def test_it_is_taken_up_before_its_day(cast: Cast, browse: Any, row: Any) -> None:
    post_off(browse, cast.alice, row.snooze_url)
    (away,) = today(browse, cast.alice, "?kind=put-off").context["away"]
    assert browse(cast.alice).post(away.take_up_url).url == "/desk/?kind=put-off"
    assert [each.note for each in shown(browse, cast.alice)["debriefs"]] == [""]


def test_it_is_put_off_anew(cast: Cast, browse: Any, row: Any) -> None:
    for reason in ("She is away.", "Still away."):
        post_off(browse, cast.alice, row.snooze_url, reason=reason)
    (away,) = today(browse, cast.alice, "?kind=put-off").context["away"]
    assert "Still away." in away.note


@pytest.mark.parametrize(
    ("until", "on", "wrong"),
    [
        ("day", "", "on"),
        ("day", "2026-11-12", "until"),
        ("day", "2026-11-01", "until"),
        ("day", "2028-01-01", "until"),
        ("2026-11-12", "", "until"),
        ("", "", "until"),
    ],
)
def test_a_day_that_makes_no_sense_is_refused(
    cast: Cast, browse: Any, row: Any, until: str, on: str, wrong: str
) -> None:
    form = post_off(browse, cast.alice, row.snooze_url, until=until, on=on).context["form"]
    assert list(form.errors) == [wrong]
    assert Snooze.objects.count() == 0


def test_another_day_and_no_reason(cast: Cast, browse: Any, row: Any) -> None:
    form = post_off(browse, cast.alice, row.snooze_url, reason=" ").context["form"]
    assert list(form.errors) == ["reason"]
    post_off(browse, cast.alice, row.snooze_url, until="day", on="2026-12-01")
    assert Snooze.objects.get().until_on == date(2026, 12, 1)


def test_the_quick_answers_bear_their_days(cast: Cast, browse: Any, row: Any) -> None:
    form = browse(cast.alice).get(row.snooze_url).context["form"]
    names = [str(label) for _, label in form.fields["until"].choices]
    assert names == ["Tomorrow, Fri 13 Nov", "In three days, Sun 15 Nov", "Next Monday, Mon 16 Nov", "Another day"]


def test_only_a_row_one_sees_is_put_off(cast: Cast, browse: Any, row: Any) -> None:
    """Nothing of a colleague’s client, of another practice, of another section, nor what does not exist."""
    there, gone = cast.elsewhere["application"].pk, 2**31 - 1
    urls = [desk("snooze", "debriefs", pk) for pk in (there, gone, cast.other_application.pk)]
    urls += [desk("snooze", kind, cast.application.pk) for kind in ("calls", "nonsense", "unmailed")]
    assert [post_off(browse, cast.alice, url).status_code for url in urls] == [404] * 6
    assert post_off(browse, cast.dan, row.snooze_url).status_code == 404
    assert browse(cast.dan).post(desk("unsnooze", "debriefs", cast.application.pk)).status_code == 404
    assert Snooze.objects.count() == 0


# --- Whose clients, and the light ------------------------------------------------------------------------------------


def test_a_supervisor_chooses_whose_clients(cast: Cast, browse: Any) -> None:
    Membership.objects.filter(user__in=[cast.alice, cast.dan]).update(supervised_by=cast.member(cast.supervisor))
    dans = make_client(cast.practice, cast.dan, None, "Ann", "Other")
    Client.objects.update(supervisor_informed_on=TODAY)
    flagged(cast)
    flagged(cast, dans)
    names = [name for _, name in today(browse, cast.supervisor).context["counselors"]]
    assert names == ["Alice", "Dan"]
    assert len(shown(browse, cast.supervisor)["flags"]) == 2
    dan = f"counselor={cast.member(cast.dan).pk}"
    query = f"?{dan}"
    (row,) = shown(browse, cast.supervisor, query)["flags"]
    assert row.client == "Ann Other"
    assert today(browse, cast.supervisor, query).context["segments"][1][2] == f"/desk/{query}".replace(
        "?", "?kind=flags&"
    )


def test_whoever_counsels_alone_is_not_asked_whose(cast: Cast, browse: Any) -> None:
    assert today(browse, cast.alice).context["counselors"] == []


@pytest.mark.parametrize(
    ("ago", "failed", "words"),
    [
        (0, 0, "The sweep ran less than a minute ago"),
        (3, 0, "The sweep ran 3 minutes ago"),
        (20, 0, "The sweep last ran 20 minutes ago, which is too long."),
        (1, 2, "The sweep ran 1 minute ago. 2 applications could not be checked."),
    ],
)
def test_the_light_says_how_the_last_sweep_went(cast: Cast, browse: Any, ago: int, failed: int, words: str) -> None:
    Heartbeat.objects.create(job=JOB, at=timezone.now() - timedelta(minutes=ago), failed=failed)
    assert words in text(today(browse, cast.alice))


def test_the_light_leads_to_what_failed(cast: Cast, browse: Any, monkeypatch: pytest.MonkeyPatch, clock: Any) -> None:
    waiting(cast)
    clock.move_to(OVERDUE)
    monkeypatch.setattr("candidates.sweep.refresh_standing", lambda *_args, **_kwargs: 1 / 0)
    sweep(OVERDUE)
    page = today(browse, cast.alice)
    assert page.context["sweep"]["url"] == "/desk/?kind=broken"
    assert "1 in your list waits for another try" in text(page)
    assert len(shown(browse, cast.alice, "?kind=broken")["broken"]) == 1


def test_without_a_sweep_it_says_so(cast: Cast, browse: Any) -> None:
    assert "The sweep has not run yet." in text(today(browse, cast.alice))


def test_every_source_knows_its_kinds() -> None:
    assert set().union(*(source.kinds for source in sections.SOURCES)) == KINDS.keys()
