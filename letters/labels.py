"""What a reader sees for the vocabulary of letters."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from candidates import labels
from candidates.followup.facts import Channel
from letters.content import Variant
from letters.outcome_stats import Attribution, OutcomeKind

VARIANT = [
    (Variant.INTERVIEW_THANKS, _("Thanks for the interview")),
    (Variant.AFTER_SILENCE, _("After silence")),
    (Variant.AFTER_UNANSWERED_CALL, _("After an unanswered call")),
    (Variant.AFTER_REJECTION, _("After a clear no")),
    (Variant.POSITION_CLOSED, _("After the position was closed")),
    (Variant.ON_HOLD, _("While the position is on hold")),
    (Variant.WITHDRAWAL, _("After withdrawing")),
    (Variant.REFERRAL, _("Thanks for a referral")),
    (Variant.OFFER_DECLINED, _("After declining an offer")),
]

LAYOUT = [
    ("us-block", _("US letter, block style")),
    ("us-10-window", _("US letter for a #10 window")),
    ("din-5008-b", _("A4, DIN 5008 form B")),
    ("din-5008-a", _("A4, DIN 5008 form A, address higher up")),
    ("swiss-right", _("A4, Swiss, address on the right")),
    ("swiss-left", _("A4, Swiss, address on the left")),
    ("french", _("A4, French, address on the right")),
]

ENVELOPE = [
    ("#10", _("#10, printed")),
    ("#10-window", _("#10 with a window")),
    ("#10-double-window", _("#10 with two windows")),
    ("monarch", _("Monarch, printed")),
    ("dl", _("DL, printed")),
    ("dl-window", _("DL with a window")),
    ("c6/5", _("C6/5, printed")),
    ("c6/5-window", _("C6/5 with a window")),
    ("c5", _("C5, printed")),
    ("c6", _("C6, printed")),
    ("c4", _("C4, printed")),
]

LABEL_SHEET = [
    ("5160", _("Avery 5160: 30 on a letter sheet, 2⅝ × 1 in")),
    ("5161", _("Avery 5161: 20 on a letter sheet, 4 × 1 in")),
    ("5162", _("Avery 5162: 14 on a letter sheet, 4 × 1⅓ in")),
    ("5163", _("Avery 5163: 10 on a letter sheet, 4 × 2 in")),
    ("L7160", _("Avery L7160: 21 on A4, 63.5 × 38.1 mm")),
    ("L7161", _("Avery L7161: 18 on A4, 63.5 × 46.6 mm")),
    ("L7162", _("Avery L7162: 16 on A4, 99.1 × 33.9 mm")),
    ("L7163", _("Avery L7163: 14 on A4, 99.1 × 38.1 mm")),
    ("L7165", _("Avery L7165: 8 on A4, 99.1 × 67.7 mm")),
]

OUTCOME = [
    (OutcomeKind.ACKNOWLEDGED, _("They thanked me or acknowledged it")),
    (OutcomeKind.STILL_CONSIDERED, _("I am still being considered")),
    (OutcomeKind.DECISION_CONFIRMED, _("They confirmed their decision")),
    (OutcomeKind.FEEDBACK_GIVEN, _("They gave feedback")),
    (OutcomeKind.KEPT_ON_FILE, _("They keep me on file")),
    (OutcomeKind.REOPENED, _("They took the matter up again")),
    (OutcomeKind.NEW_OPPORTUNITY, _("They contacted me about a new position")),
    (OutcomeKind.REFERRAL, _("They referred me to somebody")),
    (OutcomeKind.NETWORKING, _("They stay in touch")),
    (OutcomeKind.SPAM_FOUND, _("I found their e-mail in the spam folder")),
    (OutcomeKind.OFFER, _("They made an offer")),
    (OutcomeKind.PLACEMENT, _("I got the job")),
    (OutcomeKind.RETURNED_UNDELIVERABLE, _("The letter came back")),
    (OutcomeKind.ASKED_TO_STOP, _("They asked not to be contacted")),
]

OUTCOME_CHANNEL = [(channel, label) for channel, label in labels.CHANNEL if channel != Channel.OTHER]

ATTRIBUTION = [
    (Attribution.EMPLOYER, _("The employer said so")),
    (Attribution.CLIENT, _("I think so")),
    (Attribution.LATER, _("It came later, nothing more")),
]
