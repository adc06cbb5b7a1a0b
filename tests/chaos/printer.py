"""Acts of an office with a print run: `write` letters, `start` a run of them, let a dead worker's lease
`lapse`, and `tell` what became of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from letters.models import Letter

DIFFERENT = 6
"""Letters laid out; the others are copies of them, each with a place of its own."""


def drafts(number: int) -> Iterator[Letter]:
    """An office of one counselor and one client, who has so many letters to write to Acme."""
    from django.utils import timezone

    from candidates import services as candidates
    from candidates.models import Contact, Site
    from counselor.accounts.models import Membership, Practice, Role, User
    from letters import services

    today = timezone.localdate()
    practice = Practice.objects.create(name="Harbor Careers")
    alice = User.objects.create_user("alice@harbor.example", None, name="Alice Young")
    member = Membership.objects.create(practice=practice, user=alice, role=Role.COUNSELOR)
    client = candidates.add_client(
        practice=practice, counselor=member, on=today, by=alice, given_name="Bob", family_name="Hale",
        street_address="27 Munjoy Street", city="Portland", region="ME", postal_code="04101", country="US",
    )  # fmt: skip
    employer = candidates.add_employer(practice=practice, name="Acme", by=alice)
    site = Site.objects.create(
        employer=employer, street_address="120 Main Street", city="Albany", region="NY", postal_code="12207"
    )
    contact = Contact.objects.create(
        employer=employer, site=site, given_name="Jin", family_name="Kim", job_title="Director"
    )
    for each in range(number):
        application = candidates.add_application(
            client=client, employer=employer, site=site, position=f"Analyst {each}", by=alice
        )
        candidates.record_decision(application=application, by=alice, happened_at=timezone.now(), kind="rejected")
        letter = services.draft_letter(application=application, contact=contact, on=today, by=alice)
        detail = f"I still think of the {each} harbor lights on your map, and of the people who lit them."
        services.edit_draft(letter=letter, version=1, by=alice, detail=detail)
        yield letter


def write(number: str) -> None:
    from counselor.demo.large import copies
    from letters import services
    from letters.models import FrozenLetter, Letter

    for letter in drafts(DIFFERENT):
        by = letter.created_by
        frozen = services.approve(letter=letter, version=letter.version, by=by, warning_reason="as meant")
        twins = Letter.objects.bulk_create(copies([letter] * (int(number) // DIFFERENT - 1)))
        FrozenLetter.objects.bulk_create(next(copies([frozen], letter_id=twin.pk)) for twin in twins)


def start() -> None:
    from counselor.accounts.models import Membership
    from letters import print_runs

    member = Membership.objects.select_related("practice", "user").get()
    print_runs.start(letters=print_runs.queue(member), printer=None, by=member)
    _wake()


def _wake() -> None:
    from letters.tasks import make_print_runs

    make_print_runs.wake()


def lapse() -> None:
    """As if the minutes of a lease had passed, and the beat had ticked."""
    from django.utils import timezone

    from letters.models import PrintRun

    PrintRun.objects.filter(state="making").update(lease_until=timezone.now() - timedelta(seconds=1))
    _wake()


def tell() -> dict[str, Any]:
    """The run, beside the same letters joined undisturbed."""
    from hashlib import sha256

    from letters.joining import join
    from letters.models import FrozenLetter, PrintRun

    run = PrintRun.objects.get()
    frozen = FrozenLetter.objects.filter(letter__places__run=run).order_by("letter__places__position")
    joined = join(bytes(each.pdf) for each in frozen.iterator(chunk_size=50))
    return {
        "state": run.state,
        "attempts": run.attempts,
        "letters": run.total,
        "places": run.places.values("letter").distinct().count(),
        "made": sha256(run.letters_pdf).hexdigest(),
        "undisturbed": sha256(joined).hexdigest(),
    }
