"""Letters that came back: the address they went to stays flagged until it is changed.

The flag is read from the letters themselves, so that it goes by itself once the address is another one.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from letters.content import Party
from letters.models import Letter

State = Letter.State


def came_back_from(letter: Letter, recipient: Party) -> bool:
    """Whether a letter to the very address of `recipient`, where `letter` shall go, came back."""
    site = letter.contact.site_id
    if site is None:
        return False
    back = Letter.objects.filter(state=State.RETURNED, contact__site=site).exclude(pk=letter.pk)
    address = [list(recipient.address_lines), list(recipient.as_printed)]
    rows = back.order_by("-pk").values_list("frozen__merge_values", flat=True)
    return any([told["recipient"]["address_lines"], told["recipient"]["as_printed"]] == address for told in rows)


NOT_WRITTEN_AGAIN = ~Exists(
    Letter._base_manager.filter(
        application=OuterRef("application"), contact=OuterRef("contact"), pk__gt=OuterRef("pk")
    ).exclude(state=State.VOID)
)
"""As a condition on letters: nobody has begun another one to the same person about the same application."""
