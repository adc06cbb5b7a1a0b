"""Bringing a file in: shown first, kept as a whole or not at all, by its uploader alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from candidates import imports
from candidates.exchange.reading import LARGEST
from candidates.models import Application, AuditEntry, CaseNote, Client, Decision, Employer, ImportFile, SharedNote
from candidates.services import Refused
from candidates.standings import standing_of
from candidates.tasks import forget_imports
from tests.candidates.exchange.test_reading import SAMPLES, malformed
from tests.candidates.exchange.test_rows import TRACKERS
from tests.cast import Cast, at, make_client

HEAD = "Employer,Position,Applied on,Status,Status date,Notes\n"


def url(cast: Cast, face: str = "desk") -> str:
    return reverse(f"{face}:import-applications", args=[cast.client.pk] if face == "desk" else [])


def bring(cast: Cast, browse: Any, content: str | bytes, *, face: str = "desk", to: str = "") -> Any:
    """Choose a file; the response."""
    content = content if isinstance(content, bytes) else content.encode()
    user = cast.alice if face == "desk" else cast.bob
    upload = SimpleUploadedFile("my search.csv", content)
    return browse(user).post(to or url(cast, face), {"file": upload, "text": ""})


def kept(cast: Cast, content: str, client: Client | None = None, **options: Any) -> ImportFile:
    """A file as it is before the preview."""
    person = None if options.get("without_client") else client or cast.client
    return imports.keep_file(
        membership=cast.member(cast.alice), client=person, name="my search.csv", text=content, guessed=False,
        by=cast.alice,
    )  # fmt: skip


def preview(browse: Any, user: Any, file: ImportFile, face: str = "desk", **data: Any) -> Any:
    page = reverse(f"{face}:import-preview", args=[file.pk])
    return browse(user).post(page, data) if data else browse(user).get(page)


def added() -> list[str]:
    return [str(row) for row in Application.objects.exclude(position__in=["Analyst", "Designer"]).order_by("pk")]


# --- Choosing a file -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("face", ["desk", "portal"])
def test_a_file_leads_to_its_preview(cast: Cast, browse: Any, face: str) -> None:
    response = bring(cast, browse, HEAD + "Nord,Pilot,,,,\n", face=face)
    file = ImportFile.objects.get()
    assert response.url == reverse(f"{face}:import-preview", args=[file.pk])
    assert (file.client, file.name, Application.objects.count()) == (cast.client, "my search.csv", 2)


def test_a_table_may_be_pasted(cast: Cast, browse: Any) -> None:
    browse(cast.alice).post(url(cast), {"text": "Employer\tPosition\nNord\tPilot\n"})
    assert ImportFile.objects.get().mapping["columns"] == {"Employer": "employer", "Position": "position"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "This file is empty."),
        (HEAD + 'Nord,"Pilot\n', "begins on line 2, and never closed"),
        (HEAD + "Nord,Pilot,,,,,too much\n", "Line 2 has 7 cells"),
        (b"PK\x03\x04", "This is a workbook"),
        (b"x" * (LARGEST + 1), "larger than 5 MB"),
    ],
)
def test_what_cannot_be_read_is_said_at_once(cast: Cast, browse: Any, content: str | bytes, words: str) -> None:
    response = bring(cast, browse, content)
    assert words in str(response.context["form"].errors["file"])
    assert ImportFile.objects.count() == 0


def test_a_bad_day_of_files_never_breaks_a_page(cast: Cast, browse: Any) -> None:
    browser, codes = browse(cast.alice), set()
    for content in list(malformed())[:60]:
        response = browser.post(url(cast), {"file": SimpleUploadedFile("x.csv", content)})
        codes.add(response.status_code)
        if response.status_code == 302:
            codes.add(browser.get(response.url).status_code)
    assert codes == {200, 302}
    assert Application.objects.count() == 2


# --- Before it is kept -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TRACKERS)
def test_every_tracker_comes_in_without_a_question(cast: Cast, browse: Any, name: str) -> None:
    file = kept(cast, (SAMPLES / f"{name}.csv").read_text())
    assert preview(browse, cast.alice, file, **{"import": "1"}).status_code == 302
    assert added() == ["Harbor pilot, Hudson Pilots", "Chart reader, Night Charts", "Lamp keeper, Upstate Lamps"]


def test_an_error_names_its_line_and_nothing_is_kept(cast: Cast, browse: Any) -> None:
    rows = "".join(f"Works {n},Post,2026-10-01,,,\n" for n in range(2, 17))
    file = kept(cast, f"{HEAD}{rows}Works 17,Post,31.02.2026,,,\n")
    page = preview(browse, cast.alice, file, **{"import": "1"})
    (problem,) = page.context["problems"]
    assert (problem["line"], problem["heading"]) == (17, "Applied on")
    assert problem["sentence"] == "“31.02.2026” is not a date. Write it as 2026-02-28."
    assert "some lines have to be put right" in page.context["refusal"]
    assert added() == []


def test_a_cell_is_put_right_on_the_page(cast: Cast, browse: Any) -> None:
    file = kept(cast, HEAD + "Nord,Pilot,31.02.2026,,,\n")
    name = preview(browse, cast.alice, file).context["problems"][0]["name"]
    again = preview(browse, cast.alice, file, **{name: "28.02.2026", "look": "1"})
    assert (again.context["problem_count"], again.context["fresh_count"]) == (0, 1)
    preview(browse, cast.alice, file, **{"import": "1"})
    assert Application.objects.latest("pk").applied_on == date(2026, 2, 28)


def test_lines_are_left_out_only_when_somebody_says_so(cast: Cast, browse: Any) -> None:
    file = kept(cast, HEAD + "Nord,Pilot,,,,\nSouth,,,,,\n")
    assert preview(browse, cast.alice, file, **{"import": "1", "leave_out": "1"}).status_code == 302
    file.refresh_from_db()
    assert file.added == {"clients": 0, "applications": 1, "skipped": 0, "left_out": 1}


def test_what_is_there_already_is_shown_and_skipped(cast: Cast, browse: Any) -> None:
    file = kept(cast, HEAD + "ACME lighting inc.,ANALYST,,,,\nNord,Pilot,,,,\nNord,pilot,,,,\n")
    shown = preview(browse, cast.alice, file).context
    assert [(row["line"], row["existing"], row["earlier"]) for row in shown["twins"]] == [
        (2, cast.application, 0),
        (4, None, 3),
    ]
    preview(browse, cast.alice, file, **{"import": "1"})
    assert added() == ["Pilot, Nord"]


@pytest.mark.parametrize(("choice", "count"), [({"again": "2"}, 2), ({"all_again": "1"}, 3)])
def test_unless_somebody_wants_it_all_the_same(cast: Cast, browse: Any, choice: dict[str, str], count: int) -> None:
    file = kept(cast, HEAD + "Acme Lighting,Analyst II,,,,\nAcme Lighting,Analyst II,,,,\nAcme Lighting,Analyst,,,,\n")
    choice = {"again": "3"} if "again" in choice else choice
    before = Application.objects.count()
    preview(browse, cast.alice, file, **{"import": "1"} | choice)
    assert Application.objects.count() == before + count
    assert Employer.objects.filter(name__iexact="Acme Lighting").count() == 1


def test_a_missing_column_says_which_and_what_it_may_be_called(cast: Cast, browse: Any) -> None:
    file = kept(cast, "Firma,Title\nNord,Pilot\n")
    (fault,) = preview(browse, cast.alice, file).context["faults"]
    assert fault.startswith("“Employer” has no column yet.")
    assert "“company”" in fault
    page = preview(browse, cast.alice, file, **{"column-0": "employer", "look": "1"})
    assert (page.context["faults"], page.context["fresh_count"]) == ([], 1)


def test_what_changed_just_now_is_shown_before_it_is_kept(cast: Cast, browse: Any) -> None:
    file = kept(cast, "Firma,Title\nNord,Pilot\n")
    page = preview(browse, cast.alice, file, **{"column-0": "employer", "import": "1"})
    assert "Look at it below" in page.context["refusal"]
    assert added() == []


def test_dates_that_can_be_read_two_ways_are_asked_about(cast: Cast, browse: Any) -> None:
    file = kept(cast, HEAD + "Nord,Pilot,3/4/2026,,,\n")
    page = preview(browse, cast.alice, file, **{"import": "1"})
    assert (page.context["question"], page.context["ready"], added()) == ("3/4/2026", False, [])
    preview(browse, cast.alice, file, days="dmy", look="1")
    preview(browse, cast.alice, file, **{"import": "1"})
    assert Application.objects.latest("pk").applied_on == date(2026, 4, 3)


def test_a_guess_is_said_aloud(cast: Cast, browse: Any) -> None:
    response = bring(cast, browse, (HEAD + "Söhne,Pilot,,,,\n").encode("cp1252"))
    assert "We guessed Windows-1252" in browse(cast.alice).get(response.url).content.decode()


def test_text_that_could_be_markup_is_shown_as_it_is(cast: Cast, browse: Any) -> None:
    file = kept(cast, HEAD.replace("Notes", "<b>") + "<script>x</script>,=1+1,,,,<i>\n")
    page = preview(browse, cast.alice, file).content.decode()
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page
    preview(browse, cast.alice, file, **{"import": "1"})
    assert added() == ["=1+1, <script>x</script>"]


@pytest.mark.parametrize("without_client", [False, True])
def test_the_preview_costs_the_same_for_one_row_and_many(cast: Cast, browse: Any, without_client: bool) -> None:
    counts, browser = [], browse(cast.alice)
    for number in (1, 60):
        rows = "".join(f"Works {n},Post,,No,,x,Eve Stone\nAcme Lighting,Analyst,,,,,P {n}\n" for n in range(number))
        file = kept(cast, HEAD.replace("\n", ",Client\n") + rows, without_client=without_client)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(reverse("desk:import-preview", args=[file.pk])).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 15


# --- Kept ------------------------------------------------------------------------------------------------------------


def test_a_row_becomes_facts_only_where_it_has_their_day(cast: Cast) -> None:
    text = HEAD + "A,a,2026-10-01,Rejected,2026-10-20,\nB,b,2026-10-01,Rejected,,kind people\nC,c,,Interview,,\n"
    imports.take_in(file=kept(cast, text), choices=imports.Choices(), membership=cast.member(cast.alice), by=cast.alice)
    (decision,) = Decision.objects.all()
    assert (decision.kind, decision.happened_at, decision.application.status) == (
        "rejected",
        at(20, 10, 12),
        "rejected",
    )
    assert [(note.application.position, note.text) for note in SharedNote.objects.order_by("pk")] == [
        ("b", "Imported from my search.csv: status “Rejected”.\nkind people"),
        ("c", "Imported from my search.csv: status “Interview”."),
    ]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite plans without counting")
def test_the_database_counts_afresh_what_it_will_be_asked_for(cast: Cast) -> None:
    text = HEAD + "".join(f"E{n},p{n},,,,\n" for n in range(300))
    imports.take_in(file=kept(cast, text), choices=imports.Choices(), membership=cast.member(cast.alice), by=cast.alice)
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'candidates_application'")
        assert cursor.fetchone()[0] >= 300


def test_the_standing_is_what_it_would_be_had_it_been_typed(cast: Cast) -> None:
    text = HEAD + "A,a,2026-10-01,Offer,2026-10-20,\nB,b,2020-10-01,,,\nC,c,,Saved,,\nD,d,,Withdrawn,2026-11-12,\n"
    imports.take_in(file=kept(cast, text), choices=imports.Choices(), membership=cast.member(cast.alice), by=cast.alice)
    for row in Application.objects.filter(position__in="abcd"):
        standing = standing_of(row, timezone.now())
        assert (row.status, row.ball, row.review_at) == (standing.status, standing.ball, standing.review_at)
        (change,) = row.standing_changes.all()
        assert (change.number, change.status, row.standing_number) == (1, row.status, 1)


def test_it_is_written_down_and_the_text_is_forgotten(cast: Cast, browse: Any) -> None:
    file = kept(cast, HEAD + "Nord,Pilot,,,,\n")
    preview(browse, cast.alice, file, **{"import": "1"})
    file.refresh_from_db()
    entry = AuditEntry.objects.get(action="imported")
    assert (file.text, file.imported_by, entry.client, entry.values["applications"]) == (
        *("", cast.alice, cast.client, 1),
    )
    assert "It is in" in preview(browse, cast.alice, file).content.decode()


def test_a_second_click_adds_nothing(cast: Cast, browse: Any) -> None:
    file = kept(cast, HEAD + "Nord,Pilot,,,,\n")
    stale = ImportFile.objects.get(pk=file.pk)
    preview(browse, cast.alice, file, **{"import": "1"})
    preview(browse, cast.alice, file, **{"import": "1"})
    with pytest.raises(Refused, match="imported already"):
        imports.take_in(file=stale, choices=imports.Choices(), membership=cast.member(cast.alice), by=cast.alice)
    assert added() == ["Pilot, Nord"]


def test_a_file_that_brings_nothing_new_stays(cast: Cast, browse: Any) -> None:
    file = kept(cast, HEAD + "Acme Lighting,Analyst,,,,\n")
    assert "This file would add nothing" in preview(browse, cast.alice, file, **{"import": "1"}).context["refusal"]
    file.refresh_from_db()
    assert (file.imported_at, bool(file.text)) == (None, True)


# --- Clients ---------------------------------------------------------------------------------------------------------


def test_clients_come_with_their_applications(cast: Cast, browse: Any) -> None:
    response = bring(cast, browse, (SAMPLES / "clients.csv").read_bytes(), to=reverse("desk:import-clients"))
    browse(cast.alice).post(response.url, {"import": "1"})
    rosa, omar = Client.objects.filter(given_name__in=["Rosa", "Omar"]).order_by("pk")
    assert (rosa.city, rosa.country, rosa.applications.count(), omar.applications.count()) == ("Albany", "US", 2, 0)
    assert [each.counselor.user for each in omar.assignments.all()] == [cast.alice]
    assert CaseNote.objects.get(client=rosa).text == "Prefers mornings"
    assert SharedNote.objects.filter(client=rosa).count() == 0


def test_who_is_in_the_caseload_is_not_added_again(cast: Cast, browse: Any) -> None:
    rows = f"Robert M.,{cast.client.email.upper()},Nord,Pilot\nEve Stone,,Acme Lighting,Designer\n"
    file = kept(cast, "Client,Email,Employer,Position\n" + rows, without_client=True)
    shown = preview(browse, cast.alice, file).context
    assert [row["existing"] for row in shown["known"]] == [cast.client, cast.other_client]
    assert (shown["newcomers"], shown["fresh_count"], shown["twin_count"]) == (0, 1, 1)
    before = Client.objects.count()
    preview(browse, cast.alice, file, **{"import": "1", "anew": "3"})
    assert Client.objects.count() == before + 1
    assert cast.client.applications.count() == 2
    assert Client.objects.latest("pk").applications.get().position == "Designer"


def test_a_colleagues_client_is_not_betrayed(cast: Cast, browse: Any) -> None:
    make_client(cast.practice, cast.dan, None, "Hidden", "Person")
    file = kept(cast, "Client\nHidden Person\n", without_client=True)
    shown = preview(browse, cast.alice, file).context
    assert (shown["known"], shown["newcomers"]) == ([], 1)


# --- Whose it is -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["bob", "dan", "supervisor", "eve"])
def test_a_preview_is_its_uploaders_alone(cast: Cast, browse: Any, who: str) -> None:
    file = kept(cast, HEAD + "Nord,Pilot,,,,\n")
    face = "portal" if who in ("bob", "eve") else "desk"
    for data in ({}, {"import": "1"}, {"discard": "1"}):
        assert preview(browse, getattr(cast, who), file, face, **data).status_code == 404
    assert ImportFile.objects.filter(imported_at=None).count() == 1


def test_a_preview_of_a_client_one_no_longer_sees_is_gone(cast: Cast, browse: Any) -> None:
    file = kept(cast, HEAD + "Nord,Pilot,,,,\n")
    cast.client.assignments.update(to_on=date(2026, 11, 12))
    assert preview(browse, cast.alice, file).status_code == 404


def test_a_file_is_thrown_away(cast: Cast, browse: Any) -> None:
    file = kept(cast, HEAD + "Nord,Pilot,,,,\n")
    assert preview(browse, cast.alice, file, discard="1").status_code == 302
    assert ImportFile.objects.count() == 0


def test_what_nobody_imported_is_forgotten_after_a_week(cast: Cast) -> None:
    for days in (6, 8):
        file = kept(cast, HEAD + "Nord,Pilot,,,,\n")
        ImportFile.objects.filter(pk=file.pk).update(created_at=timezone.now() - timedelta(days=days))
    forget_imports()
    assert [file.created_at for file in ImportFile.objects.all()] == [timezone.now() - timedelta(days=6)]


@pytest.mark.parametrize("value", ["99999", "x", "-1", "²", "\x00", "1" * 500])
def test_forged_choices_do_nothing(cast: Cast, browse: Any, value: str) -> None:
    file = kept(cast, HEAD + "Nord,Pilot,,,,\n")
    data = {"again": value, "anew": value, "days": value, "column-0": value, f"fix-{value}-0": "x", "fix-2-999": value}
    assert preview(browse, cast.alice, file, **data).status_code == 200
    assert preview(browse, cast.alice, file, **data | {"import": "1"}).status_code == 302
    assert added() == ["Pilot, Nord"]
