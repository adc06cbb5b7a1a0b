"""Each guard is taken away in turn, and somebody must notice (promise S4).

The guards: the audience of every page, the doors to rows, and the layers around all pages. Who notices is the table of
`tests/test_who_sees_what.py`, or the checks of headers and forged posts in `tests/test_security.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.test import Client as Browser
from django.urls import reverse

from candidates import access, models
from candidates.models import ActionItem, SharedNote
from candidates.querysets import ApplicationQuerySet, ClientQuerySet
from counselor import settings as product
from counselor.accounts import middleware
from counselor.accounts.models import Membership
from letters import access as letter_access
from letters.models import LetterQuerySet, PrintRun
from tests.addresses import patterns, url_of
from tests.test_who_sees_what import Visits, visits  # noqa: F401  (a fixture)
from tests.watching import faults
from tests.who_sees_what import rows

CAUGHT = 0.95
WITNESSES = ("bob", "dan", "eve", "administrator", "ex_member", "anonymous", "carol", "supervisor", "alice")

Undo = Callable[[], None]


def wrong_cell(seen: Visits, names: list[str], people: tuple[str, ...] = WITNESSES) -> str:
    """The first cell of the table that is not as the table says; empty when all are."""
    table = rows()
    for name in names:
        url = url_of(name, seen.rooms, seen.cast)
        for who in people:
            for method in ("GET", "POST"):
                got = seen.visit(who, method, url).status_code
                if got != table[name].expected(who, method):
                    return f"{method} {name} by {who}: {got}"
    return ""


# --- The audience of each page ---------------------------------------------------------------------------------------


def unguarded(view: Any) -> Any:
    """The same view without the guard that stamped it."""
    while hasattr(view.__wrapped__, "audience"):
        view = view.__wrapped__
    return view.__wrapped__


def pages_without_guard(seen: Visits) -> Iterator[tuple[str, bool]]:
    for name, pattern in patterns():
        if name in rows():
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(pattern, "callback", unguarded(pattern.callback))
                yield f"page {name}", bool(wrong_cell(seen, [name]))


# --- The doors to rows -----------------------------------------------------------------------------------------------


def everybodys(model: Any) -> Callable[..., Any]:
    """A door that asks nothing."""
    return lambda membership, pk: get_object_or_404(model.objects, pk=pk)


def every_item(membership: Any, pk: int) -> Any:
    return get_object_or_404(ActionItem.objects, pk=pk)


def every_shared_note(membership: Any, pk: int) -> Any:
    return get_object_or_404(SharedNote.objects, pk=pk)


# Pages that were handed a door itself (counselor/pages/care.py) keep it, whatever its name means now: its code changes.
DOORS: dict[str, tuple[Any, str, Any]] = {
    "clients seen by all of the practice": (ClientQuerySet, "visible_to", lambda rows, membership: rows.all()),
    "applications seen by all": (ApplicationQuerySet, "visible_to", lambda rows, membership: rows.all()),
    "letters seen by all": (LetterQuerySet, "visible_to", lambda rows, membership: rows.all()),
    "what belongs to clients seen by all": (access, "visible", lambda membership, path="": Q()),
    "client": (access, "client", everybodys(models.Client)),
    "application": (access, "application", everybodys(models.Application)),
    "session": (access, "session", everybodys(models.CounselingSession)),
    "action item": (access.action_item, "__code__", every_item.__code__),
    "flag": (access, "flag", everybodys(models.Flag)),
    "shared note": (access.shared_note, "__code__", every_shared_note.__code__),
    "case note": (access, "case_note", everybodys(models.CaseNote)),
    "letter": (letter_access, "letter", everybodys(letter_access.Letter)),
    "print run": (letter_access, "print_run", everybodys(PrintRun)),
    "print runs": (letter_access, "print_runs", lambda membership: PrintRun.objects.all()),
    "members who left": (
        middleware,
        "current_membership",
        lambda request: (
            Membership.objects.select_related("practice", "user").filter(user=request.user.pk).first()
            if request.user.is_authenticated
            else None
        ),
    ),
}


def open_doors(seen: Visits) -> Iterator[tuple[str, bool]]:
    about_rows = [name for name, pattern in patterns() if name in rows() and "pk" in pattern.pattern.converters]
    for name, (place, attribute, instead) in DOORS.items():
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(place, attribute, instead)
            yield f"door {name}", bool(wrong_cell(seen, about_rows, ("dan", "eve", "ex_member")))


# --- The layers around all pages -------------------------------------------------------------------------------------


LAYERS = (
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "counselor.pages.posts.LargestPostMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "counselor.accounts.middleware.PracticeMiddleware",
)


def alarms(cast: Any) -> list[str]:
    """What the layers are there for, and does not hold."""
    signed_in, forged = (Browser(enforce_csrf_checks=each, raise_request_exception=False) for each in (False, True))
    for browser in (signed_in, forged):
        browser.force_login(cast.alice)
    today, login = reverse("desk:today"), reverse("account_login")
    found = faults(signed_in.get(today), signed_in=True)
    found += ["a visitor is let in"] * (Browser(raise_request_exception=False).get(today).status_code != 302)
    found += ["a forged post is taken"] * (forged.post(reverse("desk:add-client")).status_code != 403)
    found += ["too much is read"] * (Browser().post(login, {"login": "x" * 101}).status_code != 413)
    found += ["no page"] * (signed_in.get(today).status_code != 200)
    return found


def missing_layers(cast: Any, settings: Any) -> Iterator[tuple[str, bool]]:
    whole, settings.LARGEST_POST = settings.MIDDLEWARE, 100
    assert alarms(cast) == []
    for layer in LAYERS:
        settings.MIDDLEWARE = [each for each in whole if each != layer]
        yield f"layer {layer}", bool(alarms(cast))
    settings.MIDDLEWARE = whole


# --- All of them -----------------------------------------------------------------------------------------------------


@pytest.mark.chaos
def test_a_missing_guard_is_noticed(visits: Visits, settings: Any) -> None:  # noqa: F811
    mutants = [
        *pages_without_guard(visits),
        *open_doors(visits),
        *missing_layers(visits.cast, settings),
    ]
    survivors = [name for name, caught in mutants if not caught]
    print(f"{len(mutants) - len(survivors)} of {len(mutants)} mutants caught; survivors: {survivors}")
    assert len(mutants) > 150
    assert len(survivors) <= (1 - CAUGHT) * len(mutants), survivors


def test_every_layer_is_one_of_the_products() -> None:
    assert set(LAYERS) <= set(product.MIDDLEWARE)
