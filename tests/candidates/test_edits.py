"""Two people edit one row: nobody overwrites what they have not seen, and the trail says who changed what."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django_scopes import scope

from candidates import services
from candidates.edits import Changed, edit_application, edit_client
from candidates.models import Application, AuditEntry, Client, Employer
from candidates.same_employer import applications_there
from candidates.services import Refused
from tests.cast import Cast, make_application
from tests.pipeline import met
from tests.threads import at_once


def edit(cast: Cast, seen: int = 1, by: Any = None, **fields: Any) -> list[str]:
    return edit_application(application=cast.application, seen=seen, by=by or cast.alice, **fields)


def entries(cast: Cast) -> list[Any]:
    return list(cast.application.audit_entries.filter(action="edited").order_by("pk").values_list("values", flat=True))


def test_an_edit_writes_only_what_it_names(cast: Cast) -> None:
    Application.objects.filter(pk=cast.application.pk).update(salary="a lot")
    assert edit(cast, position="Senior analyst", applied_on=date(2026, 10, 2)) == ["position", "applied_on"]
    row = Application.objects.get(pk=cast.application.pk)
    assert (row.position, row.salary, row.version) == ("Senior analyst", "a lot", 2)


def test_the_trail_says_what_it_was_and_what_it_became(cast: Cast) -> None:
    edit(cast, position="Senior analyst", applied_on=date(2026, 10, 2))
    changes = {"position": ["Analyst", "Senior analyst"], "applied_on": ["2026-10-01", "2026-10-02"]}
    assert entries(cast) == [{"version": 2, "changes": changes}]


def test_an_edit_that_changes_nothing_leaves_no_trace(cast: Cast) -> None:
    assert edit(cast, position="Analyst", employer="acme LIGHTING", applied_on=date(2026, 10, 1)) == []
    cast.application.refresh_from_db()
    assert (cast.application.version, entries(cast)) == (1, [])


def test_who_was_slower_hears_what_was_changed_by_whom(cast: Cast) -> None:
    edit(cast, by=cast.bob, position="Clerk", salary="20 an hour")
    edit(cast, seen=2, by=cast.bob, position="Head clerk")
    with pytest.raises(Changed) as caught:
        edit(cast, position="Analyst", source="a friend")
    since = {name: (each.before, each.after, each.by) for name, each in caught.value.since.items()}
    assert since == {"position": ("Analyst", "Head clerk", cast.bob), "salary": ("", "20 an hour", cast.bob)}
    assert caught.value.version == 3


def test_what_is_again_as_it_was_did_not_change(cast: Cast) -> None:
    edit(cast, position="Clerk")
    edit(cast, seen=2, position="Analyst")
    with pytest.raises(Changed) as caught:
        edit(cast, source="a friend")
    assert caught.value.since == {}


def test_what_makes_no_sense_is_refused(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        edit(cast, posting_url="javascript:alert(1)")
    assert entries(cast) == []


# --- Another employer ------------------------------------------------------------------------------------------------


def test_another_employer_while_nothing_hangs_on_it(cast: Cast) -> None:
    assert edit(cast, employer="Next Door") == ["employer", "site"]
    row = Application.objects.get(pk=cast.application.pk)
    assert (str(row.employer), row.site) == ("Next Door", None)


def test_once_they_met_it_stays(cast: Cast) -> None:
    met(cast)
    with pytest.raises(Refused, match="Add an application for the other employer"):
        edit(cast, employer="Next Door")
    assert not Employer.objects.filter(name="Next Door").exists()


def test_once_a_person_there_is_known_it_stays(cast: Cast) -> None:
    services.add_contact(employer=cast.employer, client=cast.client, by=cast.bob, family_name="Kim")
    with pytest.raises(Refused, match="Acme Lighting are already on record"):
        edit(cast, employer="Next Door")


def test_the_employer_of_a_slower_writer_is_not_even_made(cast: Cast) -> None:
    edit(cast, position="Clerk")
    with pytest.raises(Changed):
        edit(cast, employer="Next Door")
    assert not Employer.objects.filter(name="Next Door").exists()


# --- Clients ---------------------------------------------------------------------------------------------------------


def test_a_client_is_edited_alike(cast: Cast) -> None:
    assert edit_client(client=cast.client, seen=1, by=cast.alice, phone="555-0100", reminders=True) == ["phone"]
    entry = AuditEntry.objects.get(client=cast.client, action="edited")
    assert entry.values == {"version": 2, "changes": {"phone": ["", "555-0100"]}}


def test_a_clients_edit_tells_nothing_of_their_applications(cast: Cast) -> None:
    edit(cast, position="Clerk")
    edit_client(client=cast.client, seen=1, by=cast.bob, phone="555-0100")
    with pytest.raises(Changed) as caught:
        edit_client(client=cast.client, seen=1, by=cast.alice, city="Troy")
    assert caught.value.since.keys() == {"phone"}


def test_lines_end_alike_from_every_browser(cast: Cast) -> None:
    street = cast.client.street_address.replace("\n", "\r\n")
    assert edit_client(client=cast.client, seen=1, by=cast.alice, street_address=street) == []


def test_a_clients_time_zone_has_to_be_one(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="is not a time zone"):
        edit_client(client=cast.client, seen=1, by=cast.alice, time_zone="Mars/Olympus")


# --- At once ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_wins_and_the_other_hears_of_it(shared_database: None, cast: Cast) -> None:
    def write(by: Any, words: str) -> list[str]:
        with scope(practice=cast.practice):
            return edit_application(application=cast.application, seen=1, by=by, position=words)

    came = at_once(partial(write, cast.alice, "by Alice"), partial(write, cast.bob, "by Bob"))
    won = next(each for each in came if isinstance(each, list))
    lost = next(each for each in came if isinstance(each, Changed))
    cast.application.refresh_from_db()
    assert (won, lost.since["position"].after) == (["position"], cast.application.position)
    assert (cast.application.version, len(entries(cast))) == (2, 1)


# --- The same employer again -----------------------------------------------------------------------------------------


def test_an_earlier_application_is_found_however_it_is_written(cast: Cast) -> None:
    assert applications_there(cast.client, "ACME-Lighting, Inc.") == [cast.application]
    assert applications_there(cast.client, "Acme") == []


def test_a_fellow_clients_application_is_nobody_elses_business(cast: Cast) -> None:
    nobody = Client.objects.create(practice=cast.practice, given_name="Fay", family_name="Ox")
    assert applications_there(nobody, "Acme Lighting") == []
    again = make_application(cast.client, cast.employer, cast.site, cast.bob, "Clerk")
    assert applications_there(cast.client, "Acme Lighting") == [again, cast.application]
