"""What the practice would keep of the letters of the client's story, once the counseling had ended."""

from __future__ import annotations

from candidates import trail
from candidates.models import Client
from counselor.accounts.models import User
from letters.endings import keep_outcomes_of


def leave_traces(client: Client, by: User) -> None:
    """A look at the portal in the audit trail, and the outcomes kept without a name."""
    trail.note(action=trail.Action.VIEWED_AS, client=client, by=by)
    keep_outcomes_of(client=client, by=by)
