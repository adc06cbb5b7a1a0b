"""A counselor's desk over the furnished rooms: a label on the client, and a view of the caseload."""

from __future__ import annotations

from collections.abc import Callable

from candidates import desk_views, labeling
from candidates.models import Client
from counselor.accounts.models import Membership, User


def arrange_desk(client: Client, by: User, say: Callable[[str], str]) -> None:
    label = labeling.add_label(practice=client.practice, name=say("Label.name"), by=by)
    labeling.label_client(client=client, labels=[label], by=by)
    member = Membership.objects.get(practice=client.practice, user=by)
    search = desk_views.Search(q=say("SavedView.query"))
    desk_views.keep_view(member=member, name=say("SavedView.name"), search=search, by=by)
