"""Files on their way in, as furniture: one the counselor brought for the client, one the client brought."""

from __future__ import annotations

from collections.abc import Callable

from candidates import imports
from candidates.models import Client, ImportFile
from counselor.accounts.models import Membership, User


def bring_files(client: Client, by: User, say: Callable[[str], str]) -> None:
    for user in {by, client.user or by}:
        imports.keep_file(
            membership=Membership.objects.get(practice=client.practice, user=user),
            client=client,
            name=say("ImportFile.name"),
            text=f"Employer,Position\nImported Works,{say('ImportFile.text')}\n",
            guessed=False,
            by=user,
        )


def file_for(face: str, client: Client) -> ImportFile:
    """The file whose preview a face shows of a client: their own in the portal, the counselor's on the desk."""
    files = client.import_files.filter(imported_at=None).order_by("pk")
    own = files.filter(created_by=client.user)
    return (own if face == "portal" else files.exclude(created_by=client.user)).first()
