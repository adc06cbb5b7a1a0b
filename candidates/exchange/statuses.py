"""The words trackers have for where an application stands → what may be recorded of it.

A word is no fact: nobody is interviewed without a day. So a word becomes a decision only where the row names the day
of it; else it is kept as it was written, in a note.
"""

from __future__ import annotations

import re
from enum import StrEnum

from candidates.followup.facts import DecisionKind


class Meaning(StrEnum):
    """What a tracker says of an application."""

    NOTHING = ""
    LEAD = "lead"
    APPLIED = "applied"
    INTERVIEW = "interview"
    OFFER = "offer"
    ACCEPTED = "accepted"
    DECLINED_OFFER = "declined_offer"
    REJECTED = "rejected"
    CLOSED = "closed"
    ON_HOLD = "on_hold"
    WITHDRAWN = "withdrawn"
    OTHER = "other"


M = Meaning

DECISIONS = {
    M.OFFER: DecisionKind.OFFER_OPEN,
    M.ACCEPTED: DecisionKind.OFFER_ACCEPTED,
    M.DECLINED_OFFER: DecisionKind.OFFER_DECLINED,
    M.REJECTED: DecisionKind.REJECTED,
    M.CLOSED: DecisionKind.POSITION_CLOSED,
    M.ON_HOLD: DecisionKind.ON_HOLD,
    M.WITHDRAWN: DecisionKind.WITHDRAWN,
}

WORDS: dict[Meaning, str] = {
    M.LEAD: "wishlist, wish list, wishlisted, saved, bookmarked, bookmark, lead, interested, to apply, not applied, "
    "not yet applied, applying, draft, considering, planned, todo, to do, prospect, researching, new",
    M.APPLIED: "applied, submitted, sent, application sent, application submitted, in review, under review, pending, "
    "waiting, in progress, active",
    M.INTERVIEW: "interview, interviewing, interviews, interviewed, phone screen, phone screening, phone interview, "
    "screen, screening, recruiter screen, first interview, second interview, third interview, final interview, "
    "final round, onsite, on site, on site interview, onsite interview, technical interview, assessment, "
    "interview scheduled, 1st interview, 2nd interview, 3rd interview, video interview",
    M.OFFER: "offer, offered, offer received, offer extended, job offer, offer made",
    M.ACCEPTED: "accepted, offer accepted, hired, placed, accepted offer, signed",
    M.DECLINED_OFFER: "offer declined, declined offer, i declined, turned down, offer turned down",
    M.REJECTED: "rejected, rejection, not selected, denied, unsuccessful, turned me down, no offer, not hired, "
    "rejected by company, rejected by employer",
    M.CLOSED: "closed, position closed, job closed, posting closed, filled, position filled, expired, cancelled, "
    "canceled",
    M.ON_HOLD: "on hold, hold, paused, position on hold",
    M.WITHDRAWN: "withdrawn, withdrew, i withdrew, application withdrawn, withdraw, withdrawn by me",
}

KNOWN = {word: meaning for meaning, words in WORDS.items() for word in words.split(", ")}


def meaning_of(text: str) -> Meaning:
    """What a status word means; OTHER for words that are not known, which are kept as they are."""
    words = " ".join(re.findall(r"[^\W_]+", text.casefold()))
    return KNOWN.get(words, M.OTHER) if words else M.NOTHING
