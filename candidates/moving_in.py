"""Somebody who searched alone brings their records into a practice: every row of theirs, all of it or nothing.

A practice of one's own holds one person and nobody else, so that all its rows are theirs. They are found from the model
graph: a new table moves along the day it is made. The practice that is left behind stays, empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone

from candidates import trail
from candidates.claims import this
from candidates.models import Application, Client, Employer
from candidates.policies import recompute
from counselor.accounts.models import Membership, Practice, Role, User

OURS = {"outbox", "candidates", "letters", "my_data"}
STAYS = {"FollowUpPolicy"}
"""What belongs to a practice rather than to whoever is in it."""

COLUMNS = ("email", "phone", "street_address", "city", "region", "postal_code", "country", "as_printed", "time_zone")


def own_client(user: User) -> Client | None:
    """The records of somebody who searches alone; None where they do not, or have moved already."""
    own = Membership.objects.current().filter(user=user, role=Role.CLIENT, practice__kind=Practice.Kind.OWN)
    rows = Client._base_manager.filter(user=user, practice__in=own.values("practice")).select_related("practice")
    return rows.first()


@transaction.atomic
def bring(*, own: Client, practice: Practice, into: Client | None, by: User) -> Client:
    """The records become part of `practice`: of `into`, if it knows the person already. Inside its scope."""
    alone = own.practice
    _merge_employers(alone, practice)
    for model, name in _keys_to(Practice):
        if model is not Client:
            model._base_manager.filter(**{name: alone}).update(**{name: practice})
    if into is None:
        this(own).update(practice=practice)
        client = Client.objects.select_related("practice", "user").get(pk=own.pk)
    else:
        client = _into(own, into)
    Membership.objects.filter(user=by, practice=alone, ended_at=None).update(ended_at=timezone.now())
    trail.note(action=trail.Action.MOVED_IN, by=by, client=client)
    recompute(Application.objects.open().filter(client=client), by=by)
    return client


def _keys_to(target: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """Every table of ours with a key to the target, and the key's name."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in OURS and model.__name__ not in STAYS:
            yield from ((model, field.name) for field in model._meta.fields if field.related_model is target)


def _merge_employers(alone: Practice, practice: Practice) -> None:
    """An employer both know is one employer from now on."""
    for employer in Employer._base_manager.filter(practice=alone):
        known = Employer._base_manager.filter(practice=practice, name__iexact=employer.name).first()
        if known:
            _repoint(Employer, employer, known)
            employer.delete()


def _repoint(target: type[models.Model], old: Any, new: Any) -> None:
    for model, name in _keys_to(target):
        model._base_manager.filter(**{name: old}).update(**{name: new})


def _into(own: Client, into: Client) -> Client:
    """Two records of one person become the one the practice had; what it did not know of them is filled in."""
    _repoint(Client, own, into)
    missing = {name: getattr(own, name) for name in COLUMNS if getattr(own, name) and not getattr(into, name)}
    Client._base_manager.filter(pk=own.pk).delete()
    if missing:
        this(into).update(**missing)
    return Client.objects.select_related("practice", "user").get(pk=into.pk)
