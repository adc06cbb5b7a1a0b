"""Whether the sweep runs, honestly: when it last did, whether that is long ago, and what it could not check."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings

from candidates.sweep import beats
from counselor.outbox import freeze


def sweep_light(now: datetime) -> dict[str, Any]:
    """How long ago the sweep ran, in whole minutes, whether that is late, and how many rows it could not check.

    `minutes` is None before the first. `frozen` says whether there may be a freeze to tell of.
    """
    beat = beats().annotate(frozen=freeze.ON).first()
    if beat is None:
        return {"minutes": None, "late": True, "failed": 0, "frozen": True}
    seconds = (now - beat.at).total_seconds()
    late = seconds >= settings.SWEEP_LATE_AFTER
    return {"minutes": int(seconds // 60), "late": late, "failed": beat.failed, "frozen": beat.frozen}
