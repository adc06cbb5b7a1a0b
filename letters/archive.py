"""The archive copy: the frozen page with its number, the beginning of its hash, and a QR code that leads to its page.

It is made when somebody asks for it, and kept nowhere: the frozen bytes stay what they are, and what is mailed never
bears any of it. The code leads to a page of this site, which wants a log-in.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pikepdf
import segno
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from letters import pdf
from letters.layout import LAYOUTS
from letters.models import Letter
from letters.stylesheet import archive_css

HASH_SHOWN = 16  # of 64 characters: enough to tell letters apart, short enough to compare by eye
MARKS = pikepdf.Name.ArchiveMarks


def archive_copy(letter: Letter, *, url: str) -> bytes:
    """The frozen page of an approved letter with its marks in the lower margin. Raises PdfUnavailable."""
    context = {"qr": qr_code(url).svg_data_uri(border=0), "lines": _marks(letter), "language": letter.locale}
    css = archive_css(LAYOUTS[letter.layout].sheet)
    marks = pdf.sheet_pdf("letters/archive_marks.html", context, css, tagged=False)
    with pikepdf.open(BytesIO(letter.frozen.pdf)) as copy, pikepdf.open(BytesIO(marks)) as over:
        form = copy.copy_foreign(over.pages[0].as_form_xobject())
        for page in copy.pages:
            page.add_resource(form, pikepdf.Name.XObject, MARKS)
            page.contents_add(b"q\n", prepend=True)  # the page turned its coordinates round, and left them so
            # An artifact: it is no part of the letter, and a screen reader passes over it.
            page.contents_add(f"\nQ /Artifact BMC q {MARKS} Do Q EMC".encode())
        file = BytesIO()
        copy.save(file, deterministic_id=True)
    return file.getvalue()


def qr_code(url: str) -> Any:
    """A quarter of it may be lost or stained."""
    return segno.make(url, error="q", boost_error=False, micro=False)


def _marks(letter: Letter) -> tuple[str, ...]:
    approved = formats.date_format(timezone.localtime(letter.approved_at), "j F Y")
    return (
        _("Archive copy of letter %(number)s, approved %(when)s") % {"number": letter.number, "when": approved},
        _("SHA-256 of the frozen page: %(start)s…") % {"start": letter.frozen.sha256[:HASH_SHOWN]},
    )
