"""Invitations to call or to write: kept, missed, answered late, and not answered at all."""

from __future__ import annotations

from candidates.followup.facts import Channel, NextStepKind, Result, Status
from counselor.demo.acts import Call, Came, Letter, Story, Told, Wrote
from counselor.demo.diary import A_WEEK, EARLY_NEXT_WEEK, NEXT_WEEK_END, TWO_WEEKS, ahead, closed, opened, since
from letters.outcome_stats import Attribution, OutcomeKind

CALLS, WRITES = NextStepKind.CANDIDATE_CALLS, NextStepKind.CANDIDATE_WRITES
THEN_CALL = NextStepKind.EMPLOYER_THEN_CALL
LEFT, NOBODY = Result.MESSAGE_LEFT, Result.NO_ANSWER

STORIES = (
    Story(
        "amara", "lothian", "Patient Services Manager", Status.CALL_NOT_YET,
        said=Told("Ring me {when}, when the board has met.", CALLS, ahead(3), TWO_WEEKS),
        remembered="Dr. Drummond draws every process on one sheet of paper.", thanked=True,
    ),
    Story(
        "lukasz", "avonmouth", "Welding Inspector", Status.CALL_DUE,
        said=Told("Give me a ring {when} and I can tell you where we are.", CALLS, opened(1), TWO_WEEKS),
        remembered="They still keep the drawings of the 1926 swing bridge.",
    ),
    Story(
        "priya", "champlain", "Data Coordinator", Status.CALL_DUE,
        said=Told(
            "You should hear from us {when}; if you don’t, please call me.", THEN_CALL, opened(0), NEXT_WEEK_END,
        ),
        remembered="Enrolment fell in three towns, and nobody can say why.", thanked=True,
    ),
    Story(
        "diego", "ember", "Banquet Manager", Status.CALL_RETRY,
        said=Told("Call me {when}; mornings are best.", CALLS, opened(2), TWO_WEEKS),
        remembered="The kitchen feeds two hundred from a corridor.",
        then=(Call(2, NOBODY, "It rang ten times. I will try again in the morning and leave a message."),),
    ),
    Story(
        "mai", "northstar", "Loan Processor", Status.CALL_RETRY_LATE,
        said=Told("Please call {when} and ask for me.", CALLS, closed(1), TWO_WEEKS),
        remembered="Ms. Solberg started as a teller in the same branch.",
        then=(Call(5, NOBODY, "No answer and no voicemail."),),
    ),
    Story(
        "grace", "piscataqua", "Bookkeeper", Status.CALL_MISSED,
        said=Told("Give me a call {when}, I’ll know more.", CALLS, closed(3), A_WEEK),
        remembered="Receipts in shoe boxes, by season.",
    ),
    Story(
        "henry", "aire", "Visitor Services Manager", Status.CALL_MISSED,
        said=Told("Do telephone {when}.", CALLS, closed(6), TWO_WEEKS),
        letter=Letter(
            drafted=4,
            override="Henry was in hospital on the agreed days and has told Mr. Qureshi’s office so.",
            detail=(
                "You let me hold the key to the store, and told me that the smallest object there has the longest "
                "file. I would like to have read it."
            ),
            voided=(2, "Henry would rather call after all, and so would I."),
        ),
    ),
    Story(
        "soren", "cascade", "Procurement Specialist", Status.AWAITING_RETURN_CALL,
        said=Told("Call me {when}, on this number.", CALLS, opened(1), TWO_WEEKS),
        remembered="A robot arm hands out the coffee, badly.",
        then=(Call(1, LEFT, "Left a message with the time of our meeting and my number."),), thanked=True,
    ),
    Story(
        "priya", "northlight", "Grid Analyst", Status.AWAITING_RETURN_CALL,
        said=Told("You will have an answer {when}. If not, pick up the phone.", THEN_CALL, closed(2), TWO_WEEKS),
        remembered="Every outage since 1978 on one roll of paper.",
        then=(Call(1, LEFT, "Voicemail. Said that I am still very interested."),),
    ),
    Story(
        "lukasz", "fenway", "Automation Engineer", Status.CALL_RETRY,
        said=Told("We’ll let you know {when}, otherwise call me.", THEN_CALL, closed(3), TWO_WEEKS),
        remembered="Nightly jobs run on a machine under a desk, with a sign: do not unplug.",
        then=(Call(2, NOBODY), Call(1, Result.WRONG_NUMBER, "I had two digits the wrong way round.", invited=False)),
    ),
    Story(
        "amara", "hudson", "Rights Coordinator", Status.INVITED_CALL_UNANSWERED,
        said=Told("Call me {when}, I’d like to tell you in person.", CALLS, since(9), TWO_WEEKS),
        thanked=True,
        then=(Call(9, LEFT, "Her assistant took the message."),),
        letter=Letter(
            drafted=3,
            detail=(
                "You told me that the first book you ever sold abroad was the one nobody at home would print. I have "
                "told that story twice since, and both times it made somebody braver."
            ),
            approved=2, printed=1,
        ),
    ),
    Story(
        "katharina", "spreewerk", "Product Owner", Status.INVITED_CALL_UNANSWERED,
        said=Told("Please call me {when}; we should know by then.", CALLS, since(30), TWO_WEEKS),
        remembered="A studio in the old tram depot; rails still in the floor.",
        then=(Call(29, NOBODY), Call(27, NOBODY, "Second try, again nobody at the desk."),),
        letter=Letter(
            drafted=23,
            detail=(
                "The rails in the floor of your studio, and your remark that good software also needs a depot, have "
                "stayed with me."
            ),
            approved=22, printed=22, mailed=21,
            outcomes=(
                Came(9, OutcomeKind.FEEDBACK_GIVEN,
                     "She would like more hardware in my papers, and said where to get it.",
                     attribution=Attribution.EMPLOYER),
                Came(8, OutcomeKind.REFERRAL, "Named a former colleague at a trade fair company.",
                     attribution=Attribution.EMPLOYER),
            ),
        ),
    ),
    Story(
        "diego", "frontrange", "Visual Merchandiser", Status.INVITED_CALL_UNANSWERED,
        said=Told("Try me {when}.", CALLS, since(50), A_WEEK),
        then=(Call(49, Result.REFUSED, "The front desk would not put me through."),),
        letter=Letter(
            drafted=46,
            detail="The window you built from one tent and forty lanterns is the best display I have seen in years.",
            approved=45, printed=45, mailed=44,
            outcomes=(Came(30, OutcomeKind.RETURNED_UNDELIVERABLE, "Came back: moved, left no address.",
                           channel=Channel.LETTER),),
        ),
    ),
    Story(
        "mai", "casco", "Inventory Analyst", Status.WRITE_NOT_YET,
        said=Told("Send me an e-mail {when}.", WRITES, ahead(2), TWO_WEEKS),
        remembered="Counts everything twice a year, by hand, with pizza.",
    ),
    Story(
        "soren", "capital", "Fare Systems Analyst", Status.WRITE_DUE,
        said=Told("Drop me a line {when} and I will tell you.", WRITES, opened(0), A_WEEK),
        remembered="Their first ticket machine stands in the lobby and still takes nickels.", thanked=True,
    ),
    Story(
        "grace", "beacon", "Medical Records Clerk", Status.WRITE_MISSED,
        said=Told("Write to me {when}, please.", WRITES, closed(2), A_WEEK),
        remembered="Paper files until two years ago, and still a cabinet nobody may open.",
    ),
    Story(
        "henry", "thornbury", "Housing Adviser", Status.AWAITING_REPLY,
        said=Told("Do send me an e-mail {when}.", WRITES, opened(2), TWO_WEEKS),
        remembered="Mrs. Blackwood still does one evening of visits a week.",
        then=(Wrote(2, "Short and friendly, with the date of our meeting."),), thanked=True,
    ),
    Story(
        "lukasz", "prairie", "Fleet Adjuster", Status.WRITTEN_UNANSWERED,
        said=Told("E-mail me {when}.", WRITES, since(9), EARLY_NEXT_WEEK),
        remembered="He photographs every dent himself.",
        then=(Wrote(8, "Asked how things stand. Checked the spam folder as well: nothing."),),
    ),
)  # fmt: skip
