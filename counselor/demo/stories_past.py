"""Letters of half a year ago, watched long enough to tell what came of them."""

from __future__ import annotations

from candidates.followup.facts import Channel, DecisionKind, NextStepKind, Result, Status
from counselor.demo.acts import Call, Came, Decided, Letter, Story, Told
from counselor.demo.diary import A_WEEK, TWO_WEEKS, closed, since
from letters.outcome_stats import Attribution, OutcomeKind

CONTACTS, CALLS = NextStepKind.EMPLOYER_CONTACTS, NextStepKind.CANDIDATE_CALLS
EMPLOYER, CLIENT = Attribution.EMPLOYER, Attribution.CLIENT


def _letter(ago: int, detail: str, *came: Came) -> Letter:
    """Drafted, approved and mailed within three days."""
    return Letter(drafted=ago + 2, detail=detail, approved=ago + 1, printed=ago, mailed=ago, outcomes=came)


def _told_no(client: str, employer: str, position: str, ago: int, letter: Letter, note: str = "") -> Story:
    """They said no, `ago` business days ago, after an interview two weeks before."""
    then = (Decided(ago, DecisionKind.REJECTED, note),)
    return Story(client, employer, position, Status.REJECTED, held=ago + 10, thanked=True, then=then, letter=letter)


def _told_nothing(client: str, employer: str, position: str, ago: int, letter: Letter, words: str) -> Story:
    """The day they had named passed, `ago` business days ago."""
    said = Told(words, CONTACTS, closed(ago), TWO_WEEKS)
    return Story(client, employer, position, Status.OVERDUE, said=said, letter=letter)


STORIES = (
    _told_no(
        "lukasz", "piscataqua", "Engine Mechanic", 118,
        _letter(
            115, "The half-built dory in your yard told me more about the house than the whole advertisement.",
            Came(104, OutcomeKind.REFERRAL, "He gave my name to a yard in Kittery.", Channel.PHONE, EMPLOYER),
            Came(70, OutcomeKind.NETWORKING, "We met again at the boat show."),
        ),
        "He said it himself, on the phone, and took his time.",
    ),
    _told_no(
        "mai", "champlain", "Records Assistant", 112,
        _letter(
            105, "You keep the class photographs of ninety years in one drawer, and know every name in them.",
            Came(98, OutcomeKind.ACKNOWLEDGED, "A postcard of the old school.", Channel.LETTER, EMPLOYER),
        ),
    ),
    _told_no(
        "soren", "narragansett", "Payroll Clerk", 109,
        _letter(104, "You paid the looms’ oil bill before yourself in the flood year. I have not forgotten it."),
    ),
    _told_no(
        "amara", "beacon", "Patient Adviser", 110,
        _letter(
            90, "You wrote the patients’ guide in eleven languages, with the people who speak them.",
            Came(80, OutcomeKind.KEPT_ON_FILE, "They keep my papers until the spring.", Channel.EMAIL, EMPLOYER),
        ),
    ),
    _told_no(
        "henry", "calder", "Yard Supervisor", 120,
        _letter(
            117, "You stopped the whole yard for a robin’s nest, and the barrels still left on time.",
            Came(100, OutcomeKind.FEEDBACK_GIVEN, "They missed a certificate I can get.", Channel.PHONE, EMPLOYER),
            Came(82, OutcomeKind.KEPT_ON_FILE, "A new contract may come in, and they will ask whether I am free.",
                 Channel.PHONE, CLIENT),
        ),
    ),
    _told_no(
        "priya", "northlight", "Load Forecaster", 100,
        _letter(97, "The map with a pin for each outage since 1968 is the best chart I have ever been shown."),
    ),
    _told_nothing(
        "bob", "northlight", "Yard Coordinator", 102,
        _letter(
            98, "You walked me through the yard in the rain and named every pole by its number.",
            Came(91, OutcomeKind.DECISION_CONFIRMED, "A kind line: they had chosen somebody in May.",
                 Channel.EMAIL, EMPLOYER),
        ),
        "We will get back to you {when}.",
    ),
    _told_nothing(
        "lukasz", "frontrange", "Bike Mechanic", 108,
        _letter(92, "The wall of broken derailleurs, each with its lesson, should be in a museum."),
        "You’ll hear from us {when}.",
    ),
    _told_nothing(
        "katharina", "spreewerk", "Studio Manager", 104,
        _letter(
            101, "The tram timetable of 1931 hangs on your wall, and your releases leave as punctually.",
            Came(85, OutcomeKind.ACKNOWLEDGED, "A handwritten note from the director.", Channel.LETTER, EMPLOYER),
        ),
        "We will come back to you {when}.",
    ),
    _told_nothing(
        "diego", "fenway", "Warehouse Systems Lead", 96,
        _letter(90, "You draw every process on a napkin first, and keep the napkins."),
        "Expect to hear {when}.",
    ),
    _told_nothing(
        "grace", "schuylkill", "Membership Librarian", 99,
        _letter(
            94, "The index cards of the first bird counts, in pencil, are the loveliest catalog I know.",
            Came(88, OutcomeKind.KEPT_ON_FILE, "The trustees meet again in the autumn.", Channel.EMAIL, EMPLOYER),
        ),
        "We will be in touch {when}.",
    ),
    Story(
        "soren", "cascade", "Support Engineer", Status.INVITED_CALL_UNANSWERED,
        said=Told("Call me {when}.", CALLS, since(106), A_WEEK), thanked=True,
        then=(Call(105, Result.MESSAGE_LEFT, "Left my number on the machine."),),
        letter=_letter(
            97, "Your sensor that is read by a lighthouse keeper is the story I tell when I explain your trade.",
            Came(93, OutcomeKind.ACKNOWLEDGED, "She had changed jobs; her successor wrote.", Channel.EMAIL, EMPLOYER),
        ),
    ),
    Story(
        "henry", "lothian", "Ward Systems Planner", Status.INVITED_CALL_UNANSWERED,
        said=Told("Ring me {when}, please.", CALLS, since(112), TWO_WEEKS),
        then=(Call(111, Result.REFUSED, "The office would not put me through."),),
        letter=_letter(105, "You can tell a ward’s whole night from its whiteboard, and did, for twenty minutes."),
    ),
)  # fmt: skip
