"""An envelope's window drawn over the page inside it. Pure; all lengths in millimetres from the sheet's top left."""

from __future__ import annotations

from dataclasses import dataclass

from letters.layout import ENVELOPES, LAYOUTS, Rect, Sheet, insert_of, visible_through


@dataclass(frozen=True, slots=True)
class Overlay:
    """`window` is where the window lies while the letter is in the middle of its play; `always` shows however it
    slides."""

    sheet: Sheet
    window: Rect
    always: Rect


def overlay(layout: str, envelope: str) -> Overlay | None:
    """None for an envelope without a window."""
    page, cover = LAYOUTS[layout], ENVELOPES[envelope]
    always = visible_through(page, cover)
    if always is None:
        return None
    insert, window = insert_of(page, cover), cover.windows[0]
    aside, up = (cover.width - insert.width) / 2, (cover.height - insert.height) / 2
    bottom = insert.bottom_on_sheet - window.bottom + up
    return Overlay(
        sheet=page.sheet,
        window=Rect(window.x - aside, bottom - window.height, window.width, window.height),
        always=always,
    )
