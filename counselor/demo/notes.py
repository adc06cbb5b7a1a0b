"""What the counselors wrote down: privately in case notes, or in notes the client reads too."""

from __future__ import annotations

from counselor.demo.acts import Note

NOTES: dict[str, tuple[Note, ...]] = {
    "bob": (
        Note(48, "Nineteen years in one warehouse, then it closed. Confident with people, less so on the telephone: "
                 "we practiced the opening sentence of a call until he laughed."),
        Note(20, "The answer from Champlain surprised him more than any offer could. Keep hold of that."),
        Note(12, "Agreed today: ask “what happens next, and when?” before you stand up, every time.", shared=True),
        Note(3, "For the call to Casco Bay: your name, the day you met, one question. Then listen.", shared=True),
    ),
    "lukasz": (
        Note(60, "Licenses from Poland are being recognized; papers expected in spring. He undersells them."),
        Note(9, "Bring the two certificates on Thursday and we will have them translated.", shared=True),
    ),
    "mai": (
        Note(33, "No e-mail at home at the moment. Calls best after four; her sister interprets if the line is bad."),
        Note(5, "You write beautifully. Keep the sentence about the ladder.", shared=True),
    ),
    "soren": (Note(17, "Wants to move to Portland by summer. Withdrew from Austin for the right reason."),),
    "amara": (
        Note(26, "Offer from the library is likely; she would rather have the clinic. Talk about deadlines next time."),
        Note(2, "Congratulations! Ask for the offer in writing, and for the day they need your answer.", shared=True),
    ),
    "katharina": (Note(15, "Placed in Hamburg. Keeps two applications open until the contract is signed."),),
    "henry": (Note(11, "In hospital for a week in the month past; now well. He missed an agreed call for it."),),
    "grace": (Note(30, "Wants a library and nothing else, and can afford to wait. Good company."),),
    "diego": (Note(8, "Declined nights for the children. Proud of that decision, rightly."),),
    "priya": (
        Note(4, "Prairie State took the offer back: sad, then angry, then hungry. Letter can wait until she wants it."),
        Note(4, "Let us talk on Thursday before you answer Prairie State.", shared=True),
    ),
}  # fmt: skip
