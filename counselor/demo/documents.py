"""How the demo's people found their applications, and what bob sent with two of his."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from candidates import documents
from candidates.models import Application, Site
from counselor.demo.people import Cast

Method = Application.Method

WAYS: tuple[tuple[Method, str], ...] = (
    (Method.ONLINE, "their own site"),
    (Method.EMAIL, "state job bank"),
    (Method.REFERRAL, "a former colleague"),
    (Method.FAIR, "autumn job fair"),
    (Method.ONLINE, "newsletter of the trade"),
    (Method.MAIL, "card in the window"),
    (Method.AGENCY, "North Shore Staffing"),
)
SALARIES = ("", "$24 an hour", "", "$58,000 to $64,000", "")

RESUME = (
    "Bob Hartley",
    "27 Munjoy Street, Portland, ME 04101",
    "",
    "Warehouse and transport, fourteen years",
    "2015-2026  Shift lead, Harbor Cold Storage",
    "2012-2015  Driver and dispatcher, Casco Parcel",
    "",
    "Forklift and reach truck, night shifts, two languages at the dock.",
)
COVER_LETTER = """Dear Ms. Prouty,

I have driven Burlington's hills in February and know why your buses leave early. Please find my résumé enclosed.

Bob Hartley
"""


def way_of(number: int, site: Site) -> dict[str, Any]:
    """How application `number` was found and made, and where the work is."""
    method, source = WAYS[number % len(WAYS)]
    return {
        "method": method,
        "source": source,
        "location": ", ".join(filter(None, [site.city, site.region])),
        "salary": SALARIES[number % len(SALARIES)],
    }


def send_documents(cast: Cast, applications: Iterable[Application]) -> None:
    """Bob's résumé to two employers, with a letter to one of them."""
    bob, client = cast.users["bob"], cast.clients["bob"]
    theirs = [each for each in applications if each.client_id == client.pk][:2]
    resume = page_of(RESUME)
    for application in theirs:
        documents.add_document(
            application=application, content=resume, name="Bob Hartley, résumé.pdf", kind="resume", by=bob
        )
    for application in theirs[1:]:
        documents.add_document(
            application=application, content=COVER_LETTER.encode(), name="Cover letter.txt", kind="cover_letter", by=bob
        )


def page_of(lines: Iterable[str]) -> bytes:
    """A page with these lines, as any text program would make it."""
    import pikepdf

    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=(612, 792))
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name("/Times-Roman")
        )
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        shown = "".join(f"({line}) Tj T*\n" for line in lines)
        page.Contents = made.make_stream(f"BT /F1 12 Tf 16 TL 72 700 Td\n{shown}ET".encode("latin-1"))
        stream = BytesIO()
        made.save(stream, deterministic_id=True)
    return stream.getvalue()
