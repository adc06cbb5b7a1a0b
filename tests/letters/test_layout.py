from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from letters.layout import (
    ENVELOPES,
    LAYOUTS,
    Envelope,
    Insert,
    Rect,
    Window,
    address_box,
    address_capacity,
    always_visible_zone,
    envelopes_for,
    face_of,
    goes_in,
    insert_of,
    visible_through,
)

PAIRS = [(layout, envelope) for layout in LAYOUTS.values() for envelope in envelopes_for(layout)]
WINDOWED = [(layout, envelope) for layout, envelope in PAIRS if not envelope.printed]
PRINTED = [envelope for envelope in ENVELOPES.values() if envelope.printed]


def edges(zone: Rect | None) -> tuple[float, float, float, float]:
    assert zone is not None
    return tuple(round(value, 1) for value in (zone.x, zone.right, zone.y, zone.bottom))  # type: ignore[return-value]


def test_us_thirds_in_a_10_window():
    assert edges(visible_through(LAYOUTS["us-10-window"], ENVELOPES["#10-window"])) == (22.2, 111.1, 63.5, 80.4)


def test_form_b_in_dl():
    assert edges(visible_through(LAYOUTS["din-5008-b"], ENVELOPES["dl-window"])) == (20, 100, 50, 90)


def test_form_b_in_c65_and_form_a_in_dl():
    assert edges(visible_through(LAYOUTS["din-5008-b"], ENVELOPES["c6/5-window"])) == (20, 91, 54, 90)
    assert edges(visible_through(LAYOUTS["din-5008-a"], ENVELOPES["dl-window"])) == (20, 100, 32, 72)


def test_how_many_address_lines_a_window_shows():
    assert [address_capacity(layout, envelope) for layout, envelope in WINDOWED] == [4, 6, 6, 6, 6]
    assert address_capacity(LAYOUTS["us-block"], ENVELOPES["#10"]) == 7


@pytest.mark.parametrize(("layout", "envelope"), WINDOWED)
def test_the_address_is_always_visible(layout, envelope):
    assert address_box(layout, envelope).inside(visible_through(layout, envelope))


@pytest.mark.parametrize(("layout", "envelope"), PAIRS)
def test_the_folded_letter_goes_in(layout, envelope):
    assert goes_in(insert_of(layout, envelope), envelope)


def test_a_letter_does_not_go_into_a_smaller_envelope():
    assert not goes_in(insert_of(LAYOUTS["us-block"], ENVELOPES["#10"]), ENVELOPES["monarch"])


def test_the_running_text_cannot_show_through_a_window():
    for layout, envelope in WINDOWED:
        insert, window = insert_of(layout, envelope), envelope.windows[0]
        lowest = insert.bottom_on_sheet - window.bottom + envelope.height - insert.height
        assert layout.text_top >= lowest - 0.6, layout.code  # the first line's ink starts below its leading


def test_fold_and_hole_marks():
    folds = {code: tuple(round(y, 1) for y in layout.folds) for code, layout in LAYOUTS.items()}
    assert folds["us-block"] == (93.1, 186.3)
    assert (folds["din-5008-b"], folds["din-5008-a"], folds["french"]) == ((105, 210), (87, 192), (99, 198))
    assert (LAYOUTS["din-5008-b"].hole, LAYOUTS["din-5008-a"].hole) == (148.5, 148.5)


def test_din_zones():
    zone = LAYOUTS["din-5008-b"].address_zone
    assert (zone.x, round(zone.y, 1), round(zone.height, 1)) == (20, 62.7, 27.3)


@pytest.mark.parametrize("envelope", PRINTED, ids=lambda envelope: envelope.code)
def test_everything_on_a_printed_envelope_is_in_its_place(envelope):
    face, whole = face_of(envelope), Rect(0, 0, envelope.width, envelope.height)
    assert all(face.recipient.inside(limit) for limit in face.limits)
    assert face.sender.inside(whole)
    assert face.sender.bottom <= face.recipient.y
    assert face.clear is None or face.recipient.bottom <= face.clear.y + 0.01


def test_the_usps_read_area_of_a_10():
    face = face_of(ENVELOPES["#10"])
    area = face.limits[0]
    assert edges(area) == (12.7, 228.6, 34.9, 88.9)
    assert face.sender.bottom <= 34.9
    assert edges(face.clear) == (120.6, 241.3, 88.9, 104.8)


@given(
    st.tuples(*[st.floats(1, 400)] * 2),
    st.tuples(*[st.floats(0, 60)] * 2),
    st.tuples(st.floats(0, 100), st.floats(0, 60), st.floats(5, 200), st.floats(5, 60)),
    st.tuples(st.floats(0, 1), st.floats(0, 1)),
)
def test_the_zone_is_visible_for_every_shift(size, play, window, shift):
    """An oracle that moves the letter: what it sees through the window always holds the zone."""
    insert = Insert(size[0], size[1], size[1])
    envelope = Envelope("x", size[0] + play[0], size[1] + play[1])
    opening = Window(*window)
    zone = always_visible_zone(envelope, opening, insert)
    assume(zone.width > 0 and zone.height > 0)
    moved_right, moved_up = shift[0] * play[0], shift[1] * play[1]
    bottom = insert.bottom_on_sheet - opening.bottom + moved_up
    seen = Rect(opening.x - moved_right, bottom - opening.height, opening.width, opening.height)
    assert zone.inside(seen)
