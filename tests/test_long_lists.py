"""Every page costs the same queries with ten rows of everything and with two hundred: none asks once for each row."""

from __future__ import annotations

from itertools import cycle
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from candidates.models import (
    ActionItem,
    Application,
    AuditEntry,
    CaseNote,
    Client,
    Closure,
    CounselingSession,
    Flag,
    Label,
    Reminder,
    SharedNote,
)
from counselor.accounts.models import Membership, User
from counselor.demo import large
from counselor.outbox.models import OutgoingEmail
from letters.models import Printer
from tests.addresses import url_of
from tests.cast import NOW, Cast
from tests.furnished import Rooms
from tests.test_consistency import MOST
from tests.who_sees_what import rows

FEW, MANY = 10, 200
GATHERING = {
    *("desk:application", "portal:application", "desk:debrief", "portal:debrief", "desk:letter", "portal:letter"),
    *("portal:now", "desk:remove-closure"),
}
"""Pages that are no lists: each gathers everything that is known about one thing."""
IN_PORTIONS = {"desk:remove-closure"}
"""What it would change is shown before a closure goes: every open application is reckoned again, in portions."""
TURNED = {
    OutgoingEmail: ("occurrence", "message_id"),
    Reminder: ("occurrence",),
    Label: ("name",),
    Printer: ("name",),
    **dict.fromkeys((ActionItem, AuditEntry, CaseNote, Closure, CounselingSession, Flag, SharedNote), ()),
}
"""What is copied besides people and applications, and the columns that no two rows share."""


def grow(cast: Cast, count: int) -> None:
    """So many more: alice’s clients, each with an application; bob’s applications; and what else is listed."""
    begun = Client.objects.count()
    clients = large.add_clients(cast.practice, cast.member(cast.alice), count, NOW)
    told = list(Application.objects.filter(client=cast.client).order_by("pk"))[:3]
    large.copy_stories(dict(enumerate([*clients, *[cast.client] * count])), cycle(told))
    for model, columns in TURNED.items():
        row = model.objects.earliest("pk")
        model.objects.bulk_create(twin(row, columns, begun + number) for number in range(count))
    users = User.objects.bulk_create(User(email=f"c{begun + n}@desk.example", name=f"C {n}") for n in range(count))
    Membership.objects.bulk_create(Membership(practice=cast.practice, user=each, role="counselor") for each in users)


def twin(row: Any, columns: tuple[str, ...], number: int) -> Any:
    (made,) = large.copies([row], **{name: f"{getattr(row, name)[:40]}{number}" for name in columns})
    return made


def costs(cast: Cast, browse: Any, rooms: Rooms) -> dict[str, int]:
    """How many queries each page makes that somebody may read."""
    found = {}
    for name, row in rows().items():
        if row.get != 200:
            continue
        reader = cast.administrator
        if row.who & {"alice", "bob"}:
            reader = cast.bob if name.startswith("portal:") else cast.alice
        browser, url = browse(reader), url_of(name, rooms, cast)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(url).status_code == 200, url
        found[name] = len(queries)
    return found


@pytest.mark.slow
def test_every_page_costs_the_same_for_ten_rows_and_two_hundred(cast, browse, rooms, monkeypatch):
    monkeypatch.setattr(large, "FROZEN", 2 * FEW)
    grow(cast, FEW)
    few = costs(cast, browse, rooms)
    grow(cast, MANY - FEW)
    many = costs(cast, browse, rooms)
    # Fewer is no harm: what is on the first page of a long timeline may be of fewer kinds.
    assert {name: (few[name], count) for name, count in many.items() if count > few[name]}.keys() <= IN_PORTIONS
    assert {name for name, count in many.items() if count > MOST} <= GATHERING
