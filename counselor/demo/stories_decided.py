"""Applications that were decided, by one side or the other."""

from __future__ import annotations

from candidates.followup.facts import Channel, DecisionKind, NextStepKind, Status
from counselor.demo.acts import Came, Decided, Letter, Story, Told
from counselor.demo.diary import TWO_WEEKS, ahead
from letters.outcome_stats import Attribution, OutcomeKind

CONTACTS = NextStepKind.EMPLOYER_CONTACTS

STORIES = (
    Story(
        "lukasz", "northlight", "Field Technician", Status.REJECTED, held=12,
        remembered="She asked what I would repair first if nobody told me.",
        then=(Decided(2, DecisionKind.REJECTED, "By e-mail: they chose somebody with a line license."),), thanked=True,
    ),
    Story(
        "grace", "champlain", "School Librarian", Status.REJECTED, held=20, thanked=True,
        then=(Decided(9, DecisionKind.REJECTED, "Ms. Prouty called herself, which was kind."),),
        letter=Letter(
            drafted=8,
            detail=(
                "The third grade that reads to the dogs of the animal shelter is the loveliest idea I have met in any "
                "school, and I am glad to know that it exists."
            ),
            approved=7, printed=6, mailed=6,
            outcomes=(
                Came(1, OutcomeKind.NETWORKING, "She asked to stay in touch, and means it.",
                     attribution=Attribution.EMPLOYER),
            ),
        ),
    ),
    Story(
        "henry", "calder", "Distribution Manager", Status.REJECTED, held=25,
        then=(Decided(15, DecisionKind.REJECTED, "A letter of two lines."),),
        letter=Letter(
            drafted=14,
            detail="Tasting the seven o’clock batch with you was the best quarter of an hour of my search so far.",
            approved=13, voided=(12, "Sent by e-mail instead, at his own request."),
        ),
    ),
    Story(
        "soren", "fenway", "Business Analyst", Status.POSITION_CLOSED, held=15,
        then=(Decided(5, DecisionKind.POSITION_CLOSED, "The budget for the position was cut. Ms. Kim was sorry."),),
        thanked=True,
        letter=Letter(
            drafted=4,
            detail=(
                "Your wall of old dashboards, each with the question it once answered, is something I will build for "
                "myself wherever I go."
            ),
        ),
    ),
    Story(
        "mai", "capital", "Scheduling Assistant", Status.ON_HOLD,
        said=Told("You’ll hear from us {when}.", CONTACTS, ahead(8), TWO_WEEKS),
        remembered="The timetable wall is color-coded by a man who is color-blind.",
        then=(Decided(3, DecisionKind.ON_HOLD, "A hiring freeze until the county votes on the budget."),),
    ),
    Story(
        "amara", "lantern", "Community Programs Manager", Status.OFFER, held=10, thanked=True,
        remembered="The story hour for night-shift families was her idea.",
        then=(Decided(1, DecisionKind.OFFER_OPEN, "By phone, in writing to follow. They asked for an answer soon.",
                      respond_in=5),),
    ),
    Story(
        "diego", "capital", "Depot Manager", Status.OFFER_DECLINED, held=22, thanked=True,
        then=(
            Decided(10, DecisionKind.OFFER_OPEN, "A fair offer, but nights only.", respond_in=0),
            Decided(6, DecisionKind.OFFER_DECLINED, "With two small children, nights do not work."),
        ),
        letter=Letter(
            drafted=5,
            detail="The drivers’ choir in the canteen is a reason to work there, and I hope it never stops.",
            approved=4, printed=3, mailed=3,
        ),
    ),
    Story(
        "priya", "prairie", "Actuarial Trainee", Status.OFFER_RESCINDED, held=30,
        then=(
            Decided(18, DecisionKind.OFFER_OPEN, "In writing, with a start in six weeks."),
            Decided(4, DecisionKind.OFFER_RESCINDED, "The whole trainee class was cancelled. Talk to her first."),
        ),
    ),
    Story(
        "katharina", "elbtor", "Customs Specialist", Status.PLACED, held=35, thanked=True,
        remembered="They speak Low German in the break room and English everywhere else.",
        then=(
            Decided(20, DecisionKind.OFFER_OPEN, "Mr. Petersen called on a Sunday, so happy was he."),
            Decided(17, DecisionKind.OFFER_ACCEPTED, "Starts on the first of the month."),
        ),
    ),
    Story(
        "soren", "ember", "Night Auditor", Status.WITHDRAWN, held=14,
        then=(Decided(6, DecisionKind.WITHDRAWN, "The commute would be two hours each way."),),
        letter=Letter(
            drafted=5,
            detail="You were frank about the hours and generous with your time, and I learned how a good house is run.",
            approved=4, printed=2, mailed=2,
            outcomes=(Came(1, OutcomeKind.ACKNOWLEDGED, "One line by e-mail: the door stays open.",
                           channel=Channel.EMAIL, attribution=Attribution.EMPLOYER),),
        ),
    ),
)  # fmt: skip
