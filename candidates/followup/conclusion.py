"""The decision table: what the five axes add up to.

The wait for an employer belongs to the employer's promise; a silence says something only after the client has done
their part. Source: design of the follow-up rule, section 5.
"""

from __future__ import annotations

from dataclasses import dataclass

from candidates.followup.facts import (
    Ball,
    ClockAxis,
    Decided,
    Evidence,
    InterviewAxis,
    LetterChoice,
    NextStepKind,
    Status,
    Verdict,
)


@dataclass(frozen=True, slots=True)
class Conclusion:
    """Where the application stands, what the client may conclude, the letter it calls for and whose move it is."""

    status: Status
    verdict: Verdict
    letter: LetterChoice
    ball: Ball


LETTER_AFTER = {
    Verdict.NONE: LetterChoice.NONE,
    Verdict.NO_CONCLUSION: LetterChoice.AFTER_SILENCE_BY_OVERRIDE,
    Verdict.PROBABLE: LetterChoice.AFTER_SILENCE,
    Verdict.DEFINITE: LetterChoice.AFTER_UNANSWERED_CALL,
}


def _client(status: Status, verdict: Verdict = Verdict.NONE) -> Conclusion:
    return Conclusion(status, verdict, LETTER_AFTER[verdict], Ball.CLIENT)


def _employer(status: Status, verdict: Verdict = Verdict.NONE) -> Conclusion:
    return Conclusion(status, verdict, LETTER_AFTER[verdict], Ball.EMPLOYER)


def conclude(
    decision: Decided, interview: InterviewAxis, next_step: NextStepKind, clock: ClockAxis, evidence: Evidence
) -> Conclusion:
    """What one combination of the axes means: a decision goes before an interview, an interview before silence."""
    if decision is not Decided.NONE:
        return _decided(decision)
    match interview:
        case InterviewAxis.SCHEDULED:
            return _client(Status.INTERVIEW_SCHEDULED)
        case InterviewAxis.PRE:
            return _employer(Status.APPLIED)
        case InterviewAxis.HELD:
            return _after_the_interview(next_step, clock, evidence)


def _decided(decision: Decided) -> Conclusion:
    match decision:
        case Decided.WITHDRAWN:
            return Conclusion(Status.WITHDRAWN, Verdict.NONE, LetterChoice.WITHDRAWAL, Ball.CLIENT)
        case Decided.OFFER_ACCEPTED:
            return Conclusion(Status.PLACED, Verdict.NONE, LetterChoice.NONE, Ball.NOBODY)
        case Decided.OFFER_DECLINED:
            return Conclusion(Status.OFFER_DECLINED, Verdict.NONE, LetterChoice.OFFER_DECLINED, Ball.CLIENT)
        case Decided.OFFER_RESCINDED:
            return Conclusion(Status.OFFER_RESCINDED, Verdict.EXPLICIT, LetterChoice.AFTER_REJECTION, Ball.CLIENT)
        case Decided.REJECTED:
            return Conclusion(Status.REJECTED, Verdict.EXPLICIT, LetterChoice.AFTER_REJECTION, Ball.CLIENT)
        case Decided.POSITION_CLOSED:
            return Conclusion(Status.POSITION_CLOSED, Verdict.EXPLICIT, LetterChoice.POSITION_CLOSED, Ball.CLIENT)
        case Decided.ON_HOLD:
            return Conclusion(Status.ON_HOLD, Verdict.NONE, LetterChoice.ON_HOLD, Ball.EMPLOYER)
        case Decided.OFFER_OPEN:
            return _client(Status.OFFER)
        case Decided.NONE:
            raise ValueError("Nothing was decided.")


def _after_the_interview(next_step: NextStepKind, clock: ClockAxis, evidence: Evidence) -> Conclusion:
    match next_step:
        case NextStepKind.UNRECORDED:
            return _client(Status.NEEDS_DEBRIEF)
        case NextStepKind.CANDIDATE_CALLS:
            return _client_calls(clock, evidence)
        case NextStepKind.EMPLOYER_THEN_CALL:
            return _employer_contacts_else_client_calls(clock, evidence)
        case NextStepKind.EMPLOYER_CONTACTS | NextStepKind.EMPLOYER_CONTACTS_NO_CALLS:
            return _employer_contacts(clock, evidence)
        case NextStepKind.CANDIDATE_WRITES:
            return _client_writes(clock, evidence)
        case NextStepKind.NOT_ASKED | NextStepKind.OPEN_ENDED:
            return _nobody_named_a_day(clock, evidence)


def _client_calls(clock: ClockAxis, evidence: Evidence) -> Conclusion:
    match clock, evidence:
        case ClockAxis.BEFORE, _:
            return _client(Status.CALL_NOT_YET)
        case _, Evidence.UNANSWERED:
            return _client(Status.INVITED_CALL_UNANSWERED, Verdict.DEFINITE)
        case _, Evidence.PENDING:
            return _employer(Status.AWAITING_RETURN_CALL)
        case ClockAxis.WINDOW, Evidence.TRIED:
            return _client(Status.CALL_RETRY)
        case ClockAxis.WINDOW, _:
            return _client(Status.CALL_DUE)
        case _, Evidence.TRIED:
            return _client(Status.CALL_RETRY_LATE, Verdict.PROBABLE)
        case _:
            # The client did not make the call they were invited to: the silence is not the employer's.
            return _client(Status.CALL_MISSED, Verdict.NO_CONCLUSION)


def _employer_contacts_else_client_calls(clock: ClockAxis, evidence: Evidence) -> Conclusion:
    # The employer let their own day pass, so after the grace days the silence is probable even without a call.
    so_far = Verdict.PROBABLE if clock is ClockAxis.PAST else Verdict.NONE
    match clock, evidence:
        case ClockAxis.BEFORE, _:
            return _employer(Status.WAITING)
        case _, Evidence.UNANSWERED:
            return _client(Status.INVITED_CALL_UNANSWERED, Verdict.DEFINITE)
        case _, Evidence.PENDING:
            return _employer(Status.AWAITING_RETURN_CALL, so_far)
        case _, Evidence.TRIED:
            return _client(Status.CALL_RETRY, so_far)
        case ClockAxis.WINDOW, _:
            return _client(Status.CALL_DUE)
        case _:
            return _client(Status.OVERDUE_CALL_INVITED, so_far)


def _employer_contacts(clock: ClockAxis, evidence: Evidence) -> Conclusion:
    match clock, evidence:
        case ClockAxis.BEFORE, _:
            return _employer(Status.WAITING)
        case ClockAxis.WINDOW, _:
            return _employer(Status.DUE_IN_GRACE)
        case _, Evidence.PENDING:
            return _employer(Status.OVERDUE_INQUIRED, Verdict.PROBABLE)
        case _, Evidence.UNANSWERED:
            # No call was invited, so an unanswered one proves no more than the silence did.
            return _client(Status.OVERDUE_SILENT, Verdict.PROBABLE)
        case _:
            return _client(Status.OVERDUE, Verdict.PROBABLE)


def _client_writes(clock: ClockAxis, evidence: Evidence) -> Conclusion:
    match clock, evidence:
        case ClockAxis.BEFORE, _:
            return _client(Status.WRITE_NOT_YET)
        case _, Evidence.UNANSWERED:
            # At most probable, although it was invited: mail may lie in a spam folder.
            return _client(Status.WRITTEN_UNANSWERED, Verdict.PROBABLE)
        case _, Evidence.PENDING:
            return _employer(Status.AWAITING_REPLY)
        case ClockAxis.WINDOW, _:
            return _client(Status.WRITE_DUE)
        case _:
            return _client(Status.WRITE_MISSED, Verdict.NO_CONCLUSION)


def _nobody_named_a_day(clock: ClockAxis, evidence: Evidence) -> Conclusion:
    match clock, evidence:
        case ClockAxis.BEFORE, _:
            return _employer(Status.WAITING_NO_DATE)
        case _, Evidence.UNANSWERED:
            return _client(Status.INQUIRY_UNANSWERED, Verdict.PROBABLE)
        case ClockAxis.WINDOW, Evidence.PENDING:
            return _employer(Status.AWAITING_REPLY)
        case _, Evidence.PENDING:
            return _employer(Status.AWAITING_REPLY, Verdict.PROBABLE)
        case ClockAxis.WINDOW, _:
            # No promise was broken; a question has to come first.
            return _client(Status.INQUIRY_DUE, Verdict.NO_CONCLUSION)
        case _:
            return _client(Status.LONG_SILENCE, Verdict.PROBABLE)
