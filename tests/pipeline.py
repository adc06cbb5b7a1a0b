"""Short words for what happens to bob's application, through the product's own services.

On 3 November bob met Ms Kim of Acme, who said the team would be in touch by the 17th; grace ends on the 19th.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from django.db.models import Model

from candidates import overrides, services
from candidates.models import Application, Decision, Interview, NextStep, Touchpoint
from tests.cast import Cast, at

M = TypeVar("M", bound=Model)
DUE = date(2026, 11, 17)
OVERDUE = at(20)  # the first morning after the grace days


def alike(row: M, changes: Iterable[dict[str, Any]]) -> list[M]:
    """Rows like one there is but for what is different in each, written straight into the table."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields} | {"id": None}
    return type(row)._default_manager.bulk_create(type(row)(**values | each) for each in changes)


def met(cast: Cast, application: Application | None = None, **fields: Any) -> Interview:
    """The interview of 3 November, 10 to 11 in New York."""
    values = {"arranged_at": at(1), "starts_at": at(3), "minutes": 60} | fields
    return services.record_interview(application=application or cast.application, by=cast.bob, **values)


def told(cast: Cast, application: Application | None = None, **fields: Any) -> NextStep:
    """What Ms Kim said right after it."""
    values = {
        "said_at": at(3, hour=11),
        "said_by": cast.contact,
        "words": "we will be in touch in two weeks",
        "kind": "employer_contacts",
        "due_on": DUE,
        "precision": "exact",
    } | fields
    return services.record_next_step(application=application or cast.application, by=cast.bob, **values)


def called(cast: Cast, **fields: Any) -> Touchpoint:
    """Bob called and left a message."""
    values = {"happened_at": at(12, hour=9), "channel": "phone", "result": "message_left"} | fields
    return services.log_touchpoint(application=cast.application, by=cast.bob, **values)


def decided(cast: Cast, kind: str, **fields: Any) -> Decision:
    values = {"happened_at": at(10)} | fields
    return services.record_decision(application=cast.application, by=cast.bob, kind=kind, **values)


def waiting(cast: Cast, application: Application | None = None) -> Application:
    """The application, waiting for Acme's word."""
    application = application or cast.application
    met(cast, application)
    told(cast, application)
    return application


def silent(cast: Cast) -> Application:
    """The application, where Acme let its day pass: probably an answer already today, 12 November.

    Bob has looked in his spam folder.
    """
    met(cast)
    told(cast, due_on=date(2026, 11, 5), words="by Thursday")
    overrides.check_spam(application=cast.application, found=False, by=cast.bob)
    return cast.application
