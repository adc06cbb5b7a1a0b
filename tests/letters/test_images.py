"""Signatures and letterheads: what is taken, how it is drawn anew, and what becomes of drafts when one is removed."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageFile

from candidates.models import AuditEntry
from candidates.services import Refused
from letters import images, services
from letters.models import Letter, Letterhead, Signature
from tests.candidates.test_document_check import EPS, HTML, SVG
from tests.cast import Cast
from tests.furnished_documents import docx, pdf
from tests.furnished_paper import scribble
from tests.letters.desk import approved, draft, frozen

GPS = Image.Exif()
GPS[0x8825] = {1: "N", 2: (42.0, 39.0, 9.0)}
GPS[0x010E] = "zq at home"


def opened(row: Any) -> Image.Image:
    return Image.open(BytesIO(bytes(row.image)))


def kept(cast: Cast, content: bytes) -> Signature:
    return images.add_signature(client=cast.client, content=content, by=cast.bob)


BAD = {
    "nothing": (lambda: b"", "empty"),
    "three megabytes": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(3 * 1024**2), "larger than 2 MB"),
    "EPS": (lambda: EPS, "PNG or a JPEG"),
    "SVG": (lambda: SVG, "PNG or a JPEG"),
    "a web page": (lambda: HTML, "PNG or a JPEG"),
    "a PDF": (lambda: pdf(), "PNG or a JPEG"),
    "a document": (lambda: docx(), "PNG or a JPEG"),
    "GIF": (lambda: scribble("GIF"), "PNG or a JPEG"),
    "a TIFF that says it is a JPEG": (lambda: b"\xff\xd8\xff" + scribble("TIFF"), "damaged"),
    "half a PNG": (lambda: scribble()[:150], "damaged"),
    "a web page behind eight bytes": (lambda: b"\x89PNG\r\n\x1a\n" + HTML, "damaged"),
    "five million pixels": (lambda: scribble(size=(2_500, 2_000)), "too many pixels"),
    "a bomb": (lambda: bomb(), "too many pixels"),
    "white paper": (lambda: scribble(ink="white"), "no dark line"),
    "pencil": (lambda: scribble(ink="#e8e8e8"), "no dark line"),
    "chalk on a blackboard": (lambda: scribble(ink="white", paper="black"), "no dark line"),
}


def bomb() -> bytes:
    """A few kilobytes that unpack to a hundred megapixels."""
    stream = BytesIO()
    Image.new("1", (10_000, 10_000)).save(stream, "PNG")
    return stream.getvalue()


@pytest.mark.parametrize("what", BAD)
def test_what_is_no_signature_is_refused_in_a_sentence(cast: Cast, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint leaves it
    content, sentence = BAD[what]
    with pytest.raises(Refused, match=sentence):
        kept(cast, content())
    assert Signature.objects.count() == 0


@pytest.mark.parametrize("how", [{}, {"kind": "JPEG"}, {"paper": "clear"}, {"paper": "#c8c4bd"}], ids=str)
def test_a_signature_is_a_dark_line_on_white_without_margins(cast: Cast, how: dict[str, Any]) -> None:
    row = kept(cast, scribble(**how))
    with opened(row) as drawn:
        assert (drawn.format, drawn.mode) == ("PNG", "L")
        assert drawn.size == (row.width, row.height)
        assert drawn.width == pytest.approx(100, abs=8)
        darkest, lightest = drawn.getextrema()
        assert (darkest < 30, lightest > 250) == (True, True)


def test_nothing_but_pixels_is_kept(cast: Cast) -> None:
    told = scribble("JPEG", exif=GPS, comment=b"zq") + b"<script>zq</script>"
    row = kept(cast, told)
    with opened(row) as drawn:
        assert (dict(drawn.getexif()), drawn.info) == ({}, {})
    assert b"zq" in told
    assert b"zq" not in bytes(row.image)


def test_a_large_scan_is_kept_as_large_as_a_printer_shows(cast: Cast) -> None:
    row = kept(cast, scribble(size=(2_400, 1_600)))
    assert (row.width <= 1_600, row.height <= 500) == (True, True)


def test_a_letterhead_keeps_its_colour(cast: Cast) -> None:
    row = images.add_letterhead(
        practice=cast.practice, content=scribble(ink="teal"), name="Harbor Careers", by=cast.alice
    )
    with opened(row) as drawn:
        assert drawn.mode == "RGB"


def test_there_is_an_end_of_letterheads(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "MOST_LETTERHEADS", 0)
    with pytest.raises(Refused, match="Remove one first"):
        images.add_letterhead(practice=cast.practice, content=scribble(), name="Harbor", by=cast.alice)


def test_each_act_is_in_the_trail(cast: Cast) -> None:
    row = kept(cast, scribble())
    assert images.remove_signature(signature=row, by=cast.alice)
    assert not images.remove_signature(signature=row, by=cast.alice)
    head = images.add_letterhead(practice=cast.practice, content=scribble(), name="Harbor", by=cast.alice)
    images.remove_letterhead(letterhead=head, by=cast.alice)
    told = AuditEntry.objects.filter(action__in=["uploaded", "removed"]).order_by("pk")
    assert [(each.action, each.by, each.client) for each in told] == [
        ("uploaded", cast.bob, cast.client),
        ("removed", cast.alice, cast.client),
        ("uploaded", cast.alice, None),
        ("removed", cast.alice, None),
    ]


# --- On letters ------------------------------------------------------------------------------------------------------


def signed(cast: Cast) -> tuple[Letter, Signature]:
    letter, row = draft(cast), kept(cast, scribble())
    services.edit_draft(letter=letter, version=letter.version, by=cast.bob, signature=row)
    return letter, row


def test_a_removed_signature_is_erased_and_leaves_room_for_a_hand(cast: Cast) -> None:
    letter, row = signed(cast)
    images.remove_signature(signature=row, by=cast.bob)
    letter.refresh_from_db()
    row.refresh_from_db()
    assert (letter.signature, letter.version, bytes(row.image)) == (None, 4, b"")


def test_a_new_signature_takes_the_place_of_the_old_one(cast: Cast) -> None:
    letter, old = signed(cast)
    new = kept(cast, scribble(size=(400, 200)))
    letter.refresh_from_db()
    old.refresh_from_db()
    assert (letter.signature, old.removed_by, Signature.objects.filter(removed_at=None).count()) == (new, cast.bob, 1)


def test_an_approved_letter_keeps_the_signature_that_was_removed(cast: Cast) -> None:
    letter, row = signed(cast)
    services.approve(letter=letter, version=letter.version, by=cast.bob, warning_reason="fine")
    images.remove_signature(signature=row, by=cast.bob)
    letter.refresh_from_db()
    assert (letter.signature_id, frozen(letter).is_intact()) == (row.pk, True)


def test_removing_a_letterhead_touches_no_approved_letter(cast: Cast) -> None:
    head = images.add_letterhead(practice=cast.practice, content=scribble(), name="Harbor", by=cast.alice)
    letter = approved(cast)
    Letter.objects.filter(pk=letter.pk).update(letterhead=head)
    images.remove_letterhead(letterhead=head, by=cast.alice)
    assert Letter.objects.get(pk=letter.pk).letterhead == head
    assert bytes(Letterhead.objects.get(pk=head.pk).image) == b""
