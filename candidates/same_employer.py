"""A client's earlier applications to an employer, however its name was written."""

from __future__ import annotations

from candidates.employer_names import same_employer
from candidates.models import Application, Client


def applications_there(client: Client, employer: str) -> list[Application]:
    """The client's own applications to an employer of that name, newest first."""
    rows = Application.objects.filter(client=client).select_related("employer").order_by("-pk")
    return [row for row in rows if same_employer(row.employer.name, employer)]
