"""Letter + circumstances → findings. Pure. Errors block approval; warnings ask for a reason.

A finding is a code with the values its sentence needs; the sentences are in `letters/wording.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from letters.content import Letter, LetterFacts, sender_block
from letters.phrases import PHRASES, VERDICT_WORDS

MIN_WORDS, MAX_WORDS = 60, 220  # letters.md §2
MAX_PARAGRAPHS = 4  # letters.md §1
MAX_CHARACTERS = 20_000  # refused before layout; a page holds about 3,000


class Severity(StrEnum):
    """An error blocks approval; a warning wants a reason."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """`where` is `letter`, `date`, `sender`, `recipient`, `address`, `salutation` or `paragraph:N` (from 1).
    `phrase`, where given, is the exact text that was matched, so that the editor can mark it."""

    severity: Severity
    code: str
    suggestion: str
    where: str = "letter"
    values: dict[str, str | int] = field(default_factory=dict)
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the text alone does not tell. `pages` None: not laid out yet. `missing_glyphs`: characters no bundled font
    has. `address_lines`: as they fall on paper (a long line counts twice), None: as many as the block has.
    `address_capacity`: lines the window shows, None: no limit. `on_paper` false for a text that is only e-mailed.
    `address_withheld`: the client wants no street on it, which is allowed."""

    pages: int | None = None
    missing_glyphs: str = ""
    fits_standing: bool = True
    overridden: bool = False
    recipient_at_employer: bool = True
    do_not_contact: bool = False
    came_back: bool = False
    address_lines: int | None = None
    address_capacity: int | None = None
    other_bodies: tuple[str, ...] = ()
    on_paper: bool = True
    own_stationery: bool = False
    address_withheld: bool = False


def proof(letter: Letter, facts: LetterFacts, around: Circumstances | None = None) -> tuple[Finding, ...]:
    """All findings, errors first, each in reading order."""
    around = around or Circumstances()
    found = (*_wholeness(letter, facts, around), *_recipient(facts, around), *_paper(letter, around))
    found += (*_words(letter, facts), *_shape(letter, facts, around))
    return tuple(sorted(found, key=lambda finding: finding.severity is Severity.WARNING))


def blocks(findings: tuple[Finding, ...]) -> bool:
    """Whether anything stands in the way of approval."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def warnings(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """What may stand if somebody says why."""
    return tuple(finding for finding in findings if finding.severity is Severity.WARNING)


def concerns(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """What a client talks about with the counselor before a letter goes: law, and what the law protects."""
    return tuple(finding for finding in findings if finding.code == "legal")


def _error(code: str, suggestion: str, where: str = "letter", **values: str | int) -> Finding:
    return Finding(Severity.ERROR, code, suggestion, where, values)


def _warning(code: str, suggestion: str, where: str = "letter", **values: str | int) -> Finding:
    return Finding(Severity.WARNING, code, suggestion, where, values)


_PLACEHOLDER = re.compile(r"\{[^{}]*\}|\[[^\[\]]{1,60}\]|_{3,}|<[A-Z_ ]{3,}>|\bX{3,}\b|\bTODO\b|\bTBD\b")


def _wholeness(letter: Letter, facts: LetterFacts, around: Circumstances) -> Iterator[Finding]:
    for name in letter.unresolved:
        yield _error("empty_field", f"fill_{name}" if name == "detail" else "fill_field", _where_field(letter, name),
                     field=name)  # fmt: skip
    resolved = {f"{{{name}}}" for name in letter.unresolved}
    for where, text in _places(letter):
        for match in _PLACEHOLDER.finditer(text):
            if match[0] not in resolved:
                yield Finding(
                    Severity.ERROR, "unresolved_field", "fill_or_remove", where, {"field": match[0]}, match[0]
                )
    if not letter.paragraphs:
        yield _error("no_text", "write_text")
    if not letter.signed:
        yield _error("missing_signer", "name_signer", "sender")
    if not letter.date_line:
        yield _error("missing_date", "set_date", "date")
    wanted = not (around.own_stationery or around.address_withheld)
    if around.on_paper and wanted and len(sender_block(facts.sender)) < 2:
        yield _warning("sender_without_address", "add_sender_address", "sender")


def _recipient(facts: LetterFacts, around: Circumstances) -> Iterator[Finding]:
    person = facts.recipient
    named = bool(person.full_name or person.job_title or person.as_printed)
    if not named:
        yield _error("missing_recipient", "name_recipient", "recipient")
    if around.on_paper and not (person.address_lines or person.as_printed):
        yield _error("missing_address", "add_address", "address")
    if around.came_back:
        yield _warning("address_returned", "check_address", "address")
    if named and not around.recipient_at_employer:
        name = person.full_name or person.job_title
        yield _error("recipient_elsewhere", "choose_recipient", "recipient", name=name, employer=facts.employer)
    if around.do_not_contact:
        yield _error("do_not_contact", "do_not_write", "recipient", name=person.full_name or person.employer)


def _paper(letter: Letter, around: Circumstances) -> Iterator[Finding]:
    length = len(letter.body)
    if length > MAX_CHARACTERS:
        yield _error("text_too_long", "shorten", characters=length, limit=MAX_CHARACTERS)
    if around.on_paper and around.pages is not None and around.pages > 1:
        yield _error("too_many_pages", "shorten", pages=around.pages)
    if around.on_paper and around.missing_glyphs:
        yield _error("missing_glyph", "transcribe", characters=" ".join(around.missing_glyphs))
    lines, room = around.address_lines or 0, around.address_capacity
    if around.on_paper and room is not None and lines > room:
        yield _error("address_too_tall", "shorten_address_or_envelope", "address", lines=lines, capacity=room)


def _shape(letter: Letter, facts: LetterFacts, around: Circumstances) -> Iterator[Finding]:
    if not around.fits_standing and not around.overridden:
        yield _error("variant_does_not_fit", "choose_fitting_variant", variant=facts.variant.value)
    yield from _salutation(letter)
    words = letter.word_count
    if letter.paragraphs and not MIN_WORDS <= words <= MAX_WORDS:
        suggestion = "say_more" if words < MIN_WORDS else "shorten"
        yield _warning("too_few_words" if words < MIN_WORDS else "too_many_words", suggestion, words=words,
                       least=MIN_WORDS, most=MAX_WORDS)  # fmt: skip
    if len(letter.paragraphs) > MAX_PARAGRAPHS:
        yield _warning("too_many_paragraphs", "join_paragraphs", paragraphs=len(letter.paragraphs), most=MAX_PARAGRAPHS)
    if letter.body.count("!") > 1:
        yield _warning("exclamation_marks", "calm_punctuation", count=letter.body.count("!"))
    if _same(letter.body) and _same(letter.body) in map(_same, around.other_bodies):
        yield _warning("same_text", "make_personal")


def _salutation(letter: Letter) -> Iterator[Finding]:
    if "salutation_job_title" in letter.notes:
        yield _warning("salutation_job_title", "find_name", "salutation")
    if not letter.salutation and "salutation_missing" not in letter.notes:
        yield _error("missing_salutation", "name_recipient", "salutation")


_SUGGESTIONS = {
    "reproach": "thank_instead",
    "pleading": "offer_instead",
    "argument": "respect_choice",
    "legal": "talk_to_counselor",
    "money": "leave_money_out",
    "disparagement": "leave_out",
}


def _words(letter: Letter, facts: LetterFacts) -> Iterator[Finding]:
    """Phrases by list. What the employer calls itself or the position is no phrase of the client's."""
    language = facts.locale.partition("-")[0]
    for where, text in _places(letter):
        plain = _without_names(text.replace("’", "'"), facts)
        for word in VERDICT_WORDS.get(language, re.compile("(?!)")).finditer(plain):
            found = _as_written(text, word)
            yield Finding(Severity.ERROR, "verdict_word", "say_it_plainly", where, {"word": found}, found)
        for code, pattern in PHRASES.get(language, {}).items():
            for match in pattern.finditer(plain):
                phrase = _as_written(text, match)
                yield Finding(Severity.WARNING, code, _SUGGESTIONS[code], where, {"phrase": phrase}, phrase)


def _without_names(text: str, facts: LetterFacts) -> str:
    """Blanked rather than cut, so that positions stay those of the text."""
    for name in filter(None, (facts.position, facts.employer)):
        text = text.replace(name.replace("’", "'"), "\0" * len(name))
    return text


def _as_written(text: str, match: re.Match[str]) -> str:
    return text[match.start() : match.end()]


def _places(letter: Letter) -> Iterator[tuple[str, str]]:
    for number, paragraph in enumerate(letter.paragraphs, start=1):
        yield f"paragraph:{number}", paragraph


def _where_field(letter: Letter, name: str) -> str:
    return next((where for where, text in _places(letter) if f"{{{name}}}" in text), "letter")


def _same(body: str) -> str:
    """The text as far as two letters are alike: words only."""
    return " ".join(re.findall(r"\w+", body.casefold()))
