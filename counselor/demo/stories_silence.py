"""Silence after a promise, or after none: overdue, asked about, and too long."""

from __future__ import annotations

from candidates.followup.facts import Channel, NextStepKind, Status
from counselor.demo.acts import Came, Letter, Story, Told, Wrote
from counselor.demo.diary import NEXT_WEEK_END, TWO_WEEKS, closed, opened, since
from letters.outcome_stats import Attribution, OutcomeKind

CONTACTS = NextStepKind.EMPLOYER_CONTACTS
NO_CALLS = NextStepKind.EMPLOYER_CONTACTS_NO_CALLS
THEN_CALL = NextStepKind.EMPLOYER_THEN_CALL
OPEN_ENDED, NOT_ASKED = NextStepKind.OPEN_ENDED, NextStepKind.NOT_ASKED

STORIES = (
    Story(
        "amara", "schuylkill", "Development Associate", Status.INQUIRY_DUE,
        said=Told("We’ll let you know when the trustees have met.", OPEN_ENDED, opened(1)),
        remembered="Ms. Eberhardt knows each donor’s favorite bird.", thanked=True,
    ),
    Story(
        "priya", "cascade", "Junior Data Engineer", Status.INQUIRY_DUE,
        said=Told("", NOT_ASKED, opened(0)),
        remembered="A good hour about sensors; no word about next steps, and I did not ask.",
    ),
    Story(
        "mai", "hudson", "Copy Editor", Status.AWAITING_REPLY,
        said=Told("You will hear from us in due course.", OPEN_ENDED, opened(3)),
        remembered="The style sheet is forty pages, and she wrote all of it.",
        then=(Wrote(2, "Asked when they expect to decide, in three lines."),),
    ),
    Story(
        "lukasz", "calder", "Brewery Engineer", Status.INQUIRY_UNANSWERED,
        said=Told("We’ll be in touch.", OPEN_ENDED, since(9)),
        remembered="Copper kettles from 1911, and a control panel from last year.", thanked=True,
        then=(Wrote(8, "Asked politely how things stand."),),
    ),
    Story(
        "henry", "avonmouth", "Contracts Manager", Status.LONG_SILENCE,
        said=Told("Leave it with me.", OPEN_ENDED, closed(2)),
        remembered="Ms. Lyle reads a contract aloud before she signs it.",
    ),
    Story(
        "soren", "prairie", "Underwriting Assistant", Status.LONG_SILENCE,
        said=Told("We’re still seeing people; somebody will be in touch.", OPEN_ENDED, closed(12)),
        letter=Letter(
            drafted=10,
            detail=(
                "Your story of the barn that burned down and was paid for the same week has stayed with me: I had not "
                "thought of insurance as the fastest neighbor in the county."
            ),
            approved=9, printed=8, mailed=8,
        ),
    ),
    Story(
        "katharina", "rheinufer", "Sales Representative", Status.OVERDUE,
        said=Told("You will have our answer {when}.", CONTACTS, closed(1), TWO_WEEKS),
        remembered="Ms. Hänsel travels to every bookshop herself, by train.", thanked=True,
    ),
    Story(
        "grace", "hudson", "Archivist", Status.OVERDUE_CALL_INVITED,
        said=Told("You’ll hear {when}; if not, do call me.", THEN_CALL, closed(2), NEXT_WEEK_END),
        remembered="Letters of three poets in one filing cabinet, unsorted.", thanked=True,
    ),
    Story(
        "soren", "beacon", "Billing Specialist", Status.OVERDUE_INQUIRED,
        said=Told("We will let everybody know {when}.", CONTACTS, closed(3), TWO_WEEKS),
        remembered="Insurance forms in nine languages.",
        then=(Wrote(2, "One polite question, as we agreed in the session."),),
    ),
    Story(
        "amara", "northstar", "Member Services Lead", Status.OVERDUE_SILENT,
        said=Told("We’ll be in touch {when}.", CONTACTS, closed(10), TWO_WEEKS),
        thanked=True, then=(Wrote(9, "Asked once, kindly."),),
        letter=Letter(
            drafted=2,
            detail=(
                "You said that a good branch is one where people sit down to wait even when nobody else is in line. I "
                "would have been glad to help keep such a place."
            ),
        ),
    ),
    Story(
        "mai", "lantern", "Cataloging Assistant", Status.OVERDUE,
        said=Told("We will write to all applicants {when}.", CONTACTS, closed(60), TWO_WEEKS),
        letter=Letter(
            drafted=58,
            detail=(
                "You showed me the card on which a reader had written, thirty years ago, that the ending was wrong. I "
                "have looked it up since, and I think she was right."
            ),
            approved=57, printed=56, mailed=56,
            outcomes=(
                Came(48, OutcomeKind.KEPT_ON_FILE, "A handwritten card: they keep my papers for the summer.",
                     channel=Channel.LETTER, attribution=Attribution.EMPLOYER),
            ),
        ),
    ),
    Story(
        "henry", "lothian", "Implementation Manager", Status.OVERDUE,
        said=Told("I’ll come back to you {when}.", CONTACTS, closed(28), TWO_WEEKS),
        letter=Letter(
            drafted=26,
            detail=(
                "Your drawing of the ward round on a single sheet of paper made me see in a minute what our own "
                "project had been missing for a year."
            ),
            approved=25, printed=25, mailed=24,
            outcomes=(
                Came(15, OutcomeKind.ACKNOWLEDGED, "My letter made them notice that their answer had never gone out.",
                     attribution=Attribution.EMPLOYER),
                Came(14, OutcomeKind.DECISION_CONFIRMED, "A friendly no, and an invitation to coffee.",
                     attribution=Attribution.EMPLOYER),
            ),
        ),
    ),
)  # fmt: skip
