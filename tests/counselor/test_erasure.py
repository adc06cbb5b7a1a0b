"""After an erasure: nothing of the client anywhere, all of everybody else, and the guards are up again."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, models, transaction
from django.urls import reverse
from django_scopes import scopes_disabled

from candidates.models import Application, AuditEntry, Client, Employer
from candidates.services import Refused
from counselor.accounts.models import Invitation, Membership, Practice, Role, User
from counselor.celery import app
from counselor.my_data import erasure
from counselor.my_data.belongings import belongings, tables
from counselor.my_data.models import Erasure, Export
from counselor.outbox.models import AccountMail, OutgoingEmail
from letters import print_runs, services
from letters.models import FrozenLetter, KeptOutcome, Letter, PrintRun
from tests.cast import NOW, Cast
from tests.furnished import Rooms, furnish, letter_of, plainly
from tests.test_tenancy import Canaries, aviary, plant  # noqa: F401  (aviary is a fixture)

THE_OFFICES = {
    "Label.name",
    "SavedView.name",
    "SavedView.query",
    "Printer.name",
    "Letterhead.name",
    "LetterTemplate.text",
    "Invitation.email",  # somebody else's address
}
"""What a counselor made for the office while they worked with the client."""

Wish = Erasure.Wish


def cells() -> Iterator[tuple[str, Any]]:
    """Every value of every column of every table."""
    with scopes_disabled():
        for model in tables():
            for row in model._base_manager.values():
                yield from ((f"{model._meta.label}.{name}", value) for name, value in row.items())


def sung(*everyone: Canaries) -> list[set[str]]:
    """Whose canaries are in the database, by the fields they were said for."""
    text = "\n".join(str(value) for _where, value in cells() if not isinstance(value, int))
    return [each.found_in(text) - {"something"} for each in everyone]


def papers() -> set[bytes]:
    """Every page and document in the database."""
    return {bytes(value) for _where, value in cells() if isinstance(value, bytes | memoryview) and is_paper(value)}


def is_paper(content: bytes | memoryview) -> bool:
    return bytes(content).startswith((b"%PDF", b"Dear"))


def files_of(client: Client) -> set[bytes]:
    """Every page and document of a client."""
    found = set()
    for model, keys in belongings(client).items():
        columns = [each.name for each in model._meta.concrete_fields if isinstance(each, models.BinaryField)]
        for row in model._base_manager.filter(pk__in=keys) if columns else ():
            found |= {bytes(getattr(row, name)) for name in columns}
    return {each for each in found if is_paper(each)}


def test_nothing_of_the_client_and_all_of_everybody_else(cast: Cast, aviary: Any) -> None:  # noqa: F811
    carols, eves, bobs = (aviary[name][0] for name in ("carol", "eve", "bob"))
    others = sung(eves, carols)
    theirs = files_of(cast.client)
    kept = KeptOutcome.objects.count()
    assert papers() >= theirs != set()
    made = erasure.erase(client=cast.client, wish=Wish.CLIENT, by=None)
    assert sung(bobs)[0] <= THE_OFFICES
    assert sung(eves, carols) == others
    assert papers() & theirs == set()
    assert not User.objects.filter(pk=cast.bob.pk).exists()
    assert KeptOutcome.objects.count() == kept
    assert (made.rows["candidates.Application"], made.frozen_letters) == (3, 2)
    connection.check_constraints()


@pytest.mark.usefixtures("furnished")
def test_lines_of_the_trail_stay_without_whose_data_it_was(cast: Cast) -> None:
    staffs = AuditEntry.objects.filter(client=cast.client, by=cast.alice).count()
    erasure.erase(client=cast.client, wish=Wish.CLIENT, by=None)
    bare = AuditEntry.objects.filter(client=None, application=None, values={}, by=cast.alice)
    assert bare.count() == staffs > 3


def both_rooms(cast: Cast) -> list[Rooms]:
    return [furnish(client, cast.alice) for client in (cast.client, cast.other_client)]


def test_the_guards_are_up_again(cast: Cast, retold: Any) -> None:
    retold(both_rooms)
    erasure.erase(client=cast.client, wish=Wish.CLIENT, by=None)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM letters_frozenletter")
    assert FrozenLetter.objects.exists()


def one_more(rooms: Rooms, by: User) -> Letter:
    """Another approved letter, in no print run yet."""
    letter = letter_of(rooms.application, rooms.contact, by, plainly)
    services.approve(letter=letter, version=letter.version, by=by, warning_reason="it is meant so")
    return letter


def test_a_mixed_print_run_is_made_again_without_the_page(cast: Cast, retold: Any) -> None:
    letters = [one_more(rooms, cast.alice) for rooms in retold(both_rooms)]
    run = print_runs.start(letters=letters, printer=None, by=cast.member(cast.alice))
    print_runs.make_due(NOW)
    before = bytes(PrintRun.objects.get(pk=run.pk).letters_pdf)
    erasure.erase(client=cast.client, wish=Wish.CLIENT, by=None)
    run.refresh_from_db()
    assert (run.state, run.total, bytes(run.letters_pdf)) == (PrintRun.State.QUEUED, 1, b"")
    print_runs.make_due(NOW)
    run.refresh_from_db()
    assert run.state == PrintRun.State.READY
    assert 0 < len(run.letters_pdf) < len(before)


@pytest.mark.usefixtures("furnished")
def test_mails_and_digests_say_nothing_any_more(cast: Cast) -> None:
    common = {"practice": cast.practice, "recipient": cast.alice, "address": cast.alice.email, "send_after": NOW}
    for number, line in enumerate(("Bob, Acme Lighting", "Eve, Acme Lighting")):
        OutgoingEmail.objects.create(
            kind="daily-digest", about="member:1", occurrence=str(number), message_id=f"<{number}@x>", subject="Day",
            text=f"- {line}", **common,
        )  # fmt: skip
    told = f"application:{cast.application.pk}"
    OutgoingEmail.objects.create(
        kind="handed", about=told, occurrence="1", message_id="<h@x>", subject="s", text="Bob is yours", **common
    )
    erasure.erase(client=cast.client, wish=Wish.CLIENT, by=None)
    digests = OutgoingEmail.objects.filter(kind="daily-digest").order_by("occurrence")
    assert [("Bob" in each.text, each.state) for each in digests] == [(False, "cancelled"), (False, "queued")]
    assert not OutgoingEmail.objects.filter(about=told).exists()


def test_an_account_that_serves_elsewhere_stays(cast: Cast) -> None:
    Membership.objects.create(practice=cast.elsewhere["practice"], user=cast.bob, role=Role.CLIENT)
    erasure.erase(client=cast.client, wish=Wish.CLIENT, by=None)
    assert Membership.objects.get(user=cast.bob).practice == cast.elsewhere["practice"]


def test_an_account_others_rows_lead_to_stays_without_a_name(cast: Cast) -> None:
    AuditEntry.objects.create(practice=cast.practice, client=cast.other_client, action="edited", by=cast.bob)
    erasure.erase(client=cast.client, wish=Wish.CLIENT, by=None)
    account = User.objects.get(pk=cast.bob.pk)
    assert (account.name, account.is_active, "bob" in account.email) == ("", False, False)


def test_an_employer_others_apply_to_stays(cast: Cast) -> None:
    erasure.erase(client=cast.client, wish=Wish.CLIENT, by=None)
    assert Employer.objects.filter(pk=cast.employer.pk).exists()
    erasure.erase(client=cast.other_client, wish=Wish.CLIENT, by=None)
    assert not Employer.objects.filter(pk=cast.employer.pk).exists()


def test_twice_is_refused(cast: Cast) -> None:
    erasure.erase(client=cast.client, wish=Wish.CLIENT, by=None)
    with pytest.raises(Refused):
        erasure.erase(client=cast.client, wish=Wish.CLIENT, by=None)
    assert Erasure.objects.count() == 1


@pytest.mark.usefixtures("furnished")
def test_a_row_that_would_be_left_behind_undoes_it_all(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = erasure.belongings
    monkeypatch.setattr(
        erasure, "belongings", lambda client: {k: v for k, v in whole(client).items() if k is not Export}
    )
    with pytest.raises(IntegrityError):
        erasure.erase(client=cast.client, wish=Wish.CLIENT, by=None)
    assert Application.objects.filter(client=cast.client).exists()


def test_no_task_is_told_anything(cast: Cast) -> None:
    """What lies in the broker is names of tasks: no task of ours takes an argument."""
    ours = [task for name, task in app.tasks.items() if not name.startswith("celery.")]
    assert ours
    assert [task.name for task in ours if inspect.signature(task.run).parameters] == []


@pytest.mark.skipif(not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"), reason="one file to read")
def test_nothing_is_left_in_the_file_either(shared_database: None, cast: Cast) -> None:
    """Freed pages are overwritten and the write-ahead log is emptied."""
    bobs, _rooms = plant(cast.client, cast.alice, "Bob")
    file = Path(connection.settings_dict["NAME"])
    words = [word.encode() for name, word in bobs.said.items() if name not in THE_OFFICES]
    assert any(word in content for content in bytes_of(file) for word in words)
    erasure.erase(client=cast.client, wish=Wish.CLIENT, by=None)
    assert [word for word in words if any(word.lower() in content.lower() for content in bytes_of(file))] == []


def bytes_of(file: Path) -> list[bytes]:
    return [each.read_bytes() for each in file.parent.glob(f"{file.name}*")]


# --- The pages -------------------------------------------------------------------------------------------------------


def test_a_client_erases_themselves_by_typing_their_name(cast: Cast, browse: Any) -> None:
    bob, url = browse(cast.bob), reverse("portal:erase-client")
    assert bob.post(url, {"name": "Bob Mills"}).status_code == 200
    assert Client.objects.filter(pk=cast.client.pk).exists()
    response = bob.post(url, {"name": " bob  miller "}, follow=True)
    assert response.redirect_chain[-1][0] == reverse("account_login")
    assert "Everything is erased" in response.content.decode()
    assert (Client.objects.filter(pk=cast.client.pk).exists(), Erasure.objects.get().by) == (False, None)
    assert bob.get(reverse("portal:now")).status_code == 302


def test_a_counselor_erases_on_request(cast: Cast, browse: Any) -> None:
    url = reverse("desk:erase-client", args=[cast.client.pk])
    assert browse(cast.alice).post(url, {"name": "Bob Miller"}).url == reverse("desk:caseload")
    made = Erasure.objects.get()
    assert (made.by, made.wish) == (cast.alice, Wish.STAFF)


def test_an_administrator_erases_by_name_and_address(cast: Cast, browse: Any) -> None:
    url, adam = reverse("desk:erasures"), browse(cast.administrator)
    wrong = {"name": "Bob Miller", "email": "eve@home.example", "sure": "on"}
    assert "Nothing was erased" in adam.post(url, wrong).content.decode()
    elsewhere = {"name": "Zoe Canary", "email": "", "sure": "on"}
    assert adam.post(url, elsewhere).status_code == 200
    assert adam.post(url, {"name": "Bob Miller", "email": "bob@home.example", "sure": "on"}).status_code == 302
    assert "Adam" in (page := adam.get(url).content.decode())
    assert "Bob" not in page
    assert Practice.objects.count() == 2


def test_what_lies_in_this_practice_goes_though_the_account_stays(cast: Cast) -> None:
    Membership.objects.create(practice=cast.elsewhere["practice"], user=cast.bob, role=Role.CLIENT)
    common = {"recipient": cast.bob, "address": cast.bob.email, "send_after": NOW, "subject": "s", "text": "t"}
    for number, practice in enumerate((cast.practice, cast.elsewhere["practice"])):
        OutgoingEmail._base_manager.create(
            practice=practice, kind="x", about="x:1", occurrence=str(number), message_id=f"<{number}@y>", **common
        )
    erasure.erase(client=cast.client, wish=Wish.CLIENT, by=None)
    left = OutgoingEmail._base_manager.filter(recipient=cast.bob).values_list("practice", flat=True)
    assert list(left) == [cast.elsewhere["practice"].pk]


def test_what_is_only_addressed_goes_too(cast: Cast) -> None:
    for address in ("BOB@home.example", "eve@home.example"):
        AccountMail.objects.create(address=address, subject="s", text="t", send_after=NOW, expires_at=NOW)
    erasure.erase(client=cast.client, wish=Wish.CLIENT, by=None)
    assert [each.address for each in AccountMail.objects.all()] == ["eve@home.example"]


def test_the_practice_of_one_who_searched_alone_bears_no_name(cast: Cast) -> None:
    Practice.objects.filter(pk=cast.practice.pk).update(kind=Practice.Kind.OWN, name="Bob Miller")
    erasure.erase(client=cast.client, wish=Wish.CLIENT, by=None)
    assert Practice.objects.get(pk=cast.practice.pk).name == "–"


def test_invitations_to_their_address_go_too(cast: Cast) -> None:
    common = {"practice": cast.practice, "role": "client", "invited_by": cast.member(cast.alice)}
    for address in ("Bob@home.example", "eve@home.example"):
        Invitation.objects.create(email=address, invited_at=NOW, expires_at=NOW, **common)
    erasure.erase(client=cast.client, wish=Wish.CLIENT, by=None)
    assert [each.email for each in Invitation.objects.all()] == ["eve@home.example"]
