"""One application in the portal's lists."""

from __future__ import annotations

from typing import Any

from candidates.followup.facts import Verdict
from counselor.pages import moves
from counselor.pages.face import PORTAL


def row_of(row: Any) -> dict[str, Any]:
    """One application in a list. Before a look in the spam folder no badge says *probably*."""
    verdict = "" if row.verdict == Verdict.PROBABLE and not row.looked else row.verdict
    return {
        "title": row.position,
        "employer": row.employer,
        "url": PORTAL.url("application", row.pk),
        "why": moves.why(row.status, verdict),
        "label": row.get_status_display(),
        "tone": moves.tone(row.status, verdict, row.ball),
        "review_at": row.review_at,
        "aside": row.archived_at is not None,
    }
