"""Word lists the clauses of a promise are understood by. Words in capitals are the tokens of `verbs.py`."""

from __future__ import annotations

from candidates.followup.verbs import ACTS


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


JOINING = _words(", and but so because which while who though although since")
OPENERS = _words("if unless otherwise when once until whenever")
EVENT_OPENERS = _words("when once until whenever after as")
RETURNS = _words("back returns return returned")
NEGATIONS = _words("not never nothing no nobody")
HEARD = ACTS | _words("called contacted gotten got received emailed reached responded replied got back")
CHOSEN = _words(
    "selected chosen shortlisted shortlist forward successful interested picked fit finalist finalists selection hire"
    " hired round"
)
SUBJECTS = _words("we i they he she someone you everyone everybody hr")
EMPLOYERS = _words(
    "we they he she someone hr team recruiter manager committee company office assistant boss department director panel"
    " board owner us staff coordinator colleague recruiting personnel it nobody recruiters supervisor people"
)
TOLD = _words("told said says asked best better welcome free idea")
PREPOSITIONS = _words("from to with by for of about")
SKIP_TO = _words("to not will would should can could may please and or")
WILL = _words("will would shall going gonna should might may plans wants hopes promised")
INTENDS = _words("will would shall going gonna promised promises hopes plans intends offered wants")
DUTY = _words("should supposed need must can could may told asked invited allowed welcome meant free")
ENCOURAGING = _words("hesitate afraid shy forget why only worry")
BETWEEN = _words("back again up at to with or directly over CALL EMAIL TEXT CONTACT my the")
EVERYONE = _words("you everyone everybody candidates applicants people folks all finalists")
OTHERS = _words("your references reference clients customers website referees")
LATER = _words("directly anytime then there first instead soon later please personally by_phone")
DETERMINERS = _words(
    "a an the on your my our close tough good another this that phone video zoom conference intro screening next by via"
    " per 1st 2nd 3rd judgment final their his her any"
)
HELPING = _words(
    "will would shall should could can may might must not to be been being have has had is am are was were going gonna"
    " able like want wants wanted love hope hopes hoping plan plans planning try tries trying aim aiming need needs"
    " expect expects intend intends promise promised promises offered probably likely hopefully definitely certainly"
    " then also just either please always still feel free ever all both go ahead do does did supposed meant allowed"
    " invited welcome personally directly only most perhaps maybe in by on within after before or ideally never"
    " hesitate afraid shy forget refrain from avoid generally usually typically ought better make sure even at"
    " about get"
)
DECIDING = _words(
    "finished finish done interviewing interviewed interviews interview decision decided DECIDE NEWS know ready"
    " approval budget completed complete seen met candidates"
)
FILLER = (
    HELPING
    | _words(
        "the on in at or they said she he told me us hr ok okay sure yes well so like that it now"
        " again the during sometime over come say around roughly GIVE WAIT within no probably"
        " latest worst case answer response around for until another one just me i"
    )
) - _words("not never avoid refrain")
