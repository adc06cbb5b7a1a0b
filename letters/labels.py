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

LAYOUT = [("us-block", _("US letter, block style")), ("din-5008-b", _("A4, DIN 5008 form B"))]

ENVELOPE = [("#10", _("#10, printed")), ("dl-window", _("DL with a window"))]

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
