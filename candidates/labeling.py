"""The labels of a practice, and which clients bear them. Clients never see them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from candidates import trail
from candidates.models import Client, Label
from candidates.services import Refused
from counselor.accounts.models import Practice, User


@transaction.atomic
def add_label(*, practice: Practice, name: str, by: User) -> Label:
    """The practice's label of that name, made when there is none yet."""
    label = Label(practice=practice, name=" ".join(name.split()))
    if known := Label.objects.filter(practice=practice, name__iexact=label.name).first():
        return known
    label.full_clean()
    label.save()
    trail.note(action=trail.Action.LABELED, practice=practice, by=by, made=label.name)
    return label


@transaction.atomic
def rename_label(*, label: Label, name: str, by: User) -> None:
    """The label by another name, on all its clients. Raises ValidationError for a name that is taken."""
    before, label.name = label.name, " ".join(name.split())
    if before == label.name:
        return
    label.full_clean()
    label.save(update_fields=["name"])
    trail.note(action=trail.Action.LABELED, practice=label.practice, by=by, renamed=[before, label.name])


@transaction.atomic
def remove_label(*, label: Label, by: User) -> None:
    """Take a label off all its clients, and out of the practice's list."""
    removed, _per_model = Label.objects.filter(pk=label.pk).delete()
    if removed:
        trail.note(action=trail.Action.LABELED, practice=label.practice, by=by, given_up=label.name)


@transaction.atomic
def label_client(*, client: Client, labels: Iterable[Label], by: User, new: str = "") -> None:
    """The client bears these labels and no others, and one by the name of `new`, which the practice may not have yet.

    Raises Refused for a label of another practice.
    """
    wanted, borne = set(labels), set(client.labels.all())
    if new:
        wanted.add(add_label(practice=client.practice, name=new, by=by))
    if any(label.practice_id != client.practice_id for label in wanted):
        raise Refused(_("This label is not in the practice’s list."))
    added, removed = (sorted(label.name for label in each) for each in (wanted - borne, borne - wanted))
    if not added and not removed:
        return
    client.labels.set(wanted)
    trail.note(action=trail.Action.LABELED, client=client, by=by, added=added, removed=removed)
