"""The vocabulary of the follow-up rule: what is known about one application, and what may follow from it.

Everything here is a value. Instants are aware datetimes, promises are civil dates at the employer. The members of the
five axes (`Decided`, `InterviewAxis`, `NextStepKind`, `ClockAxis`, `Evidence`) are spelled as in the decision table.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo


class Decided(StrEnum):
    """The first axis: the latest decisive event by event time."""

    NONE = "none"
    WITHDRAWN = "withdrawn"
    OFFER_OPEN = "offer_open"
    OFFER_ACCEPTED = "offer_accepted"
    OFFER_DECLINED = "offer_declined"
    OFFER_RESCINDED = "offer_rescinded"
    REJECTED = "rejected"
    POSITION_CLOSED = "position_closed"
    ON_HOLD = "on_hold"


class InterviewAxis(StrEnum):
    """The second axis. `PRE`: none held and none ahead. A cancelled interview is neither."""

    PRE = "pre"
    SCHEDULED = "scheduled"
    HELD = "held"


class NextStepKind(StrEnum):
    """The third axis: what the employer said will happen, as far as it is in force."""

    UNRECORDED = "unrecorded"
    NOT_ASKED = "not_asked"
    OPEN_ENDED = "open_ended"
    EMPLOYER_CONTACTS = "employer_contacts"
    EMPLOYER_CONTACTS_NO_CALLS = "employer_contacts_no_calls"
    CANDIDATE_CALLS = "candidate_calls"
    CANDIDATE_WRITES = "candidate_writes"
    EMPLOYER_THEN_CALL = "employer_then_call"


class ClockAxis(StrEnum):
    """The fourth axis: where today stands in the follow-up window."""

    BEFORE = "before"
    WINDOW = "window"
    PAST = "past"


class Evidence(StrEnum):
    """The fifth axis: what the client's qualifying attempts add up to."""

    NONE = "none"
    TRIED = "tried"
    PENDING = "pending"
    UNANSWERED = "unanswered"


class Verdict(StrEnum):
    """What the client may conclude."""

    NONE = "none"
    NO_CONCLUSION = "no_conclusion"
    PROBABLE = "probable"
    DEFINITE = "definite"
    EXPLICIT = "explicit"


class Status(StrEnum):
    """Where the application stands, one word per situation of the decision table."""

    APPLIED = "applied"
    INTERVIEW_SCHEDULED = "interview_scheduled"
    NEEDS_DEBRIEF = "needs_debrief"
    WAITING = "waiting"
    WAITING_NO_DATE = "waiting_no_date"
    DUE_IN_GRACE = "due_in_grace"
    CALL_NOT_YET = "call_not_yet"
    CALL_DUE = "call_due"
    CALL_RETRY = "call_retry"
    CALL_RETRY_LATE = "call_retry_late"
    CALL_MISSED = "call_missed"
    AWAITING_RETURN_CALL = "awaiting_return_call"
    INVITED_CALL_UNANSWERED = "invited_call_unanswered"
    WRITE_NOT_YET = "write_not_yet"
    WRITE_DUE = "write_due"
    WRITE_MISSED = "write_missed"
    AWAITING_REPLY = "awaiting_reply"
    WRITTEN_UNANSWERED = "written_unanswered"
    INQUIRY_DUE = "inquiry_due"
    INQUIRY_UNANSWERED = "inquiry_unanswered"
    LONG_SILENCE = "long_silence"
    OVERDUE = "overdue"
    OVERDUE_CALL_INVITED = "overdue_call_invited"
    OVERDUE_INQUIRED = "overdue_inquired"
    OVERDUE_SILENT = "overdue_silent"
    REJECTED = "rejected"
    POSITION_CLOSED = "position_closed"
    ON_HOLD = "on_hold"
    OFFER = "offer"
    OFFER_DECLINED = "offer_declined"
    OFFER_RESCINDED = "offer_rescinded"
    PLACED = "placed"
    WITHDRAWN = "withdrawn"


class Ball(StrEnum):
    """Whose move it is."""

    CLIENT = "client"
    EMPLOYER = "employer"
    NOBODY = ""


class LetterChoice(StrEnum):
    """The letter a standing calls for; `AFTER_SILENCE_BY_OVERRIDE` needs the counselor's reason."""

    NONE = ""
    AFTER_SILENCE = "after_silence"
    AFTER_SILENCE_BY_OVERRIDE = "after_silence_by_override"
    AFTER_UNANSWERED_CALL = "after_unanswered_call"
    AFTER_REJECTION = "after_rejection"
    POSITION_CLOSED = "position_closed"
    ON_HOLD = "on_hold"
    WITHDRAWAL = "withdrawal"
    OFFER_DECLINED = "offer_declined"


class Precision(StrEnum):
    """How firmly a promise names its date; decides the number of grace days."""

    EXACT = "exact"
    APPROXIMATE = "approximate"
    VAGUE = "vague"
    NONE = "none"


class DecisionKind(StrEnum):
    """A decisive event in the log. `REINSTATED` takes a withdrawal back, `RESUMED` ends a hold or a closed position."""

    WITHDRAWN = "withdrawn"
    REINSTATED = "reinstated"
    OFFER_OPEN = "offer_open"
    OFFER_ACCEPTED = "offer_accepted"
    OFFER_DECLINED = "offer_declined"
    OFFER_RESCINDED = "offer_rescinded"
    REJECTED = "rejected"
    POSITION_CLOSED = "position_closed"
    ON_HOLD = "on_hold"
    RESUMED = "resumed"


class Direction(StrEnum):
    """Who reached out: the client (`OUT`) or the employer (`IN`)."""

    OUT = "out"
    IN = "in"


class Channel(StrEnum):
    """How one exchange travelled."""

    PHONE = "phone"
    EMAIL = "email"
    LETTER = "letter"
    VIDEO = "video"
    IN_PERSON = "in_person"
    OTHER = "other"


class Result(StrEnum):
    """What came of one exchange.

    Out, by phone: reached, message_left, no_answer, refused, wrong_number, technical. Out, in writing: sent, bounced.
    In: received (a message, or a call the client took), missed (a call the client did not take), auto_reply.
    """

    REACHED = "reached"
    MESSAGE_LEFT = "message_left"
    NO_ANSWER = "no_answer"
    REFUSED = "refused"
    WRONG_NUMBER = "wrong_number"
    TECHNICAL = "technical"
    SENT = "sent"
    BOUNCED = "bounced"
    RECEIVED = "received"
    MISSED = "missed"
    AUTO_REPLY = "auto_reply"


class Purpose(StrEnum):
    """What an exchange was about. Only an inquiry can go unanswered; a thank-you asks nothing.

    From the employer: `INQUIRY` speaks of the application, `OTHER` of something else, which changes nothing.
    """

    INQUIRY = "inquiry"
    THANKS = "thanks"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Policy:
    """The practice's patience. Every number but `observation_days` (calendar days) and `tries` is in business days.

    Defaults: design of the follow-up rule, section 3.
    """

    grace_exact: int = 2
    grace_approximate: int = 3
    grace_vague: int = 5
    call_window: int = 10
    message_return: int = 3
    tries: int = 2
    inquiry_after_open_ended: int = 10
    inquiry_after_not_asked: int = 5
    reply_window: int = 5
    silence_ceiling: int = 30
    observation_days: int = 90


@dataclass(frozen=True, slots=True)
class InterviewFact:
    """One round. `arranged_at` is when the employer invited; `cancelled` covers no-shows and postponements too."""

    starts_at: datetime
    ends_at: datetime
    arranged_at: datetime
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class NextStepFact:
    """One statement about next steps.

    `due_on` is the civil date at the employer by which they contact, or from which the client may call or write; None
    for `NOT_ASKED` and `OPEN_ENDED`. `by_on` is the last date of an invitation, where one was named.
    """

    said_at: datetime
    kind: NextStepKind
    due_on: date | None = None
    by_on: date | None = None
    precision: Precision = Precision.NONE
    said_by: str = ""
    words: str = ""
    in_force_by_choice: bool = False


@dataclass(frozen=True, slots=True)
class TouchpointFact:
    """One exchange. `invited` is false when it went to another number or person than the invited one.

    `row` is the caller's own key; the rule does not look at it.
    """

    happened_at: datetime
    direction: Direction
    channel: Channel
    result: Result
    invited: bool = True
    purpose: Purpose = Purpose.INQUIRY
    row: int = 0


@dataclass(frozen=True, slots=True)
class DecisionFact:
    """One decisive event, at the time it happened (not when it was entered)."""

    happened_at: datetime
    kind: DecisionKind


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known about one application; voided entries are not in here. Order does not matter."""

    zone: ZoneInfo
    applied_on: date | None = None
    interviews: tuple[InterviewFact, ...] = ()
    next_steps: tuple[NextStepFact, ...] = ()
    touchpoints: tuple[TouchpointFact, ...] = ()
    decisions: tuple[DecisionFact, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One fact or date that led to a standing: a code, and the values its sentence needs.

    The sentence itself is written at the edge (`candidates/wording.py`), in the reader's language. Values are str, int,
    date or datetime.
    """

    code: str
    values: dict[str, str | int | date | datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """What the facts add up to today. `review_on` is the next civil date at the employer on which time alone can
    change it; None when only an event can. `review_at` is the instant of that change."""

    status: Status
    verdict: Verdict
    letter: LetterChoice
    ball: Ball
    because: tuple[Reason, ...] = ()
    review_on: date | None = None
    review_at: datetime | None = None
    window: Window | None = None
    slips: int = 0


@dataclass(frozen=True, slots=True)
class Window:
    """The follow-up window of the next step in force: civil dates at the employer, all inclusive.

    before: today < opens_on; window: opens_on ≤ today ≤ closes_on; past: after. `due_on` is the promised date itself
    (for an employer's promise the day before `opens_on`).
    """

    opens_on: date
    closes_on: date
    due_on: date | None = None
