"""Which rows are about one client: found from the models themselves, so that a new table is covered the day it is made.

A row belongs to a client if a foreign key of it leads, in however many steps, to their `Client` row, their place in the
practice, or their account. Whoever merely wrote a row (`by`, `…_by`, `author`) does not own it; whoever accepted
something does. Mails and put-off lines name what they are about in words such as “application:12”. What is only
addressed, an invitation say, is found by the address.

What belongs to nobody is named in `OF_NOBODY` with the reason; a test fails for a table that is neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db.models import EmailField, Field, Model, Q

from candidates.models import Client, Contact
from counselor.accounts.models import Membership, Role, User

Rows = dict[type[Model], set[Any]]

OF_NOBODY = {
    "accounts.Practice": "the office",
    "auth.Group": "not used",
    "auth.Permission": "what Django knows of its tables",
    "auth.Group_permissions": "not used",
    "contenttypes.ContentType": "what Django knows of its tables",
    "sessions.Session": "who is signed in: ended by `erasure` for the account; holds nothing else about a client",
    "candidates.Employer": "shared by the practice; goes with the last client who applied there, see `only_theirs`",
    "candidates.Site": "as its employer",
    "candidates.Closure": "as its employer",
    "candidates.FollowUpPolicy": "the office",
    "candidates.Heartbeat": "the machine's",
    "candidates.Label": "the office's word; that the client bears it is a row of its own and goes",
    "candidates.Snooze": "a counselor's own; those about the client are found by their subject",
    "outbox.Freeze": "the machine's",
    "letters.KeptOutcome": "agreed at a fair ending: no name, no day, no text, and no way back to the client",
    "letters.LetterTemplate": "the office's texts",
    "letters.Letterhead": "the office's",
    "letters.Printer": "the office's",
    "letters.PrintRun": "the office's; a run with a letter of the client loses its pages",
    "my_data.Erasure": "numbers only, never whose",
}

ABOUT = {"outbox.OutgoingEmail": "about", "candidates.Snooze": "subject"}
"""Tables that name what they are about as “model:key”."""

CALLED = {"counselingsession": "session", "actionitem": "item", "sharednote": "note", "outgoingemail": "mail"}
"""Models that go by a shorter name there."""


def tables() -> list[type[Model]]:
    """Every table of the database, those between two models included."""
    return list(apps.get_models(include_auto_created=True))


def foreign_keys(model: type[Model]) -> Iterator[Field[Any, Any]]:
    return (field for field in model._meta.concrete_fields if field.remote_field and field.related_model)


def owns(field: Field[Any, Any]) -> bool:
    """Whether the row a key leads to owns the row with the key: not where it names who did it, or who was met."""
    names_an_actor = field.name in ("by", "author") or field.name.endswith("_by")
    return (not names_an_actor or field.name == "accepted_by") and field.related_model is not Contact


def lead_to(target: type[Model]) -> Iterator[tuple[type[Model], Field[Any, Any]]]:
    """The tables with a key by which a row of `target` owns theirs."""
    for model in tables():
        yield from ((model, field) for field in foreign_keys(model) if field.related_model is target and owns(field))


def reachable() -> set[type[Model]]:
    """Every table that can hold a row of a client."""
    found: set[type[Model]] = {Client, Membership, User, *(model for model, _field in addressed())}
    waiting = list(found)
    while waiting:
        new = {model for model, _field in lead_to(waiting.pop())} - found
        found |= new
        waiting += new
    return found


def belongings(client: Client) -> Rows:
    """The keys of every row about a client, by table. The account is among them where it serves nothing else."""
    found: Rows = {}
    _take(found, Client, {client.pk})
    if client.user_id:
        place = Membership.objects.filter(user=client.user_id, practice=client.practice_id, role=Role.CLIENT)
        _take(found, Membership, set(place.values_list("pk", flat=True)))
        if serves_only(client):
            _take(found, User, {client.user_id})
        _take_of_practice(found, client)
    _take_addressed(found, client)
    for label, column in ABOUT.items():
        _take_named(found, apps.get_model(label), column)
    return {model: keys for model, keys in found.items() if keys}


def serves_only(client: Client) -> bool:
    """Whether the account exists for this client alone: no other practice, no other role."""
    elsewhere = Membership.objects.filter(user=client.user_id).exclude(practice=client.practice_id, role=Role.CLIENT)
    others = Client._base_manager.filter(user=client.user_id).exclude(pk=client.pk)
    return bool(client.user_id) and not elsewhere.exists() and not others.exists()


def _take(found: Rows, model: type[Model], keys: set[Any]) -> None:
    """Add rows and, step by step, all they own."""
    new = keys - found.get(model, set())
    if not new:
        return
    found.setdefault(model, set()).update(new)
    for owned, field in lead_to(model):
        rows: set[Any] = set()
        for some in slices(new):
            rows.update(owned._base_manager.filter(**{f"{field.name}__in": some}).values_list("pk", flat=True))
        _take(found, owned, rows)


def _take_of_practice(found: Rows, client: Client) -> None:
    """What is the account's and this practice's: all of it, though the account may serve elsewhere, too."""
    for model, field in lead_to(User):
        if field.name != "accepted_by" and model not in (Client, Membership) and _has_practice(model):
            rows = model._base_manager.filter(**{field.name: client.user_id}, practice=client.practice_id)
            _take(found, model, set(rows.values_list("pk", flat=True)))


def addressed() -> Iterator[tuple[type[Model], Field[Any, Any]]]:
    """Tables with an address and no row that says whose it is."""
    for model in tables():
        owned = any(owns(key) and key.related_model in (User, Client) and not key.null for key in foreign_keys(model))
        if not owned and model not in (User, Client, Contact):
            yield from ((model, field) for field in model._meta.concrete_fields if isinstance(field, EmailField))


def _take_addressed(found: Rows, client: Client) -> None:
    addresses = {client.email, client.user.email if client.user else ""} - {""}
    for model, field in addressed():
        for address in addresses:
            rows = model._base_manager.filter(**{f"{field.name}__iexact": address})
            if _has_practice(model):
                rows = rows.filter(practice=client.practice_id)
            elif User not in found:
                continue
            _take(found, model, set(rows.values_list("pk", flat=True)))


def _has_practice(model: type[Model]) -> bool:
    return any(field.name == "practice" for field in model._meta.concrete_fields)


def _take_named(found: Rows, model: type[Model], column: str) -> None:
    called = {of: {str(of._meta.model_name), CALLED.get(str(of._meta.model_name), "")} for of in found}
    subjects = [f"{name}:{key}" for of, keys in found.items() for name in called[of] if name for key in keys]
    for some in slices(subjects):
        rows = model._base_manager.filter(**{f"{column}__in": some})
        _take(found, model, set(rows.values_list("pk", flat=True)))


def slices(keys: Iterable[Any], size: int = 500) -> Iterator[list[Any]]:
    """A few keys at a time: a database takes only so many in one question."""
    every = sorted(keys)
    return (every[start : start + size] for start in range(0, len(every), size))


def only_theirs(client: Client) -> set[int]:
    """Employers of the practice that nobody else applies to."""
    ours = apps.get_model("candidates.Application")._base_manager
    theirs = ours.filter(client=client).values("employer")
    shared = ours.filter(~Q(client=client), employer__in=theirs).values_list("employer", flat=True)
    return set(ours.filter(client=client).values_list("employer", flat=True)) - set(shared)
