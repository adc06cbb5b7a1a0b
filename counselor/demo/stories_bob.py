"""Bob's applications: one of everything a client meets first, among them a call to make today."""

from __future__ import annotations

from candidates.followup.facts import Channel, NextStepKind, Result, Status
from counselor.demo.acts import Call, Came, Invited, Letter, Story, Told
from counselor.demo.diary import NEXT_WEEK_END, TWO_WEEKS, ahead, closed, opened, since
from letters.outcome_stats import Attribution, OutcomeKind

CALLS, CONTACTS = NextStepKind.CANDIDATE_CALLS, NextStepKind.EMPLOYER_CONTACTS

STORIES = (
    Story(
        "bob", "casco", "Logistics Coordinator", Status.CALL_DUE,
        said=Told("Give me a call {when}. I will have the new schedule by then.", CALLS, opened(0), TWO_WEEKS),
        remembered="She walked me through the cold dock and knows every driver by name. Direct line on her card.",
        thanked=True,
    ),
    Story(
        "bob", "lantern", "Volunteer Program Coordinator", Status.DUE_IN_GRACE,
        said=Told("We’ll be in touch {when}.", CONTACTS, opened(0), TWO_WEEKS),
        remembered="The homework club fills both reading rooms on Tuesdays; they want a waiting list that is fair.",
        thanked=True,
    ),
    Story(
        "bob", "schuylkill", "Trails Program Assistant", Status.WAITING,
        said=Told("You will hear from me {when}, either way.", CONTACTS, ahead(2), TWO_WEEKS),
        remembered="Forty miles of trail and two trucks. They would start with the spring volunteers.",
        thanked=True,
    ),
    Story(
        "bob", "northlight", "Customer Operations Lead", Status.OVERDUE,
        said=Told("The team meets on it, and you’ll hear from us {when}.", CONTACTS, closed(2), NEXT_WEEK_END),
        letter=Letter(drafted=1),
    ),
    Story(
        "bob", "hudson", "Production Assistant", Status.INTERVIEW_SCHEDULED,
        then=(Invited(ago=2, ahead=2, format="video"),), applied=16,
    ),
    Story(
        "bob", "piscataqua", "Warehouse Supervisor", Status.INVITED_CALL_UNANSWERED,
        said=Told("Call me at the shop {when} and we will talk dates.", CALLS, since(6), TWO_WEEKS),
        remembered="He restored the ship’s bell over the counter himself. Inventory is still on index cards.",
        then=(Call(6, Result.MESSAGE_LEFT, "Left my name and number with the answering machine, as he had asked."),),
    ),
    Story(
        "bob", "champlain", "Transportation Dispatcher", Status.OVERDUE,
        said=Told("We decide as a committee and will write to you {when}.", CONTACTS, closed(38), TWO_WEEKS),
        thanked=True,
        letter=Letter(
            drafted=37,
            detail=(
                "You told me how one driver waits each morning for a boy who is always two minutes late, and that "
                "nobody has ever asked her to stop. I have thought of it often: that is how a schedule should be kept."
            ),
            approved=36, printed=36, mailed=35,
            outcomes=(
                Came(24, OutcomeKind.ACKNOWLEDGED, "Ms. Prouty wrote back: nobody had ever thanked her on paper."),
                Came(
                    6, OutcomeKind.NEW_OPPORTUNITY,
                    "She called herself. A fleet coordinator leaves in spring, and my letter was on her desk.",
                    channel=Channel.PHONE, attribution=Attribution.EMPLOYER,
                    new_position="Fleet Coordinator", interview_in=4,
                ),
            ),
        ),
    ),
    Story("bob", "beacon", "Front Office Manager", Status.APPLIED, applied=6),
)  # fmt: skip
