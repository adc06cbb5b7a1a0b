"""What a reader sees for each member of the rule's vocabulary."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from candidates.followup.facts import (
    Ball,
    Channel,
    DecisionKind,
    Direction,
    LetterChoice,
    NextStepKind,
    Precision,
    Purpose,
    Result,
    Status,
    Verdict,
)

NEXT_STEP = [
    (NextStepKind.EMPLOYER_CONTACTS, _("They will be in touch")),
    (NextStepKind.EMPLOYER_CONTACTS_NO_CALLS, _("They will be in touch, and asked for no calls")),
    (NextStepKind.CANDIDATE_CALLS, _("I may call them")),
    (NextStepKind.CANDIDATE_WRITES, _("I may write to them")),
    (NextStepKind.EMPLOYER_THEN_CALL, _("They will be in touch; if not, I may call")),
    (NextStepKind.OPEN_ENDED, _("They named no date")),
    (NextStepKind.NOT_ASKED, _("It was not asked")),
]

DECISION = [
    (DecisionKind.REJECTED, _("They said no")),
    (DecisionKind.POSITION_CLOSED, _("The position was closed")),
    (DecisionKind.ON_HOLD, _("The position is on hold")),
    (DecisionKind.RESUMED, _("The search goes on")),
    (DecisionKind.OFFER_OPEN, _("They made an offer")),
    (DecisionKind.OFFER_ACCEPTED, _("The offer was accepted")),
    (DecisionKind.OFFER_DECLINED, _("The offer was declined")),
    (DecisionKind.OFFER_RESCINDED, _("They took the offer back")),
    (DecisionKind.WITHDRAWN, _("The application was withdrawn")),
    (DecisionKind.REINSTATED, _("The application stands again")),
]

DIRECTION = [(Direction.OUT, _("to the employer")), (Direction.IN, _("from the employer"))]

CHANNEL = [
    (Channel.PHONE, _("phone")),
    (Channel.EMAIL, _("e-mail")),
    (Channel.LETTER, _("letter")),
    (Channel.VIDEO, _("video")),
    (Channel.IN_PERSON, _("in person")),
    (Channel.OTHER, _("another way")),
]

RESULT = [
    (Result.REACHED, _("We spoke")),
    (Result.MESSAGE_LEFT, _("I left a message")),
    (Result.NO_ANSWER, _("No answer")),
    (Result.REFUSED, _("They would not take the call")),
    (Result.WRONG_NUMBER, _("Wrong number")),
    (Result.TECHNICAL, _("The line failed")),
    (Result.SENT, _("Sent")),
    (Result.BOUNCED, _("It came back")),
    (Result.RECEIVED, _("It reached me")),
    (Result.MISSED, _("I missed their call")),
    (Result.AUTO_REPLY, _("An automatic reply")),
]

PURPOSE = [
    (Purpose.INQUIRY, _("about next steps")),
    (Purpose.THANKS, _("to say thank you")),
    (Purpose.OTHER, _("something else")),
]

PRECISION = [
    (Precision.EXACT, _("a date")),
    (Precision.APPROXIMATE, _("roughly")),
    (Precision.VAGUE, _("vaguely")),
    (Precision.NONE, _("no date")),
]

VERDICT = [
    (Verdict.NONE, _("no verdict yet")),
    (Verdict.NO_CONCLUSION, _("no conclusion")),
    (Verdict.PROBABLE, _("probably your answer")),
    (Verdict.DEFINITE, _("definitely your answer")),
    (Verdict.EXPLICIT, _("they told you")),
]

BALL = [(Ball.CLIENT, _("your move")), (Ball.EMPLOYER, _("their move")), (Ball.NOBODY, _("settled"))]

LETTER = [
    (LetterChoice.NONE, _("no letter")),
    (LetterChoice.AFTER_SILENCE, _("after silence")),
    (LetterChoice.AFTER_SILENCE_BY_OVERRIDE, _("after silence, if the counselor decides so")),
    (LetterChoice.AFTER_UNANSWERED_CALL, _("after an unanswered call")),
    (LetterChoice.AFTER_REJECTION, _("after a clear no")),
    (LetterChoice.POSITION_CLOSED, _("after a closed position")),
    (LetterChoice.ON_HOLD, _("while on hold")),
    (LetterChoice.WITHDRAWAL, _("after a withdrawal")),
    (LetterChoice.OFFER_DECLINED, _("after declining an offer")),
]

STATUS = [
    (Status.APPLIED, _("Applied")),
    (Status.INTERVIEW_SCHEDULED, _("Interview ahead")),
    (Status.NEEDS_DEBRIEF, _("Debrief missing")),
    (Status.WAITING, _("Waiting for them")),
    (Status.WAITING_NO_DATE, _("Waiting, no date named")),
    (Status.DUE_IN_GRACE, _("Due, schedules slip")),
    (Status.CALL_NOT_YET, _("Too early to call")),
    (Status.CALL_DUE, _("Call now")),
    (Status.CALL_RETRY, _("Call again")),
    (Status.CALL_RETRY_LATE, _("Call once more")),
    (Status.CALL_MISSED, _("The call was not made")),
    (Status.AWAITING_RETURN_CALL, _("Waiting for their call back")),
    (Status.INVITED_CALL_UNANSWERED, _("The invited call went unanswered")),
    (Status.WRITE_NOT_YET, _("Too early to write")),
    (Status.WRITE_DUE, _("Write now")),
    (Status.WRITE_MISSED, _("The message was not written")),
    (Status.AWAITING_REPLY, _("Waiting for their reply")),
    (Status.WRITTEN_UNANSWERED, _("The invited message went unanswered")),
    (Status.INQUIRY_DUE, _("Ask once")),
    (Status.INQUIRY_UNANSWERED, _("The inquiry went unanswered")),
    (Status.LONG_SILENCE, _("A long silence")),
    (Status.OVERDUE, _("Overdue")),
    (Status.OVERDUE_CALL_INVITED, _("Overdue, you may call")),
    (Status.OVERDUE_INQUIRED, _("Overdue, inquiry under way")),
    (Status.OVERDUE_SILENT, _("Overdue, inquiry unanswered")),
    (Status.REJECTED, _("They said no")),
    (Status.POSITION_CLOSED, _("Position closed")),
    (Status.ON_HOLD, _("On hold")),
    (Status.OFFER, _("Offer")),
    (Status.OFFER_DECLINED, _("Offer declined")),
    (Status.OFFER_RESCINDED, _("Offer taken back")),
    (Status.PLACED, _("Placed")),
    (Status.WITHDRAWN, _("Withdrawn")),
]
