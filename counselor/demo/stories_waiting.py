"""Applications that wait: for an interview, for a debrief, for a promised day, for a day nobody named."""

from __future__ import annotations

from candidates.followup.facts import NextStepKind, Result, Status
from counselor.demo.acts import Call, Heard, Invited, Letter, Story, Told
from counselor.demo.diary import (
    A_WEEK,
    COUPLE_OF_WEEKS,
    NEXT_WEEK_END,
    TWO_WEEKS,
    ahead,
    closed,
    opened,
)

CONTACTS = NextStepKind.EMPLOYER_CONTACTS
NO_CALLS = NextStepKind.EMPLOYER_CONTACTS_NO_CALLS
THEN_CALL = NextStepKind.EMPLOYER_THEN_CALL
OPEN_ENDED, NOT_ASKED = NextStepKind.OPEN_ENDED, NextStepKind.NOT_ASKED

STORIES = (
    Story("lukasz", "cascade", "Test Technician", Status.APPLIED, applied=9),
    Story("grace", "lantern", "Children’s Librarian", Status.APPLIED, applied=12),
    Story(
        "henry", "thornbury", "Tenancy Officer", Status.INTERVIEW_SCHEDULED,
        then=(Invited(ago=3, ahead=5),), applied=21,
    ),
    Story(
        "priya", "fenway", "Reporting Analyst", Status.INTERVIEW_SCHEDULED,
        said=Told("We would like you to meet the whole team; expect to hear {when}.", CONTACTS, ahead(6), TWO_WEEKS),
        remembered="First round with Ms. Kim: they are moving off spreadsheets and know it will hurt.",
        thanked=True, then=(Invited(ago=1, ahead=6),),
    ),
    Story(
        "amara", "beacon", "Clinic Coordinator", Status.NEEDS_DEBRIEF, held=1,
        remembered="Dr. Haddad reads to the children in the waiting room on Fridays.",
    ),
    Story(
        "diego", "narragansett", "Shift Lead", Status.NEEDS_DEBRIEF,
        said=Told("We’ll get back to you {when}.", CONTACTS, ahead(6), TWO_WEEKS),
        then=(Heard(1, "He called while I was driving; we spoke two minutes and I did not ask what comes next."),),
    ),
    Story(
        "mai", "fenway", "Data Quality Specialist", Status.WAITING,
        said=Told("You’ll hear from us {when}, whatever we decide.", CONTACTS, ahead(3), TWO_WEEKS),
        remembered="They keep a wall of the strangest errors they ever found, with dates.", thanked=True,
    ),
    Story(
        "katharina", "elbtor", "Supply Planner", Status.WAITING,
        said=Told("We will come back to you {when}; please do not call the office.", NO_CALLS, ahead(2), TWO_WEEKS),
        remembered="The control room looks over the old harbor. Two shifts, and a planner who sings.", thanked=True,
    ),
    Story(
        "soren", "northstar", "Branch Operations Specialist", Status.WAITING,
        said=Told(
            "We expect to decide {when}. If you have not heard by then, call me.", THEN_CALL, ahead(4), TWO_WEEKS,
        ),
        remembered="Members vote on everything, even on the color of the lobby.",
    ),
    Story(
        "amara", "capital", "Community Outreach Planner", Status.WAITING,
        said=Told("We hope to let you know {when}.", CONTACTS, closed(1), NEXT_WEEK_END),
        remembered="The night bus survey was done by hand, by the drivers.",
        then=(
            Heard(1, "Mr. Boyd called: two people are on vacation, and they have not met yet."),
            Told("Give us another two weeks; you will hear from me {when}.", CONTACTS, ahead(1), TWO_WEEKS),
        ),
        thanked=True,
    ),
    Story(
        "henry", "calder", "Regional Sales Manager", Status.WAITING_NO_DATE,
        said=Told("We’ll be in touch once we have seen everybody.", OPEN_ENDED, ahead(4)),
        remembered="Mr. Calder tastes every batch at seven in the morning.", thanked=True,
    ),
    Story(
        "priya", "hudson", "Editorial Assistant", Status.WAITING_NO_DATE,
        said=Told("", NOT_ASKED, ahead(2)),
        remembered="So taken with the manuscripts on the floor that I forgot to ask what happens next.", thanked=True,
    ),
    Story(
        "katharina", "isarblick", "Quality Engineer", Status.DUE_IN_GRACE,
        said=Told("I will let you know {when}, more or less.", CONTACTS, opened(0), COUPLE_OF_WEEKS),
        remembered="Every lens carries the initials of whoever polished it.",
    ),
    Story(
        "mai", "cascade", "Technical Writer", Status.OVERDUE,
        said=Told("We want to move quickly: you’ll hear {when}.", CONTACTS, closed(2), A_WEEK),
        thanked=True,
        letter=Letter(
            drafted=1,
            detail=(
                "Your point that a manual is read by somebody standing on a ladder has changed how I write: shorter "
                "steps, and the warning before the screw, not after it."
            ),
        ),
    ),
    Story(
        "soren", "frontrange", "Buyer, Outdoor Wear", Status.OVERDUE,
        said=Told("I’ll send a note {when}, promise.", CONTACTS, closed(4), TWO_WEEKS),
        remembered="They test every jacket on the same hill, in November.", thanked=True,
        letter=Letter(
            drafted=3,
            detail=(
                "The hill behind your warehouse, where every jacket spends a night before it is ordered, told me more "
                "about the company than any catalog could."
            ),
            approved=1,
            may_stand="I called: the address is right, the first one lay with a neighbor.",
        ),
    ),
    Story(
        "amara", "ember", "Guest Relations Manager", Status.WAITING,
        said=Told("We will reach out {when}.", CONTACTS, closed(7), A_WEEK),
        remembered="She keeps the thank-you cards of guests in a cigar box.",
        letter=Letter(
            drafted=6,
            detail=(
                "The cigar box of guests’ cards on your desk said everything about the house: people come back because "
                "somebody there remembers them."
            ),
            approved=5, printed=4,
        ),
        then=(
            Heard(2, "Ms. Greene called to apologize: the opening in San Antonio moved, and the decision with it."),
            Told("Bear with us. You will have an answer {when}.", CONTACTS, ahead(2), TWO_WEEKS),
        ),
    ),
    Story(
        "diego", "prairie", "Claims Examiner", Status.WAITING,
        said=Told("Somebody from my team will contact you {when}.", CONTACTS, ahead(5), TWO_WEEKS),
        remembered="A quiet floor, real desks, a mentor for the first year.",
        then=(Call(2, Result.NO_ANSWER, "I was impatient. Nobody picked up, and it was too early anyway."),),
    ),
)  # fmt: skip
