"""Ways of saying "call", "write", "be in touch" and "decide", each brought to one token.

`CALL me` stands for "give me a ring" as well as "phone me"; what follows the token is whom. The tokens are in capitals,
which no spoken word is after `words.normalise`.
"""

from __future__ import annotations

import re

from candidates.followup.moments import phrase

CALL, EMAIL, TEXT, CONTACT = "CALL", "EMAIL", "TEXT", "CONTACT"  # reach somebody, by what
TOUCH = "TOUCH"  # touch base, talk again: either side may begin
HEAR, NEWS, DECIDE = "HEAR", "NEWS", "DECIDE"  # the answer comes from the employer
GIVE, WAIT = "GIVE", "WAIT"  # "give us ten days"; "give it two weeks"
NO_CALLS = "NO_CALLS"
REACHES = frozenset({CALL, EMAIL, TEXT, CONTACT})
ANSWERS = frozenset({HEAR, NEWS, DECIDE, GIVE})
ACTS = REACHES | ANSWERS | {TOUCH, WAIT}

_PEOPLE = "everyone|everybody|all|candidates|all candidates|applicants|people|folks|finalists"
_WHO = rf"(?P<who>me|us|you|him|her|them|hr|(?:my|the|our) office|{_PEOPLE})"
_TO = rf"(?: (?:to|with) {_WHO})?"
_NICE = r"(?: (?:quick|short|brief|follow up|phone|nice|little|courtesy|friendly|new))?"
_A = rf"(?: (?:a|an|another|1)){_NICE}"
_MANNER = (
    r"(?: (?:usually|typically|about|around|roughly|approximately|maybe|probably|at least|up to|within|another|until"
    r"|for|the))?"
)
_ADJ = r"(?: (?:a|an|the|our|some|any|final|hiring|more|official|definite|firm|written|another|good|an official))?"
_ANSWER = (
    "decisions?|choice|answers?|news|word|response|responses|reply|results?|updates?|feedback|information|determination"
    "|selection"
)
_LETTER = "letters?|emails?|mail|messages?|call|phone call|note"
_REACHED = "contacted|notified|called|emailed|informed|updated|told|reached|advised|phoned"
_RETURN = "(?:get|gets|getting|come|comes|coming|loop|circle|circling|report|swing|revert)"
_TALK = "(?:talk|talking|speak|speaking|chat|chatting|connect|reconnect|regroup|catch up)"
_OBTAIN = "(?:have|has|get|gets|getting|receive|see|make|makes|made|making|reach|come to|announce|expect|expecting|be)"

_PHRASES = (
    (r"(?:with )?no (?:phone |follow up |telephone )?(?:calls?|contact)", NO_CALLS),
    (rf"(?:give|giving|gives|make|place) {_WHO}{_A} (?:call|ring|buzz|bell|shout|tinkle)(?: back)?", CALL),
    (rf"(?:drop|shoot|send|sending|write|fire){_TO} {_WHO.replace('who', 'w2')}{_A} text(?: message)?", TEXT),
    (rf"(?:drop|shoot|send|sending|write|fire|dropping) {_WHO}{_A} (?:email|line|note|message|mail|letter)", EMAIL),
    (rf"(?:drop|shoot|send|sending|write){_A} (?:email|line|note|message|mail){_TO}", EMAIL),
    (r"let (?:me|us) know", "answer_us"),
    (rf"(?:let|letting|lets) {_WHO} know", CONTACT),
    (rf"(?:keep|keeping) {_WHO} (?:posted|updated|informed|in the loop|up to date)", CONTACT),
    (rf"{_RETURN} back(?: around)? (?:to|with) {_WHO}", CONTACT),
    (r"(?:get|circle|circling|loop|report) back(?! (?:from|in|to|on|at))", CONTACT),
    (rf"(?:be|been|being|get|gets|getting|keep|stay) (?:back )?in (?:touch|contact)(?: again)?{_TO}", CONTACT),
    (rf"touch(?:ing)? base(?: again| back)? with {_WHO}", CONTACT),
    (rf"touch(?:ing)? base(?: again)?|{_TALK}(?: again| soon)?(?: (?:to|with) you)?", TOUCH),
    (rf"reach(?:ing|es)?(?: back)? out(?: again)?{_TO}", CONTACT),
    (rf"(?:reach|tell|telling|inform|informing|update|updating|advise) {_WHO}", CONTACT),
    (r"sends?(?: out)? (?:letters|emails|messages)(?: out)?", EMAIL),
    (r"(?:have|has) (?:a|an) (?:email|letter|message)", NEWS),
    (rf"follow(?:ing|s)?(?: back)? up(?: again)?{_TO}", CONTACT),
    (rf"check(?:ing|s)?(?: back| in)(?: in| back)?(?: again)?{_TO}", CONTACT),
    (r"(?:heard?|hearing) nothing", f"not {HEAR}"),
    (rf"here(?: back)? from {_WHO}", HEAR),  # a common slip of spelling
    (rf"(?:heard?|hears|hearing)(?: back)?(?: (?:something|anything|word|any news))?(?: back)?(?: from {_WHO})?", HEAR),
    (rf"(?:be|get|gets|are|is|been|being)(?: also)? (?:{_REACHED})", NEWS),
    (r"mak(?:e|ing) (?:the |some |our )?(?:phone )?calls", NEWS),
    (rf"(?:give|giving|promised?)(?: you| me| everyone| everybody)?{_ADJ} (?:{_ANSWER})", NEWS),
    (rf"(?:get|gets|receive|expect|look for|watch for|wait for|send you|sent|send out){_ADJ} (?:{_LETTER})", NEWS),
    (rf"{_OBTAIN}(?: you| me| having| getting)?{_ADJ} (?:{_ANSWER})", NEWS),
    (rf"(?:have|get|receive) your (?:{_ANSWER})", NEWS),
    (rf"(?:a|the|our|final|their)(?: final| hiring)? (?:{_ANSWER})|(?<!your )(?<!my )decision", NEWS),
    (r"(?:an? )?(?:phone )?(?:call|email|letter) from", NEWS),
    (r"phone calls?", "conversation"),
    (r"(?:decide|decides|deciding|finalize)", DECIDE),
    (r"(?<=will )know|(?<=should )know|(?<=would )know|(?<=will all )know|(?<=probably )know|(?<=might )know", DECIDE),
    (rf"(?:give|giving|allow|grant) (?:us|me|him|them|her){_MANNER} (?P<who>@\d+)", GIVE),
    (rf"(?:allow|allow for|take|takes|need)(?: us| them| me)?{_MANNER}{_MANNER} (?P<who>@\d+)", GIVE),
    (rf"(?:wait|waiting|give it|hold off){_MANNER} (?P<who>@\d+)", WAIT),
    (r"(?:by|via|over the|on the|through) (?:phone|telephone) or (?:by )?email|by email or (?:by )?phone", "by_either"),
    (r"(?:by|via|over the|on the|through) (?:phone|telephone)", "by_phone"),
    (r"(?:by|via|per|in an|through|over) email|in writing", "by_email"),
    (r"call(?:s|ing)?|phon(?:e|es|ing)|rings?|ringing|telephone|dial", CALL),
    (r"emails?|emailing|writ(?:e|es|ing)", EMAIL),
    (r"texts?|texting|messages?|messaging", TEXT),
    (
        r"contacts?|contacting|notif(?:y|ies|ying)|ping|respond|responds|reply",
        CONTACT,
    ),
)
_VERBS = [(phrase(pattern), token) for pattern, token in _PHRASES]


def acted(line: str) -> str:
    """The line with each way of reaching somebody brought to its token, and whom it reaches after it."""
    for pattern, token in _VERBS:
        line = pattern.sub(lambda match, token=token: _with_whom(match, token), line)  # type: ignore[misc]
    return line


def _with_whom(match: re.Match[str], token: str) -> str:
    whom = match.groupdict().get("who") or match.groupdict().get("w2")
    return f"{token} {whom}" if whom else token
