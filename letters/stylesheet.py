"""Layout → CSS. Pure: millimetres in, text out. No value typed by a person ever gets in here.

Every block is positioned (`relative` or `absolute`) so that blocks are painted in the order of the document: what a
screen reader or a text extractor reads is then the order a person reads.
"""

from __future__ import annotations

from letters.fonts import FAMILY
from letters.label_sheets import LabelSheet
from letters.layout import (
    ENVELOPE_LEADING,
    ENVELOPES,
    INCH,
    POINT,
    Envelope,
    EnvelopeFace,
    Layout,
    Rect,
    Sheet,
    address_box,
)

BODY_SIZE = 11.0  # points
BODY_LEADING = 15.75  # points
MEASURE = 154.0  # mm: about 82 characters, as long as a line of this size can be and still be read with ease
SMALL_SIZE = 9.5
HEAD_LEADING = 13.5
NAME_LEADING = 18.0
RETURN_SIZE = 7.0
ADDRESS_SIZE = 11.0
ENVELOPE_SIZE = 12.0
LABEL_SIZES = (11, 10, 9, 8)  # points, the first that fits
LABEL_LEADING = 1.2
LABEL_INSET = 4.0  # mm from the edges of a label: a sheet moves a little in the printer
LETTERHEAD_HEIGHT = 30.0  # mm
AIR = 5.0  # mm between a letterhead and an address
HEAD_AIR = 4.0  # mm between the sender's lines and an address
PLAY = 11.7  # mm; a #10 is so much taller than a letter folded in thirds
QR_SIDE = 13.0  # mm; with the edge a printer cannot reach it just fits into a lower margin of 20 mm
MARK_LEFT = 6.35  # mm, the edge of what an office printer reaches

_BASE = f"""
html {{ font-family: "{FAMILY}"; font-size: {BODY_SIZE}pt; line-height: {BODY_LEADING}pt; font-weight: 400;
  font-variant-numeric: oldstyle-nums proportional-nums; color: #000; text-align: left; hyphens: none;
  overflow-wrap: anywhere; }}
body, p, div, hr {{ margin: 0; padding: 0; border: 0; }}
"""

_LETTER = f"""
.sender p, .info p {{ font-size: {SMALL_SIZE}pt; line-height: {HEAD_LEADING}pt; font-variant-numeric: lining-nums;
  white-space: pre-line; }}
.sender .name {{ font-size: 13pt; line-height: {NAME_LEADING}pt; font-weight: 600; letter-spacing: .01em; }}
.text {{ position: relative; }}
.said {{ margin-bottom: .8em; max-width: {MEASURE}mm; orphans: 2; widows: 2; }}
.close {{ padding-top: .4em; break-after: avoid; }}
.by-hand {{ padding-top: {4 * BODY_LEADING}pt; }}
.signature {{ display: block; height: {4 * BODY_LEADING}pt; break-after: avoid; }}
.signature {{ width: auto; max-width: 80mm; object-fit: contain; object-position: left center; }}
.letterhead {{ display: block; }}
.address {{ font-size: {ADDRESS_SIZE}pt; font-variant-numeric: lining-nums proportional-nums; white-space: pre-line; }}
.returning {{ font-size: {RETURN_SIZE}pt; line-height: 9pt; font-variant-numeric: lining-nums; }}
.returning span {{ border-bottom: .2mm solid #777; padding-bottom: .5mm; }}
.mark {{ position: absolute; height: .2mm; background: #999; width: 4mm; }}
.mark.hole {{ width: 6mm; }}
"""


def letter_css(layout: Layout, envelope: Envelope | None = None) -> str:
    """The stylesheet of a layout; with an envelope, the address stays inside its window."""
    box = address_box(layout, envelope)
    rules = [_BASE, _LETTER, _page(layout), _marks(layout), f".address {{ line-height: {layout.address_leading}mm; }}"]
    rules += [_letterhead(layout)]
    rules += [_flowing(layout)] if box is None or layout.address is None else [_fixed(layout, layout.address, box)]
    return "\n".join(rules)


def run_sheet_css(sheet: Sheet) -> str:
    """A table whose head comes again on every page."""
    return f"""{_BASE}
@page {{ size: {sheet.width}mm {sheet.height}mm; margin: 15mm;
  @bottom-right {{ content: counter(page) " / " counter(pages); font-size: 8pt; }} }}
h1 {{ font-size: 15pt; font-weight: 600; margin: 0 0 1mm; }}
p {{ font-size: {SMALL_SIZE}pt; margin-bottom: 4mm; }}
table {{ width: 100%; border-collapse: collapse; font-size: {SMALL_SIZE}pt; line-height: 12pt; }}
th {{ text-align: left; font-weight: 600; border-bottom: .3mm solid #000; padding: 1mm 2mm 1mm 0;
  overflow-wrap: normal; }}
td {{ border-bottom: .1mm solid #999; padding: 1.2mm 2mm 1.2mm 0; vertical-align: top; overflow-wrap: anywhere; }}
tr {{ break-inside: avoid; }}
.tick {{ width: 12mm; text-align: center; }}
.box {{ display: inline-block; width: 3.2mm; height: 3.2mm; border: .25mm solid #000; }}
"""


def calibration_css(sheet: Sheet, window: Rect | None) -> str:
    """Crosses, rulers and a frame, each at its place on the sheet."""
    frame = window or Rect(0, 0, 0, 0)
    across = "\n".join(f".mm-{mm} {{ left: {mm}mm; }} .down .mm-{mm} {{ top: {mm}mm; }}" for mm in range(0, 101, 10))
    inches = "\n".join(f".in-{n} {{ left: {n * INCH}mm; }}" for n in range(5))
    return f"""{_BASE}
@page {{ size: {sheet.width}mm {sheet.height}mm; margin: 0; }}
.cross, .ruler, .frame, .words {{ position: absolute; }}
.cross {{ left: 25mm; top: 25mm; width: 10mm; height: 10mm; }}
.cross i {{ position: absolute; background: #000; }}
.cross .h {{ left: 0; top: 4.95mm; width: 10mm; height: .1mm; }}
.cross .v {{ left: 4.95mm; top: 0; width: .1mm; height: 10mm; }}
.frame {{ left: {frame.x}mm; top: {frame.y}mm; width: {frame.width}mm; height: {frame.height}mm;
  box-shadow: none; border: .1mm solid #000; }}
.words {{ left: 60mm; top: 128mm; width: 110mm; }}
.words h1 {{ font-size: 15pt; font-weight: 600; margin: 0 0 4mm; }}
.words p {{ margin-bottom: 2mm; }}
.ruler span {{ position: absolute; width: .1mm; height: 4mm; background: #000; }}
.ruler b {{ position: absolute; left: 1mm; top: 3mm; font-size: 7pt; line-height: 8pt; font-weight: 400;
  white-space: nowrap; }}
.millimetres {{ left: 60mm; top: 108mm; width: 100mm; height: .1mm; background: #000; }}
.inches {{ left: 60mm; top: 118mm; width: {4 * INCH}mm; height: .1mm; background: #000; }}
.down {{ left: 30mm; top: 108mm; width: .1mm; height: 100mm; background: #000; }}
.down span {{ width: 4mm; height: .1mm; left: 0; }}
.down b {{ left: 5mm; top: -1.4mm; }}
{across}
{inches}
.down span[class] {{ left: 0; }}
"""


def label_sheet_css(stock: LabelSheet) -> str:
    """Each label at its place, its lines in the middle of its height."""
    places = "\n".join(_label(number, stock.label(number)) for number in range(1, stock.count + 1))
    middles = "\n".join(
        f".size-{size}.lines-{lines} {{ padding-top: {(stock.height - lines * size * LABEL_LEADING * POINT) / 2}mm; }}"
        for size in LABEL_SIZES
        for lines in range(1, 1 + int(stock.height / (size * LABEL_LEADING * POINT)))
    )
    sizes = "\n".join(f".size-{size} {{ font-size: {size}pt; line-height: {size * LABEL_LEADING}pt; }}"
                      for size in LABEL_SIZES)  # fmt: skip
    return f"""{_BASE}
@page {{ size: {stock.sheet.width}mm {stock.sheet.height}mm; margin: 0; }}
.label {{ position: absolute; box-sizing: border-box; width: {stock.width}mm; height: {stock.height}mm;
  padding: 0 {LABEL_INSET}mm; overflow: hidden; font-variant-numeric: lining-nums; }}
{places}
{sizes}
{middles}
"""


def archive_css(sheet: Sheet) -> str:
    """The marks of an archive copy: in the lower margin, below every line of every layout."""
    top = sheet.height - MARK_LEFT - QR_SIDE
    right = sheet.width - 20 - QR_SIDE
    return f"""{_BASE}
@page {{ size: {sheet.width}mm {sheet.height}mm; margin: 0; }}
.qr {{ position: absolute; left: {right:.3f}mm; top: {top:.3f}mm; width: {QR_SIDE}mm; height: {QR_SIDE}mm; }}
.marks {{ position: absolute; right: {20 + QR_SIDE + 4}mm; top: {sheet.height - MARK_LEFT - 8.5:.3f}mm;
  text-align: right; font-size: {SMALL_SIZE - 1.5}pt; line-height: 12pt; font-variant-numeric: lining-nums; }}
"""


def _label(number: int, place: Rect) -> str:
    return f".number-{number} {{ left: {place.x:.3f}mm; top: {place.y:.3f}mm; }}"


def head_lines(layout: Layout) -> int:
    """How many lines fit below the sender's name before they could show through a window, however the letter slides."""
    if layout.address is None:
        return 5
    room = layout.address.y - _above_address(layout, HEAD_AIR) - layout.margin_top - NAME_LEADING * POINT
    return max(1, int(room / (HEAD_LEADING * POINT)))


def letterhead_box(layout: Layout) -> tuple[float, float]:
    """The width and height in mm a letterhead may take: that of the text, and what is free above the address."""
    width = layout.sheet.width - layout.margin_left - layout.margin_right
    if layout.address is None:
        return width, LETTERHEAD_HEIGHT
    room = layout.address.y - _above_address(layout, AIR) - layout.margin_top
    return width, min(LETTERHEAD_HEIGHT, room)


def _above_address(layout: Layout, air: float) -> float:
    """What stays free between the head and the address field: the return zone is in it already, a window slides."""
    windowed = any(not ENVELOPES[code].printed for code in layout.envelopes)
    return 0.0 if layout.return_zone else PLAY if windowed else air


def envelope_css(envelope: Envelope, face: EnvelopeFace) -> str:
    """The stylesheet of a printed envelope."""
    return "\n".join(
        (
            _BASE,
            f"@page {{ size: {envelope.width}mm {envelope.height}mm; margin: 0; }}",
            f".from {{ {_at(face.sender)} font-size: 9.5pt; line-height: 12.5pt; }}",
            f".to {{ {_at(face.recipient)} font-size: {ENVELOPE_SIZE}pt; line-height: {ENVELOPE_LEADING:.3f}mm; }}",
            ".from, .to { font-variant-numeric: lining-nums; white-space: pre-line; overflow: hidden; }",
        )
    )


def _page(layout: Layout) -> str:
    margins = (layout.margin_top, layout.margin_right, layout.margin_bottom, layout.margin_left)
    return f"@page {{ size: {layout.sheet.width}mm {layout.sheet.height}mm; margin: {_mm(*margins)}; }}"


def _flowing(layout: Layout) -> str:
    """Sender, date about two inches from the top, inside address four lines below."""
    leading = layout.address_leading
    return (
        # A long sender block moves the date down rather than touching it.
        f".sender {{ min-height: {layout.date_top - layout.margin_top}mm; }}"
        " .sender { box-sizing: border-box; padding-bottom: 4mm; }"
        f" .address {{ margin-top: {3 * leading}mm; margin-bottom: {1.6 * leading}mm; }}"
    )


def _letterhead(layout: Layout) -> str:
    width, height = letterhead_box(layout)
    return f".letterhead {{ max-width: {width:.3f}mm; max-height: {height:.3f}mm; }}"


def _fixed(layout: Layout, field: Rect, box: Rect) -> str:
    """Everything above the running text has its place on the sheet."""
    top = layout.text_top - layout.margin_top
    head = Rect(layout.margin_left, layout.margin_top, 90.0, max(0.0, field.y - layout.margin_top))
    rules = [
        f".address {{ {_at(box, layout)} }}",
        f".sender {{ {_at(head, layout)} }}",
        f".text {{ padding-top: {top}mm; }}",
    ]
    if layout.return_zone:
        above = Rect(box.x, field.y, box.width, layout.return_zone)
        bottom = above.bottom - 1.6
        rules.append(
            f".returning {{ position: absolute; left: {above.x - layout.margin_left:.3f}mm; width: {above.width:.3f}mm;"
            f" bottom: {layout.sheet.height - layout.margin_bottom - bottom:.3f}mm; }}"
        )
    if layout.info:
        x, y = layout.info
        rules.append(f".info {{ {_at(Rect(x, y, layout.sheet.width - layout.margin_right - x, 40), layout)} }}")
        rules.append(".info .date { margin-top: 4mm; font-size: 11pt; font-variant-numeric: oldstyle-nums; }")
    else:
        rules.append(".text .date { margin-bottom: 2em; }")
    return "\n".join(rules)


def _marks(layout: Layout) -> str:
    places = {f"fold-{number}": y for number, y in enumerate(layout.folds, start=1)}
    places |= {"hole": layout.hole} if layout.hole else {}
    left = MARK_LEFT - layout.margin_left
    return "\n".join(
        f".mark.{name} {{ left: {left:.3f}mm; top: {y - layout.margin_top - 0.1:.3f}mm; }}"
        for name, y in places.items()
    )


def _at(place: Rect, layout: Layout | None = None) -> str:
    """Absolute position; WeasyPrint measures it from the page's content area, so the margins are taken off."""
    left, top = (layout.margin_left, layout.margin_top) if layout else (0.0, 0.0)
    return (
        f"position: absolute; left: {place.x - left:.3f}mm; top: {place.y - top:.3f}mm;"
        f" width: {place.width:.3f}mm; height: {place.height:.3f}mm;"
    )


def _mm(*lengths: float) -> str:
    return " ".join(f"{length}mm" for length in lengths)
