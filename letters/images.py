"""Signatures and letterheads: checked, drawn anew for paper, kept until they are removed.

What is kept is an opaque PNG with its margins cut off and nothing but pixels in it, in the form the PDF takes as it is.
"""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates import trail
from candidates.claims import this
from candidates.document_check import pixels
from candidates.models import Client
from candidates.services import Refused
from counselor.accounts.models import Practice, User
from letters.models import Letter, Letterhead, Signature, sha256

if TYPE_CHECKING:
    from PIL.Image import Image

LARGEST = 2 * 1024 * 1024  # bytes
MOST_PIXELS = 4_000_000
KINDS = ((b"\x89PNG\r\n\x1a\n", "PNG"), (b"\xff\xd8\xff", "JPEG"))
SIGNATURE_FITS = (1_600, 500)  # pixels: 80 mm × 22 mm of paper at 500 dpi
LETTERHEAD_FITS = (2_400, 500)  # pixels: a text's width × 30 mm at 360 dpi
MOST_LETTERHEADS = 10
PAPER = 32  # levels of grey below the commonest one that still count as paper
INK = 48  # levels of grey that a line has to stand out from the paper


@transaction.atomic
def add_signature(*, client: Client, content: bytes, by: User) -> Signature:
    """The client's signature, in the place of an earlier one. Raises Refused for what is no picture of one."""
    row = Signature(client=client, uploaded_by=by, **columns(ink(picture(content)), SIGNATURE_FITS))
    row.full_clean()
    row.save()
    for earlier in Signature.objects.filter(client=client, removed_at=None).exclude(pk=row.pk):
        _remove(earlier, by, instead=row)
    trail.note(action=trail.Action.UPLOADED, by=by, client=client, signature=row.pk)
    return row


@transaction.atomic
def remove_signature(*, signature: Signature, by: User) -> bool:
    """Erase it; drafts that showed it have room for a hand again. False if it was removed already."""
    removed = _remove(signature, by)
    if removed:
        trail.note(action=trail.Action.REMOVED, by=by, client=signature.client, signature=signature.pk)
    return removed


@transaction.atomic
def add_letterhead(*, practice: Practice, content: bytes, name: str, by: User) -> Letterhead:
    """A head for the practice's letters, in its colours. Raises Refused for what is no picture of one."""
    if Letterhead.objects.filter(practice=practice, removed_at=None).count() >= MOST_LETTERHEADS:
        raise Refused(_("There are %(most)s letterheads already. Remove one first.") % {"most": MOST_LETTERHEADS})
    row = Letterhead(
        practice=practice, name=name, uploaded_by=by, **columns(trimmed(picture(content)), LETTERHEAD_FITS)
    )
    row.full_clean()
    row.save()
    trail.note(action=trail.Action.UPLOADED, by=by, practice=practice, letterhead=row.pk, name=name)
    return row


@transaction.atomic
def remove_letterhead(*, letterhead: Letterhead, by: User) -> bool:
    """Erase it; drafts that bore it have the sender's lines again. False if it was removed already."""
    removed = _remove(letterhead, by)
    if removed:
        practice, name = letterhead.practice, letterhead.name
        trail.note(action=trail.Action.REMOVED, by=by, practice=practice, letterhead=letterhead.pk, name=name)
    return removed


def _remove(row: Any, by: User, instead: Any = None) -> bool:
    """What was approved keeps its picture: it is part of the frozen page."""
    rows = this(row).filter(removed_at=None)
    if not rows.update(removed_at=timezone.now(), removed_by=by, image=b""):
        return False
    field = {Signature: "signature", Letterhead: "letterhead"}[type(row)]
    drafts = Letter.objects.filter(**{field: row.pk}, state=Letter.State.DRAFT)
    drafts.update(**{field: instead}, version=F("version") + 1)
    return True


# --- Pictures --------------------------------------------------------------------------------------------------------


def picture(content: bytes) -> Image:
    """The pixels of an upload on white paper. Raises Refused for all but a PNG or JPEG of a sensible size."""
    from PIL import Image

    if not content:
        raise Refused(_("This file is empty."))
    if len(content) > LARGEST:
        raise Refused(_("This file is larger than %(most)s MB.") % {"most": LARGEST // 1024**2})
    kind = next((kind for start, kind in KINDS if content.startswith(start)), "")
    if not kind:
        raise Refused(_("This is no picture we can print. Please choose a PNG or a JPEG."))
    drawn = pixels(content, kind, MOST_PIXELS).convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", drawn.size, "white"), drawn).convert("RGB")


def ink(drawn: Image) -> Image:
    """A signature in shades of grey on white: a photographed sheet is not printed, only the line on it."""
    grey = drawn.convert("L")
    counts = grey.histogram()
    paper = counts.index(max(counts)) - (0 if counts[255] == max(counts) else PAPER)
    darkest = next(level for level, count in enumerate(counts) if count)
    if paper - darkest < INK:
        raise Refused(_("There is no dark line on light paper in this picture."))
    return trimmed(grey.point(lambda level: max(0, min(255, round(255 * (level - darkest) / (paper - darkest))))))


def trimmed(drawn: Image) -> Image:
    """Without the empty margins. Raises Refused where nothing else is there."""
    from PIL import ImageOps

    box = ImageOps.invert(drawn.convert("L")).point(lambda level: 255 if level > PAPER else 0).getbbox()
    if box is None:
        raise Refused(_("There is nothing to see in this picture."))
    return drawn.crop(box)


def columns(drawn: Image, fits: tuple[int, int]) -> dict[str, Any]:
    """The picture as a row keeps it, no larger than a printer can show."""
    drawn.thumbnail(fits)
    if drawn.mode == "RGB" and is_grey(drawn):
        drawn = drawn.convert("L")
    stream = BytesIO()
    drawn.save(stream, "PNG", optimize=True)
    content = stream.getvalue()
    return {"image": content, "sha256": sha256(content), "width": drawn.width, "height": drawn.height}


def is_grey(drawn: Image) -> bool:
    """Whether a picture in colour has none."""
    from PIL import ImageChops

    red, green, blue = drawn.split()
    return not (ImageChops.difference(red, green).getbbox() or ImageChops.difference(green, blue).getbbox())


def shown(row: Any) -> str:
    """The picture for a page, which needs no URL of its own."""
    return f"data:image/png;base64,{b64encode(bytes(row.image)).decode()}"
