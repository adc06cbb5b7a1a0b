"""Plays events in order of time through the product's own services, with the sweep between them.

The services stamp the moment of entry, and the rule asks for the present. A practice with a past needs both to lie in
the past, so while an event is played Django's clock stands at its time. This happens in the process of the demo command
and nowhere else, and no worker is woken: what is played here happened long ago.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from unittest.mock import patch

from django.utils import timezone

from candidates.models import Application
from candidates.sweep import check_one


@dataclass(frozen=True, order=True)
class Event:
    """Something that happened, and what is entered for it. Of two at one moment the lower `order` comes first."""

    at: datetime
    order: int
    enter: Callable[[], object] = field(compare=False)


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """Django's clock stands at `moment`."""
    with patch.object(timezone, "now", lambda: moment):
        yield


@contextmanager
def nobody_is_woken() -> Iterator[None]:
    """Mail is written without a nudge to the worker; the beat finds what is still due."""
    with patch("counselor.outbox.services._nudge"):
        yield


def play(events: Iterable[Event], until: datetime) -> None:
    """Every event in its turn, with what time alone changes between them. Inside the scope of one practice."""
    with nobody_is_woken():
        for event in sorted(events):
            let_time_pass(event.at)
            with clock_at(event.at):
                event.enter()
        let_time_pass(until)


def let_time_pass(until: datetime) -> None:
    """What the sweep would have done up to `until`, each application at its own moment."""
    while due := Application.objects.due(until).first():
        with clock_at(due.review_at):
            check_one(due.pk, due.review_at)
