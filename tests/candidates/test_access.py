"""The door: which rows an application's page may show."""

from __future__ import annotations

from candidates import access, services
from tests.cast import Cast


def met(cast: Cast, **fields: object) -> str:
    contact = services.add_contact(employer=cast.employer, by=cast.alice, **fields)
    return contact.family_name


def test_the_people_a_fellow_client_met_are_not_shown(cast: Cast) -> None:
    met(cast, family_name="Evesfriend", client=cast.other_client)
    mine = met(cast, family_name="Bobsfriend", client=cast.client)
    shown = {contact.family_name for contact in access.contacts(cast.application)}
    assert shown == {mine, cast.contact.family_name}


def test_a_contact_added_to_an_application_belongs_to_its_client(cast: Cast, browse: object) -> None:
    page = f"/portal/applications/{cast.application.pk}/contacts/add/"
    browse(cast.bob).post(page, {"family_name": "Ode", "job_title": "Director"})  # type: ignore[operator]
    assert access.contacts(cast.application).get(family_name="Ode").client == cast.client
