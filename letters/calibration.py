"""A page that shows how far a printer is off: crosses at known places, rulers, and the window of an envelope."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from letters import pdf
from letters.joining import Shift, join
from letters.layout import ENVELOPES, LAYOUTS, visible_through
from letters.models import Printer
from letters.page import CalibrationPage
from letters.run_sheet import sheet_for

WINDOWED = {"letter": ("us-10-window", "#10-window"), "a4": ("din-5008-b", "dl-window")}


def calibration_pdf(printer: Printer) -> bytes:
    """The page on the practice's paper, moved as this printer's letters are. Raises PdfUnavailable."""
    sheet = sheet_for(printer.practice)
    layout, envelope = WINDOWED[sheet]
    page = CalibrationPage(
        sheet=sheet,
        title=_("Calibration page") + f": {printer.name}",
        steps=(
            _("Print this page at its real size, without “fit to page”."),
            _("Each ruler must measure exactly 100 mm or 4 in. If not, the printer scales: turn that off first."),
            _("The cross stands 30 mm from the left and 30 mm from the upper edge. Measure where yours is."),
            _("Too far left or too high: enter the missing millimetres. Too far right or too low: with a minus."),
            _("The frame is what always shows through the window of the envelope."),
        ),
        window=visible_through(LAYOUTS[layout], ENVELOPES[envelope]),
        language=translation.get_language() or "en",
    )
    return join([pdf.calibration_pdf(page)], shift=Shift(float(printer.right_mm), float(printer.down_mm)))
