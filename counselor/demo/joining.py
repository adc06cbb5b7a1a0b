"""What the clients share, and who is still to come: Mai to her portal, and a colleague."""

from __future__ import annotations

from datetime import datetime, timedelta

from candidates import consents, invitations
from candidates.consents import Kind
from counselor.accounts.models import Role
from counselor.demo.people import CLIENTS, DEMO_DOMAIN, Cast
from counselor.demo.stage import clock_at

WITHHOLDS = {"henry": {Kind.SUPERVISOR}, "priya": {Kind.STATISTICS}}


def tell(cast: Cast, now: datetime) -> None:
    """Every client with an account answered the five questions; two invitations of the last days are open."""
    for person in CLIENTS:
        if user := cast.users.get(person.key):
            given = {str(kind): kind not in WITHHOLDS.get(person.key, set()) for kind in Kind}
            with clock_at(now - timedelta(days=person.days - 1)):
                consents.answer(client=cast.clients[person.key], given=given, by=user)
    with clock_at(now - timedelta(days=2)):
        mai = cast.clients["mai"]
        invitations.invite(by=cast.members["alice"], email=mai.email, role=Role.CLIENT, by_mail=False, client=mai)
        colleague = f"noor{DEMO_DOMAIN}"
        invitations.invite(by=cast.members["adam"], email=colleague, role=Role.COUNSELOR, by_mail=False)
