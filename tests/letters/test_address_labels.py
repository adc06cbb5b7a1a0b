"""Address labels: nine sheets, each read back from its file."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from django.urls import reverse

from candidates.services import Refused
from letters import address_labels, labels, print_runs
from letters.address_labels import LABEL_INSET, fitted, recipient_of, sheets_pdf
from letters.label_sheets import LABEL_SHEETS, LabelSheet
from letters.layout import POINT
from letters.models import Printer
from tests.cast import Cast
from tests.letters.desk import approved, frozen
from tests.letters.reading import MM, baseline_in, line, opened

DANA = ("Dana Ortiz", "Harbor House", "1200 Mill Road", "Vancouver, WA 98660")

# From the makers' blank templates: the sheet, the upper left corner of the first label, and that of the last one.
PUBLISHED = {
    "5160": (215.9, 279.4, (4.76, 12.7), (144.46, 241.3)),
    "5161": (215.9, 279.4, (3.97, 12.7), (110.33, 241.3)),
    "5162": (215.9, 279.4, (3.97, 21.17), (110.33, 224.37)),
    "5163": (215.9, 279.4, (3.97, 12.7), (110.33, 215.9)),
    "L7160": (210, 297, (7.21, 15.15), (139.29, 243.75)),
    "L7161": (210, 297, (7.21, 8.7), (139.29, 241.7)),
    "L7162": (210, 297, (4.65, 12.9), (106.25, 250.2)),
    "L7163": (210, 297, (4.65, 15.15), (106.25, 243.75)),
    "L7165": (210, 297, (4.65, 13.1), (106.25, 216.2)),
}


def named(number: int) -> tuple[str, ...]:
    """An address of four lines that can be told from all others."""
    return (f"Dana O{chr(65 + number // 26)}{chr(65 + number % 26)}z", *DANA[1:])


def first_line(stock: LabelSheet, corner: tuple[float, float], lines: int = 4) -> tuple[float, float]:
    """Where the first line of four or more begins on a label: left edge, and baseline."""
    leading = 11 * 1.2 * POINT
    return corner[0] + LABEL_INSET, baseline_in(corner[1] + (stock.height - lines * leading) / 2, leading, 11)


def test_every_sheet_has_a_name() -> None:
    assert [code for code, _ in labels.LABEL_SHEET] == list(LABEL_SHEETS) == list(PUBLISHED)


@pytest.mark.parametrize("code", LABEL_SHEETS)
def test_the_addresses_lie_where_the_labels_are(code: str) -> None:
    stock, (width, height, first, last) = LABEL_SHEETS[code], PUBLISHED[code]
    addresses = [named(number) for number in range(stock.count)]
    [content] = sheets_pdf(addresses, stock)
    document = opened(content)
    box = document.pages[0].mediabox
    assert [float(box[2]) * MM, float(box[3]) * MM] == pytest.approx([width, height], abs=0.1)
    for address, corner in ((addresses[0], first), (addresses[-1], last)):
        start, _end = line(content, address[0])
        assert (start.x, start.baseline) == pytest.approx(first_line(stock, corner), abs=0.5)


@pytest.mark.parametrize("code", LABEL_SHEETS)
def test_labels_lie_on_the_sheet_and_not_on_each_other(code: str) -> None:
    stock = LABEL_SHEETS[code]
    places = [stock.label(number) for number in range(1, stock.count + 1)]
    assert all(place.x >= 0 and place.y >= 0 for place in places)
    assert max(place.right for place in places) <= stock.sheet.width
    assert max(place.bottom for place in places) <= stock.sheet.height
    assert all(b.x >= a.right or b.y >= a.bottom - 0.001 for a, b in pairwise(places))


def test_a_used_sheet_is_begun_where_it_is_free_and_a_second_one_at_its_first_label() -> None:
    stock = LABEL_SHEETS["L7165"]
    assert stock.places(3, start=7) == [(0, 7), (0, 8), (1, 1)]
    first, second = sheets_pdf([named(0), named(1), named(2)], stock, start=7)
    corner = stock.label(7)
    start, _end = line(first, named(0)[0])
    assert (start.x, start.baseline) == pytest.approx(first_line(stock, (corner.x, corner.y)), abs=0.5)
    assert line(second, named(2)[0])[0].x == pytest.approx(stock.left + LABEL_INSET, abs=0.5)


def test_a_longer_address_is_set_smaller_rather_than_broken() -> None:
    stock = LABEL_SHEETS["5160"]
    assert fitted(1, DANA, stock).size == 11
    long = fitted(1, (*DANA, "Second floor, behind the old lighthouse"), stock)
    assert (long.size, long.count) == (9, 5)


def test_an_address_that_fits_no_label_is_named() -> None:
    with pytest.raises(Refused, match="The address of Dana Ortiz does not fit"):
        fitted(1, DANA * 3, LABEL_SHEETS["5160"])


def test_a_label_says_what_the_frozen_page_says(cast: Cast) -> None:
    letter = approved(cast)
    cast.site.city = "Elsewhere"
    cast.site.save(update_fields=["city"])
    letter.frozen = frozen(letter)
    assert recipient_of(letter) == (
        *("Ms. Jin Kim", "Director", "Acme Lighting"),
        *("120 Main Street", "Suite 4", "Albany, NY 12207"),
    )


def run_of(cast: Cast, **printer: Any) -> Any:
    made = Printer.objects.create(practice=cast.practice, name="Hall", **printer)
    return print_runs.start(letters=[approved(cast)], printer=made, by=cast.member(cast.alice))


def test_the_labels_are_moved_as_the_letters_are(cast: Cast) -> None:
    run = run_of(cast, right_mm=3, down_mm=-2)
    content = address_labels.labels_pdf(run, print_runs.letters_of(run), code="5163")
    start, _end = line(content, "Ms. Jin Kim")
    straight = first_line(LABEL_SHEETS["5163"], (3.97, 12.7), lines=6)
    assert (start.x, start.baseline) == pytest.approx((straight[0] + 3, straight[1] - 2), abs=0.5)


def test_the_page_offers_the_usual_labels_and_gives_the_sheets(cast: Cast, browse: Any) -> None:
    url = reverse("desk:print-labels", args=[run_of(cast).pk])
    page = browse(cast.alice).get(url)
    assert page.context["form"]["code"].value() == "5160"
    sheets = browse(cast.alice).post(url, {"code": "L7160", "start": "21"})
    assert (sheets.headers["Content-Type"], sheets.content[:5]) == ("application/pdf", b"%PDF-")


def test_a_label_the_sheet_does_not_have_is_refused(cast: Cast, browse: Any) -> None:
    url = reverse("desk:print-labels", args=[run_of(cast).pk])
    page = browse(cast.alice).post(url, {"code": "L7165", "start": "9"})
    assert page.context["form"].errors["start"] == ["This sheet has 8 labels."]
