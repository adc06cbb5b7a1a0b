"""What a demanding career counselor strikes out of a thank-you letter, as patterns by language. Pure data.

Each pattern is matched without regard to case, on text whose apostrophes are straight. A match is a warning, never a
verdict: people may have a reason. Keys are finding codes.
"""

from __future__ import annotations

import re

_NOT = r"(?:have not|haven't|have yet to|had not|hadn't|did not|didn't|does not|doesn't|never)"
_ANSWER = r"(?:back|from|anything|answer|reply|response|word)"
_FORMER = r"(?:boss|manager|employer|company|colleagues?)"
_GROUND = (
    "age|race|skin|disability|pregnancy|religion|nationality|ethnicity|sexual orientation|medical condition|"
    "criminal record|immigration status"
)
# These are told about freely ("my family"), and are a ground only after "because of".
_WEAKER_GROUND = (
    "colou?r|sex|gender|faith|origin|accent|health|orientation|marital status|name|record|condition|family|children|"
    "service"
)

_ENGLISH: dict[str, tuple[str, ...]] = {
    "reproach": (
        rf"(?:as|since|because) (?:I|we) {_NOT} (?:heard?|received?|got)",
        rf"{_NOT} (?:heard?|received?|got|gotten|get)(?: an?| any| your)? {_ANSWER}",
        r"as (?:you )?(?:promised|agreed)",
        r"you (?:had )?(?:promised|assured|said you would|told me you would|were going to|were supposed to)",
        r"(?:despite|in spite of)",
        r"still (?:waiting|awaiting)",
        r"(?:no|without an?|not (?:a|one)) (?:answer|reply|response|word)",
        r"(?:did not|didn't|failed to) (?:return|answer|reply|respond|call|get back)",
        r"(?:never|have not|haven't|has not|hasn't) (?:returned|answered|replied|responded|called|got back)",
        r"(?:left|leave) (?:you )?(?:a|an|several|two|three|many|my|another) (?:messages?|voice ?mails?)",
        r"my (?:calls?|messages?|voice ?mails?|e-?mails?) (?:to you )?(?:went|was|were|has|have|had|is|remain)",
        r"(?:un(?:answered|returned)|overdue|ghosted|ignored)",
        r"(?:your|the|this|such) (?:long )?(?:silence|delay)",
        r"disappoint(?:ed|ing|ment)",
        r"the least you",
    ),
    "pleading": (
        r"(?:please|kindly|would you|could you|will you|ask you to|hope you(?: will|'ll)?) re-?consider",
        r"(?:another|a second|one more|one last|a last|a) chance to (?:prove|show|convince)",
        r"give me (?:a|another|one more|the) (?:second )?chance",
        r"\bbeg(?:ging)?\b",
        r"desperate(?:ly)?",
        r"I (?:really |badly |urgently )?need (?:this|the|a) (?:job|position|role|work)",
        r"(?:last|only) hope",
        r"change your mind",
        r"I(?: would|'d| will|'ll) do anything",
        r"my (?:rent|bills|debts?|mortgage)",
    ),
    "argument": (
        r"I (?:strongly |must |have to )?(?:disagree|object)",
        r"(?:you are|you're|you were) (?:wrong|mistaken|making a mistake)",
        r"(?:your|a) mistake",
        r"\bunfair(?:ly|ness)?\b",
        r"should have (?:been )?(?:hired|chosen|selected|called|told|offered|picked)",
        r"(?:better|more|over) ?-?qualified",
        r"why (?:I was|was I|I wasn't|wasn't I|not me|I am not|you did not|you didn't)",
        r"(?:do not|don't|cannot|can't) understand (?:why|how|your)",
        r"I deserved?",
        r"the wrong (?:choice|decision|person)",
    ),
    "legal": (
        r"discriminat\w*",
        r"(?:un(?:lawful|lawfully)|illegal(?:ly)?)",
        r"(?:legal|court) (?:action|steps|advice|proceedings)",
        r"\b(?:lawsuit|suing|tribunal|litigation)\b",
        r"(?:to|will|could|may|might|can) sue",
        r"my (?:lawyer|attorney|solicitor|union)",
        r"\b(?:EEOC|Equality Act|Civil Rights Act|human rights)\b",
        r"equal opportunit(?:y|ies)",
        r"(?:harass(?:ed|ment)?|retaliat\w+|bias(?:ed)?|prejudic\w+)",
        rf"(?:because of|due to|on account of|regardless of|given) my (?:{_GROUND}|{_WEAKER_GROUND})",
        rf"my (?:{_GROUND})",
        r"too (?:old|young)",
        r"(?:I am|I'm) (?:pregnant|disabled)",
    ),
    "money": (
        r"\b(?:salary|salaries|wages?|compensation|bonus(?:es)?|pay (?:rate|rise|raise)|hourly rate|stock options?)\b",
        r"[$£€]\s?\d[\d,.]*\d?",
        r"\breimburs\w+",
        r"\b(?:travel|my) expenses\b",
    ),
    "disparagement": (
        r"(?:unprofessional(?:ly)?|incompeten\w+|disorgani[sz]ed|disrespectful(?:ly)?|dishonest(?:ly)?)",
        r"\b(?:rude|toxic|awful|terrible|horrible|ridiculous|pathetic|shameful|insult(?:ed|ing)?)\b",
        r"waste of (?:my |our )?time",
        rf"my (?:current|last|former|previous|old) {_FORMER} (?:is|was|are|were|{_NOT})",
    ),
}  # fmt: skip

_VERDICT_WORDS: dict[str, tuple[str, ...]] = {"en": (r"\b(?:rejection|probable|definite)s?\b",)}


def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    # The edges once for all of them: within a word, none is tried.
    every = "|".join(f"(?:{pattern})" for pattern in patterns)
    return re.compile(rf"(?<!\w)(?:{every})(?!\w)", re.IGNORECASE)


PHRASES: dict[str, dict[str, re.Pattern[str]]] = {
    "en": {code: _compiled(patterns) for code, patterns in _ENGLISH.items()},
}
VERDICT_WORDS: dict[str, re.Pattern[str]] = {
    language: _compiled(patterns) for language, patterns in _VERDICT_WORDS.items()
}
