"""Spoken words as plain tokens: lower case, contractions and numbers written out, common typing slips mended.

What comes out is a line of tokens with one space between them, punctuation as tokens of their own ("," inside a
sentence, "." at its end). Nothing here knows what the words mean.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

LONGEST = 2000  # characters read; whoever pastes more has pasted more than a promise

_QUOTES = str.maketrans("‘’‚‛′`´ʼ＇“”„″–—−‒―‑", "'''''''''" + '""""' + "------")
_HALVES = str.maketrans({"½": " and 1 half "})


def normalise(words: str) -> str:
    """The tokens of what was said, as one string. Never raises; control and invisible characters become spaces."""
    text = unicodedata.normalize("NFC", words).translate(_QUOTES).translate(_HALVES).lower()
    text = "".join(" " if c != "\n" and unicodedata.category(c)[0] == "C" else c for c in text)
    for pattern, replacement in _STEPS:
        text = pattern.sub(replacement, text)
    return " ".join(_mended(token) for token in _numbered(text.split()))


def _numbered(tokens: list[str]) -> list[str]:
    """Number words as digits: "twenty one" is 21, "fifteenth" is 15th."""
    out: list[str] = []
    for token in tokens:
        token = _NUMBERS.get(token, token)
        if out and out[-1] in _TENS and re.fullmatch("[1-9](st|nd|rd|th)?", token):
            out[-1] = out[-1][0] + token
        else:
            out.append(token)
    return out


def _mended(token: str) -> str:
    """A slip put right: a known one, or one letter wrong in the name of a day or month."""
    if token in _SLIPS:
        return _SLIPS[token]
    if len(token) < 6 or token in _NAMES or token in _REAL or token.rstrip("s") in _NAMES:
        return token
    return next((name for name in _NAMES if _one_slip(token, name)), token)


def _one_slip(a: str, b: str) -> bool:
    """Whether one letter added, dropped, changed or swapped with its neighbour turns `a` into `b`."""
    if abs(len(a) - len(b)) > 1:
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    a, b = a[start:], b[start:]
    swapped = a[:2] == b[:2][::-1] and a[2:] == b[2:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or swapped


def _pairs(words: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in words.split())


_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
_NUMBERS = {word: str(n) for n, word in enumerate(f"{_UNITS} seventeen eighteen nineteen".split())}
_NUMBERS |= {
    word: f"{10 * n}" for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_NUMBERS |= {
    word: f"{n}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(n, 'th') }"
    for n, word in enumerate(f"{_ORDINALS} fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(), 1)
}
_NUMBERS |= {"thirtieth": "30th", "dozen": "12"}
_TENS = frozenset(str(n) for n in range(20, 100, 10))

_NAMES = (
    "monday tuesday wednesday thursday friday saturday sunday january february august september october november"
    " december tomorrow business thanksgiving christmas fortnight"
).split()
_REAL = frozenset({"sundry", "augusta", "sundays", "midday"})
_SLIPS = _pairs(
    "tommorow=tomorrow tommorrow=tomorrow tomorow=tomorrow tmrw=tomorrow tmr=tomorrow wensday=wednesday"
    " wendesday=wednesday wenesday=wednesday weds=wednesday wed=wednesday thrusday=thursday thursdy=thursday"
    " tuseday=tuesday tues=tuesday tue=tuesday mon=monday fri=friday thu=thursday thur=thursday thurs=thursday"
    " firday=friday febuary=february feburary=february jan=january feb=february mar=march apr=april jun=june jul=july"
    " aug=august sep=september sept=september oct=october nov=november dec=december buisness=business"
    " bussiness=business busness=business biz=business wk=week wks=weeks weeek=week wekk=week weks=weeks weeka=weeks"
    " yr=year mth=month mths=months momth=month hrs=hours hr.=hr wks.=weeks xmas=christmas til=until till=until"
    " dont=not doesnt=not didnt=not havent=not hasnt=not isnt=not wont=not cant=not couldnt=not arent=not wasnt=not"
    " youll=you theyll=they shell=shell im=i ive=i weve=we youre=you theyre=they emial=email emal=email"
    " thx=thanks pls=please plz=please recieve=receive contcat=contact touhc=touch tocuh=touch recruter=recruiter"
)

# A dash, a slash or a dot means something else inside a number, so dates are settled before punctuation goes.
_Step = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]
_HOUR = r"(?<![\d:])(?:\d{1,2}(?::\d\d)? ?(?:am|pm|o'clock)|\d{1,2}:\d\d)\b"
_STEPS: list[_Step] = [
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"\S{1,64}@\S{1,255}", " "),  # an address is no channel by itself
        (r"(?<![\d/.-])(?:\+?\d{1,3}[ .-])?\(?\d{3}\)?[ .-]\d{3}[ .-]?\d{4}(?!\d)", " "),  # a telephone number
        (r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)", r" \1/\2/\3 "),
        (r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})(?!\d)", r" \1/\2/\3 "),
        (r"(?<![\d-])(\d{1,2})-(\d{1,2})-(\d{4}|\d{2})(?![\d-])", r" \1/\2/\3 "),
        (r"(?<=\d),(?=\d{3}(?!\d))", ""),
        (r"(?<!\d)([1-9])\.5(?!\d)", r" \1 and 1 half "),
        (r"\d+\.\d+", " decimal "),  # 2.3 weeks: better not understood than read as 3
        (r"\b24/7\b", " anytime "),
        (r"\b([ap])\.? ?m\b\.?", r"\1m"),
        (r"\bc\.o\.b\.?", "cob"),
        (r"\be\.o\.d\.?", "eod"),
        (
            r"\b(mr|mrs|ms|dr|prof|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mon|tues?|wed|thurs?|fri|approx)\.",
            r"\1",
        ),
        (rf"\b(?:by|before|until|till) {_HOUR}", " by "),  # "before 5pm Friday" is Friday, not the day before
        (rf"(?:\b(?:at|after|around|about|from) )?{_HOUR}", " "),
        (r"\b(?:at|by) (?:noon|midday|five|\d{1,2})(?= (?:on|this|next|tomorrow|today|mon|tue|wed|thu|fri))", " "),
        (r"\be[- ]mail", "email"),
        (r"\bwon't\b", "will not"),
        (r"\bcan't\b|\bcannot\b", "can not"),
        (r"n't\b", " not"),
        (r"\blet's\b|\blets (?=talk|touch|speak|chat|connect|re)", "let us "),
        (r"'ll\b", " will"),
        (
            r"\b(?:well|we ll) (?=(?:be|call|get|let|contact|reach|email|notify|have|follow|send|keep|circle|know)\b)",
            "we will ",
        ),
        (r"\b(you|they)ll\b", r"\1 will"),
        (r"'re\b", " are"),
        (r"'ve\b", " have"),
        (r"'d\b", " would"),
        (r"\bi'm\b", "i am"),
        (r"\b(he|she|it|that|there|who|what|\w+)'s (?=(?:back|going|out|away|in|on)\b)", r"\1 is "),
        (r"\b(he|she|it|that|there|who|what)'s\b", r"\1 is"),
        (r"'s?\b|'", ""),
        (r"\bno one\b", "nobody"),
        (r"\b(?:any|some) ?(?:one|body)\b|\bone of (?=us|our|my|the|them)", " someone "),
        (r"\bhalf (?:a )?dozen\b", " 6 "),
        (r"\ba dozen\b", " 12 "),
        (r"(?<=\d)(?=(?:days?|weeks?|wks?|hours?|hrs?|months?|business)\b)", " "),
        (r"(\d(?:st|nd|rd|th)?) ?- ?(\d)", r"\1 to \2"),
        (r"(?<=\w)-(?=\w)", " "),
        (r"-+|[,:()\"…]", " , "),
        (r"[.;!?]+|\n", " . "),
        (r"[^\w/., ]", " "),
        (r"(?<!\d)/|/(?!\d)", " or "),
    )
]
