"""What a file really is, by its bytes: one of the kinds employers are sent, or refused with a sentence.

Nothing is opened that was not looked at first: archives are unpacked only up to a limit, pictures by their announced
size, and a picture is drawn anew, so that the place it was taken at (EXIF) and anything hidden behind it are gone.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _

from candidates.services import Refused

if TYPE_CHECKING:
    from PIL.Image import Image

LARGEST = 5 * 1024 * 1024  # bytes
LARGEST_UNPACKED = 60 * 1024 * 1024  # bytes, all parts of an archive together
MOST_PARTS = 2_000
MOST_PIXELS = 25_000_000
SUFFIXES = ".pdf,.docx,.odt,.png,.jpg,.jpeg,.txt"


@dataclass(frozen=True)
class Checked:
    """A file as it may be kept: its content (pictures drawn anew), what it is, and how its name ends."""

    content: bytes
    content_type: str
    suffixes: tuple[str, ...]


def check(content: bytes, name: str = "") -> Checked:
    """The file, known by its bytes. Raises Refused for everything that is not clearly one of the accepted kinds.

    The name decides in one case only: plain text looks like many things, and must be called .txt.
    """
    if not content:
        raise Refused(_("This file is empty."))
    if len(content) > LARGEST:
        raise Refused(_("This file is larger than %(most)s MB.") % {"most": LARGEST // 1024**2})
    for start, known in KINDS:
        if content.startswith(start):
            return known(content)
    if name.lower().endswith(".txt"):
        return text(content)
    raise Refused(_("This is none of the files we keep: PDF, Word (.docx), OpenDocument (.odt), PNG, JPEG or .txt."))


# --- PDF -------------------------------------------------------------------------------------------------------------


def pdf(content: bytes) -> Checked:
    """A PDF that opens without a password, runs no script, and is nothing else at its end."""
    pikepdf = careful_pikepdf()
    if b"%%EOF" not in content[-1024:]:
        raise Refused(_("This PDF is damaged at its end. Save it once more, then try again."))
    try:
        with pikepdf.open(BytesIO(content), attempt_recovery=False, suppress_warnings=True) as opened:
            whole = len(opened.pages) > 0
            acts = runs_something(opened.Root)
    except pikepdf.PasswordError:
        raise Refused(_("This PDF is locked with a password. Save it without one, then try again.")) from None
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError, RecursionError, MemoryError):
        raise Refused(_("This PDF is damaged. Save it once more, then try again.")) from None
    if not whole:
        raise Refused(_("This PDF has no page."))
    if acts:
        raise Refused(_("This PDF contains a script or another file. Print it to a new PDF, then try again."))
    return Checked(content, "application/pdf", (".pdf",))


@cache
def careful_pikepdf() -> Any:
    """The library, told once to unpack no stream beyond the limit: a small file can hold a very large one."""
    import pikepdf

    pikepdf.settings.set_qpdf_limits(flate_max_memory=LARGEST_UNPACKED, run_length_max_memory=LARGEST_UNPACKED)
    return pikepdf


def runs_something(root: Any) -> bool:
    """Whether opening the document would run a script or start something, or other files are hidden in it."""
    names = root.get("/Names", {})
    if "/JavaScript" in names or "/EmbeddedFiles" in names:
        return True
    action = root.get("/OpenAction", None)
    return hasattr(action, "keys") and str(action.get("/S", "")) in ("/JavaScript", "/Launch", "/ImportData")


# --- Word and OpenDocument -------------------------------------------------------------------------------------------


def office(content: bytes) -> Checked:
    """A text document of Word or OpenDocument without macros: an archive with the right parts, and nothing after it."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            if archive.comment or len(archive.infolist()) > MOST_PARTS:
                raise Refused(_("This document is damaged. Save it once more, then try again."))
            parts = unpacked(archive)
    except Refused:
        raise
    except (BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError):
        raise Refused(_("This document is damaged or locked. Save it without a password, then try again.")) from None
    if any(MACROS.search(name) for name in parts) or b"macroenabled" in parts.get(CONTENT_TYPES, b"").lower():
        raise Refused(_("This document contains macros or odd parts. Save it without them, or as PDF, then try again."))
    if "word/document.xml" in parts and WORD in parts.get(CONTENT_TYPES, b""):
        return Checked(content, WORD.decode(), (".docx",))
    if parts.get("mimetype") == OPEN_DOCUMENT and "content.xml" in parts:
        return Checked(content, OPEN_DOCUMENT.decode(), (".odt",))
    raise Refused(_("This archive is no text document. Please choose a PDF, .docx or .odt."))


def unpacked(archive: ZipFile) -> dict[str, bytes]:
    """The names of all parts, and the content of the two that say what the archive is.

    Every part is really unpacked, piece by piece: what an archive says about its sizes proves nothing.
    """
    left, parts = LARGEST_UNPACKED, {}
    for part in archive.infolist():
        telling = part.filename in (CONTENT_TYPES, "mimetype")
        kept = b""
        with archive.open(part) as stream:
            while piece := stream.read(1 << 16):
                left -= len(piece)
                if left < 0:
                    raise Refused(_("This document is far larger inside than it looks. Please save it as PDF."))
                kept += piece if telling else b""
        parts[part.filename] = kept
    return parts


CONTENT_TYPES = "[Content_Types].xml"
WORD = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.text"
MACROS = re.compile(r"vbaProject|vbaData|^(Basic|Scripts)/|\.\.(/|\\)|^/", re.IGNORECASE)


# --- Pictures --------------------------------------------------------------------------------------------------------


def png(content: bytes) -> Checked:
    return Checked(redrawn(content, "PNG"), "image/png", (".png",))


def jpeg(content: bytes) -> Checked:
    return Checked(redrawn(content, "JPEG"), "image/jpeg", (".jpg", ".jpeg"))


def redrawn(content: bytes, kind: str) -> bytes:
    """The picture drawn anew, upright, with its pixels alone."""
    drawn = pixels(content, kind)
    stream = BytesIO()
    drawn.save(stream, kind, **({"quality": 90} if kind == "JPEG" else {}))
    if stream.tell() > LARGEST:
        raise Refused(_("This file is larger than %(most)s MB.") % {"most": LARGEST // 1024**2})
    return stream.getvalue()


@contextmanager
def _whole_or_nothing() -> Iterator[None]:
    """WeasyPrint, once imported, lets Pillow take half a picture for a whole one, in the whole process."""
    from PIL import ImageFile

    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def pixels(content: bytes, kind: str, most: int = MOST_PIXELS) -> Image:
    """A PNG's or JPEG's pixels, upright, and nothing else of it. Its size is asked before it is unpacked."""
    from PIL import Image, ImageOps

    try:
        with _whole_or_nothing(), Image.open(BytesIO(content), formats=(kind,)) as opened:
            if opened.width * opened.height > most:
                raise Refused(_("This picture has too many pixels. Make it smaller, then try again."))
            drawn = ImageOps.exif_transpose(opened)
    except Refused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(_("This picture has too many pixels. Make it smaller, then try again.")) from None
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, EOFError, zlib.error):
        raise Refused(_("This picture is damaged. Save it once more, then try again.")) from None
    drawn = drawn.convert("RGBA" if kind == "PNG" and drawn.has_transparency_data else "RGB")
    drawn.info.clear()
    return drawn


# --- Plain text ------------------------------------------------------------------------------------------------------

NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def text(content: bytes) -> Checked:
    """Plain text in UTF-8, which is no web page and no drawing in disguise."""
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(_("This text is not in UTF-8. Save it as PDF, then try again.")) from None
    if NO_TEXT.search(words) or words.lstrip().startswith(("<", "%!", "{\\rtf")):
        raise Refused(_("This is no plain text. Please save it as PDF, then try again."))
    return Checked(content, "text/plain; charset=utf-8", (".txt",))


KINDS = (
    (b"%PDF-", pdf),
    (b"PK\x03\x04", office),
    (b"\x89PNG\r\n\x1a\n", png),
    (b"\xff\xd8\xff", jpeg),
)
