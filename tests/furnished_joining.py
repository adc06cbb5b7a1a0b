"""An invitation on its way: to somebody who is not on record yet."""

from __future__ import annotations

from collections.abc import Callable

from candidates import consents, invitations
from candidates.models import Client
from counselor.accounts.models import Invitation, Membership, Role, User


def answers_of(client: Client, by: User) -> None:
    """The client was asked, and said yes to most; to supervision, if they were told of it before."""
    client.refresh_from_db(fields=["supervisor_informed_on"])
    given = {str(kind): True for kind in consents.Kind}
    given |= {"supervisor": client.supervisor_informed_on is not None}
    consents.answer(client=client, given=given, by=client.user or by)


def invitation_of(client: Client, by: User, say: Callable[[str], str]) -> Invitation:
    sender = Membership.objects.current().get(practice=client.practice, user=by)
    return invitations.invite(by=sender, email=say("Invitation.email"), role=Role.CLIENT, by_mail=False)
