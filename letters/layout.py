"""Paper, envelopes and windows. Pure. All lengths in millimetres (1 in = 25.4 mm), all positions from the top left of
the sheet unless a name says otherwise (`bottom`: from the bottom edge of the envelope).

Sources: DIN 5008:2020 forms A and B; USPS Domestic Mail Manual 202 (address placement) and Publication 28; the makers'
usual windows. Windows differ from maker to maker, so a practice may replace them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from math import floor
from typing import TypedDict

INCH = 25.4
POINT = INCH / 72
SAFE_MARGIN = 6.35  # what an office printer cannot reach on a letter
ENVELOPE_SAFE_MARGIN = 10.0
ENVELOPE_LEADING = 16 * POINT  # an address line on a printed envelope
_SLACK = 0.01  # a hundredth of a millimetre: rounding, not design


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of paper, upright."""

    code: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle on a page: its top left corner and its size."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def inside(self, other: Rect) -> bool:
        """Whether this rectangle lies within `other`."""
        return (
            self.x >= other.x - _SLACK
            and self.y >= other.y - _SLACK
            and self.right <= other.right + _SLACK
            and self.bottom <= other.bottom + _SLACK
        )


@dataclass(frozen=True, slots=True)
class Window:
    """A window: `x` from the left edge and `bottom` from the bottom edge of the envelope to the window's near edges."""

    x: float
    bottom: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Envelope:
    """An envelope seen from its front. `windows[0]` shows the recipient; a second one the sender. `fold` is how a
    letter goes in: `thirds` (along the layout's own marks), `half`, `quarters` (half, and half again) or `flat`."""

    code: str
    width: float
    height: float
    windows: tuple[Window, ...] = ()
    fold: str = "thirds"

    @property
    def printed(self) -> bool:
        """Whether the address is printed on the envelope itself."""
        return not self.windows


@dataclass(frozen=True, slots=True)
class Layout:
    """A page. `address` is the whole address field, None where the address flows with the text; `return_zone` the
    height at its top kept for the return line, `address_inset` the space left of its lines, `address_leading` the
    height of one line. `info` is where phone, e-mail and date stand; None: they flow. Without an address field the date
    stands at `date_top`; with one, the running text starts at `text_top`."""

    code: str
    sheet: Sheet
    folds: tuple[float, ...]
    envelopes: tuple[str, ...]
    address: Rect | None = None
    return_zone: float = 0.0
    hole: float | None = None
    margin_left: float = INCH
    margin_right: float = INCH
    margin_top: float = INCH
    margin_bottom: float = INCH
    date_top: float = 2 * INCH
    text_top: float = 0.0
    info: tuple[float, float] | None = None
    address_inset: float = 0.0
    address_leading: float = 12 * POINT
    marks: bool = True

    @property
    def address_zone(self) -> Rect | None:
        """The part of the address field the recipient's lines may use."""
        field = self.address
        if field is None:
            return None
        return Rect(field.x, field.y + self.return_zone, field.width, field.height - self.return_zone)


LETTER = Sheet("letter", 8.5 * INCH, 11 * INCH)
A4 = Sheet("a4", 210.0, 297.0)
SHEETS = {sheet.code: sheet for sheet in (LETTER, A4)}

_NO_10_WINDOW = Window(x=22.2, bottom=12.7, width=114.3, height=28.6)
_NO_10_RECIPIENT = Window(x=15.9, bottom=25.4, width=101.6, height=25.4)
_NO_10_SENDER = Window(x=15.9, bottom=60.3, width=82.6, height=22.2)
_DL_WINDOW = Window(x=20, bottom=15, width=90, height=45)

ENVELOPES: dict[str, Envelope] = {
    envelope.code: envelope
    for envelope in (
        Envelope("#10", 241.3, 104.8),
        Envelope("#10-window", 241.3, 104.8, (_NO_10_WINDOW,)),
        Envelope("#10-double-window", 241.3, 104.8, (_NO_10_RECIPIENT, _NO_10_SENDER)),
        Envelope("monarch", 190.5, 98.4),
        Envelope("dl", 220, 110),
        Envelope("dl-window", 220, 110, (_DL_WINDOW,)),
        Envelope("c6/5", 229, 114),
        Envelope("c6/5-window", 229, 114, (_DL_WINDOW,)),
        Envelope("c5", 229, 162, fold="half"),
        Envelope("c6", 162, 114, fold="quarters"),
        Envelope("c4", 324, 229, fold="flat"),
    )
}

_US_FOLDS = (LETTER.height / 3, LETTER.height * 2 / 3)
_PRINTED = ("dl", "c6/5", "c5", "c6", "c4")
_SWISS = ("c5", "c6/5", "dl", "c6", "c4")


class _A4Text(TypedDict):
    margin_left: float
    margin_right: float
    margin_top: float
    margin_bottom: float
    address_inset: float
    address_leading: float


_DIN = _A4Text(margin_left=25, margin_right=20, margin_top=15, margin_bottom=20, address_inset=5, address_leading=4.4)
_DIN_A = _A4Text(**(_DIN | {"margin_top": 8.5}))

LAYOUTS: dict[str, Layout] = {
    layout.code: layout
    for layout in (
        Layout("us-block", LETTER, _US_FOLDS, ("#10", *_PRINTED), address_leading=13.5 * POINT, marks=False),
        Layout(
            "us-10-window", LETTER, _US_FOLDS, ("#10-window",), Rect(25.4, 63.5, 85.7, 16.93), text_top=98.0,
            marks=False,
        ),
        Layout(
            "din-5008-b", A4, (105.0, 210.0), ("dl-window", "c6/5-window", *_PRINTED), Rect(20, 45, 85, 45),
            return_zone=17.7, hole=148.5, text_top=98.46, info=(125.0, 50.0), **_DIN,
        ),
        Layout(
            "din-5008-a", A4, (87.0, 192.0), ("dl-window", "c6/5-window", *_PRINTED), Rect(20, 27, 85, 45),
            return_zone=17.7, hole=148.5, text_top=80.46, info=(125.0, 32.0), **_DIN_A,
        ),
        Layout("swiss-right", A4, (105.0, 210.0), _SWISS, Rect(112, 45, 90, 45), text_top=98.5, **_DIN),
        Layout("swiss-left", A4, (105.0, 210.0), _SWISS, Rect(20, 35.5, 100, 45), text_top=98.5, **_DIN_A),
        Layout("french", A4, (99.0, 198.0), _PRINTED, Rect(100, 35, 100, 45), text_top=92.0, **_DIN),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Insert:
    """A folded letter: its size, and where its bottom edge is on the unfolded sheet."""

    width: float
    height: float
    bottom_on_sheet: float


def insert_of(layout: Layout, envelope: Envelope) -> Insert:
    """The letter as it lies in the envelope, address to the front."""
    sheet = layout.sheet
    if envelope.fold == "flat":
        return Insert(sheet.width, sheet.height, sheet.height)
    if envelope.fold == "quarters":
        return Insert(sheet.height / 2, sheet.width / 2, sheet.height / 2)
    folds = (sheet.height / 2,) if envelope.fold == "half" else layout.folds
    panels = [lower - upper for upper, lower in pairwise((0.0, *folds, sheet.height))]
    return Insert(sheet.width, max(panels), folds[0])


def goes_in(insert: Insert, envelope: Envelope) -> bool:
    """Whether the folded letter fits the envelope at all; an unfolded one may lie on its side."""
    across, along = insert.width, insert.height
    if envelope.fold == "flat":
        across, along = max(across, along), min(across, along)
    return across <= envelope.width + _SLACK and along <= envelope.height + _SLACK


def always_visible_zone(envelope: Envelope, window: Window, insert: Insert) -> Rect:
    """The part of the sheet that shows through the window however the letter slides in its envelope; empty where the
    play is larger than the window. With play dx = W − p and dy = H − q: x from the window's left edge to its right edge
    − dx; y from e − b + dy − h to e − b, where e is the insert's bottom edge on the sheet, b the window's height above
    the envelope's bottom."""
    play_x, play_y = envelope.width - insert.width, envelope.height - insert.height
    bottom = insert.bottom_on_sheet - window.bottom
    height = max(0.0, window.height - play_y)
    return Rect(window.x, bottom - height, max(0.0, window.width - play_x), height)


def visible_through(layout: Layout, envelope: Envelope) -> Rect | None:
    """The always-visible zone of the recipient's window on this layout; None for an envelope without a window."""
    if envelope.printed:
        return None
    return always_visible_zone(envelope, envelope.windows[0], insert_of(layout, envelope))


def address_box(layout: Layout, envelope: Envelope | None = None) -> Rect | None:
    """Where the recipient's lines may stand: the layout's address zone, cut down to what the window shows."""
    zone = layout.address_zone
    window = visible_through(layout, envelope) if envelope else None
    if zone is None or window is None:
        inset = layout.address_inset
        return Rect(zone.x + inset, zone.y, zone.width - inset, zone.height) if zone else None
    top, bottom = max(zone.y, window.y), min(zone.bottom, window.bottom)
    left, right = max(zone.x + layout.address_inset, window.x), min(zone.right, window.right)
    return Rect(left, top, max(0.0, right - left), max(0.0, bottom - top))


def address_capacity(layout: Layout, envelope: Envelope) -> int:
    """How many address lines show through the window, or fit on the face of a printed envelope."""
    if envelope.printed:
        return floor((face_of(envelope).recipient.height + _SLACK) / ENVELOPE_LEADING)
    box = address_box(layout, envelope)
    return floor((box.height + _SLACK) / layout.address_leading) if box else 0


def envelopes_for(layout: Layout) -> tuple[Envelope, ...]:
    """The envelopes that go with a layout, the usual one first."""
    return tuple(ENVELOPES[code] for code in layout.envelopes)


@dataclass(frozen=True, slots=True)
class EnvelopeFace:
    """Where things go on a printed envelope. `clear` must stay empty (the post prints its code there)."""

    sender: Rect
    recipient: Rect
    clear: Rect | None = None
    limits: tuple[Rect, ...] = field(default=())


def face_of(envelope: Envelope) -> EnvelopeFace:
    """US sizes after the USPS read area, all others after the common European rule."""
    return _us_face(envelope) if envelope.code in ("#10", "monarch") else _european_face(envelope)


def _us_face(envelope: Envelope) -> EnvelopeFace:
    """Return address above 34.9 mm from the top; recipient in the read area (12.7 mm from left and right, 15.9–69.9 mm
    above the bottom); right 120.7 × bottom 15.9 mm clear (USPS DMM 202.1, 202.5)."""
    width, height = envelope.width, envelope.height
    area = Rect(12.7, height - 69.9, width - 2 * 12.7, 69.9 - 15.9)
    left = round(width * 0.42, 1)
    top = area.y + 10.0
    return EnvelopeFace(
        sender=Rect(12.7, 10.0, 90.0, 34.9 - 10.0),
        recipient=Rect(left, top, area.right - left, area.bottom - top),
        clear=Rect(width - 120.7, height - 15.9, 120.7, 15.9),
        limits=(area,),
    )


def _european_face(envelope: Envelope) -> EnvelopeFace:
    """Recipient at least 40 mm below the top, 15 mm from the other edges and at most 140 mm from the right one (UPU
    Convention Manual, reading area); on a tall envelope about the middle of its height."""
    width, height = envelope.width, envelope.height
    nearest = max(15.0, width - 140.0)
    area = Rect(nearest, 40.0, width - 15.0 - nearest, height - 55.0)
    left = round(max(area.x, width * 0.45), 1)
    top = round(max(area.y + 8.0, height * 0.42), 1)
    return EnvelopeFace(
        sender=Rect(12.0, 10.0, 80.0, 27.0),
        recipient=Rect(left, top, area.right - left, area.bottom - top),
        limits=(area,),
    )
