"""Facts → the text of a letter. Pure: standard library only, no clock, no files.

A template is plain text: paragraphs divided by blank lines, merge fields by flat name in braces. There is no template
language: no attributes, no indexes, no formats, no conditions. A missing optional field takes its sentence with it; a
missing required field stays visible as `{name}` and is listed in `Letter.unresolved` for the proof.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from string import Formatter

from letters.locales import LOCALES, Locale

TEMPLATE_LIMIT = 10_000  # characters; a page of letter holds about 3,000


class Variant(StrEnum):
    """The nine letters."""

    INTERVIEW_THANKS = "interview_thanks"
    AFTER_SILENCE = "after_silence"
    AFTER_UNANSWERED_CALL = "after_unanswered_call"
    AFTER_REJECTION = "after_rejection"
    POSITION_CLOSED = "position_closed"
    ON_HOLD = "on_hold"
    WITHDRAWAL = "withdrawal"
    REFERRAL = "referral"
    OFFER_DECLINED = "offer_declined"


class TemplateError(ValueError):
    """A template that cannot be used. `code` is one of `syntax`, `unknown_field`, `too_long`; `name` the culprit."""

    def __init__(self, code: str, name: str = "") -> None:
        super().__init__(f"{code}: {name}" if name else code)
        self.code = code
        self.name = name


@dataclass(frozen=True, slots=True)
class Field:
    """A merge field. A `whole` field holds one or more finished sentences, so it is a sentence of its own."""

    required: bool = False
    whole: bool = False


FIELDS: dict[str, Field] = {
    "position": Field(required=True),
    "employer": Field(required=True),
    "detail": Field(required=True, whole=True),
    "interview_on": Field(),
    "emailed_on": Field(),
    "spoken_of": Field(),
    "reason": Field(whole=True),
    "came_of_it": Field(whole=True),
    "timeline_request": Field(whole=True),
    "feedback_request": Field(whole=True),
}


@dataclass(frozen=True, slots=True)
class Party:
    """The sender or the recipient. `address_lines` are the postal lines below name and employer, already formatted;
    `as_printed`, if given, replaces the whole block (the free text a person typed always wins); only the name goes
    above it where the typed lines do not name the person."""

    given: str = ""
    family: str = ""
    honorific: str = ""
    job_title: str = ""
    employer: str = ""
    address_lines: tuple[str, ...] = ()
    as_printed: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""
    first_name_terms: bool = False

    @property
    def full_name(self) -> str:
        return clean(f"{self.given} {self.family}")


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """Everything a letter may say. `position` and `employer` name the application (the recipient of a referral works
    elsewhere). `detail` is the client's own sentence about the conversation; `spoken_of` a noun phrase ("the summer
    program"); `reason`, `came_of_it`, `timeline_request` and `feedback_request` are whole sentences or empty.
    `emailed_on` only if the log holds that e-mail."""

    variant: Variant
    locale: str
    date: dt.date | None
    sender: Party
    recipient: Party
    position: str = ""
    employer: str = ""
    detail: str = ""
    interview_on: dt.date | None = None
    emailed_on: dt.date | None = None
    spoken_of: str = ""
    reason: str = ""
    came_of_it: str = ""
    timeline_request: str = ""
    feedback_request: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """The words on the page, in reading order. `unresolved` names required fields without a value; `notes` are codes
    for the proof (`salutation_full_name`, `salutation_job_title`, `salutation_missing`)."""

    date_line: str
    salutation: str
    paragraphs: tuple[str, ...]
    close: str
    signed: str
    unresolved: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def body(self) -> str:
        """The paragraphs as one text, divided by blank lines."""
        return "\n\n".join(self.paragraphs)

    @property
    def text(self) -> str:
        """Everything on the page below the addresses, as plain text (for the archive, for e-mail, for reading)."""
        return "\n\n".join((self.date_line, self.salutation, self.body, self.close, self.signed))

    @property
    def word_count(self) -> int:
        return len(self.body.split())

    def with_body(self, text: str) -> Letter:
        """The same letter with an edited body; what is still unresolved is read from the text itself."""
        missing = tuple(name for name in dict.fromkeys(re.findall(r"\{(\w+)\}", text)) if name in FIELDS)
        return replace(self, paragraphs=paragraphs_of(text), unresolved=missing)


def clean(text: str) -> str:
    """One line: composed (NFC), without control characters, lone surrogates or doubled spaces."""
    return " ".join(_printable(text).split())


def paragraphs_of(text: str) -> tuple[str, ...]:
    """Split at blank lines; a single line break is a space."""
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    return tuple(block for block in map(clean, blocks) if block)


def typographic(text: str) -> str:
    """Apostrophes and paired double quotes as a typesetter sets them. Nothing else of a person's words is touched."""
    text = re.sub(r"(?<=[^\W\d_])'(?=[^\W\d_])", "’", text)
    return re.sub(r'(?<![^\s(])"(\S[^"]*?)"(?![^\s.,;:!?)])', r"“\1”", text)


def template_fields(template: str) -> tuple[str, ...]:
    """The merge fields of a template in order of appearance. Raises TemplateError for anything but declared names."""
    if len(template) > TEMPLATE_LIMIT:
        raise TemplateError("too_long", str(len(template)))
    return tuple(dict.fromkeys(name for _, name in _pieces(template) if name))


def compose(template: str, facts: LetterFacts) -> Letter:
    """Merge once, in one pass: braces in what people typed are text, never fields. Raises TemplateError."""
    template_fields(template)
    locale = LOCALES[facts.locale]
    values = _values(facts, locale)
    merged = [_merge_paragraph(block, values) for block in paragraphs_of(template)]
    salutation, note = salutation_of(facts.recipient, locale)
    return Letter(
        date_line=locale.date_line(facts.date) if facts.date else "",
        salutation=salutation,
        paragraphs=tuple(part for text in merged for part in paragraphs_of(text)),
        close=locale.close_unnamed if note == "salutation_job_title" else locale.close,
        signed=facts.sender.full_name,
        unresolved=tuple(name for name in template_fields(template) if FIELDS[name].required and not values[name]),
        notes=(note,) if note else (),
    )


def salutation_of(recipient: Party, locale: Locale) -> tuple[str, str]:
    """The salutation and a note: honorific and family name; else the full name; else the job title."""
    given, family = clean(recipient.given), clean(recipient.family)
    honorific = locale.honorific(recipient.honorific)
    title = clean(recipient.job_title)
    if recipient.first_name_terms and given:
        return f"{locale.dear} {given}{locale.first_name_end}", ""
    if honorific and family:
        return f"{locale.dear} {honorific} {family}{locale.formal_end}", ""
    if given or family:
        return f"{locale.dear} {recipient.full_name}{locale.formal_end}", "salutation_full_name"
    if title:
        return f"{locale.dear} {title}{locale.formal_end}", "salutation_job_title"
    return "", "salutation_missing"


def inside_address(recipient: Party, locale: Locale) -> tuple[str, ...]:
    """Name, job title, employer and postal lines; or the block as somebody typed it."""
    name = clean(f"{locale.honorific(recipient.honorific)} {recipient.full_name}") if recipient.full_name else ""
    if recipient.as_printed:
        return _named(recipient, name)
    return _lines((name, recipient.job_title, recipient.employer, *recipient.address_lines))


def sender_block(sender: Party) -> tuple[str, ...]:
    """Name and postal lines of the sender; phone and e-mail are set apart by the layout."""
    if sender.as_printed:
        return _named(sender, sender.full_name)
    return _lines((sender.full_name, *sender.address_lines))


def _printable(text: str) -> str:
    if text.isprintable():
        return unicodedata.normalize("NFC", text)
    kept = (" " if char in "\n\t\v\f\r" else char for char in text)
    return unicodedata.normalize("NFC", "".join(c for c in kept if unicodedata.category(c) not in ("Cc", "Cs")))


def _named(person: Party, name: str) -> tuple[str, ...]:
    typed = _lines(person.as_printed)
    there = clean(person.family or person.given).casefold() in " ".join(typed).casefold()
    return typed if there else _lines((name, *typed))


def _lines(lines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line for line in map(clean, lines) if line))


def _values(facts: LetterFacts, locale: Locale) -> dict[str, str]:
    def day(value: dt.date | None) -> str:
        return locale.date_in_text(value, facts.date or value) if value else ""

    words = {name: str(getattr(facts, name)) for name in FIELDS if name not in ("interview_on", "emailed_on")}
    tidy = {name: _sentence(text) if FIELDS[name].whole else clean(text) for name, text in words.items()}
    return tidy | {"interview_on": day(facts.interview_on), "emailed_on": day(facts.emailed_on)}


def _sentence(text: str) -> str:
    """A person's own sentences: their paragraphs kept, quotes set, a full stop where the last one has no end."""
    text = typographic("\n\n".join(paragraphs_of(text)))
    return f"{text}." if text and text[-1].isalnum() else text


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """(literal, field name or "") pairs. Raises TemplateError."""
    try:
        parsed = list(Formatter().parse(text))
    except ValueError as error:
        raise TemplateError("syntax", str(error)) from error
    for literal, name, spec, conversion in parsed:
        if name is not None and (name not in FIELDS or spec or conversion):
            raise TemplateError("unknown_field", name + (f"!{conversion}" if conversion else "") + (spec or ""))
        yield literal, name or ""


_WHOLE = "|".join(name for name, field in FIELDS.items() if field.whole)
_ABBREVIATED = r"(?<!\bMr\.)(?<!\bMs\.)(?<!\bMrs\.)(?<!\bDr\.)(?<!\bSt\.)(?<!\bNo\.)"


def _sentences(block: str) -> list[str]:
    """Cut a template paragraph (before merging, so nothing a person typed can be cut) into sentences."""
    marked = re.sub(rf"\s*(\{{(?:{_WHOLE})\}})\s*", "\n\\1\n", block)
    marked = re.sub(rf"(?<=[.!?]){_ABBREVIATED}\s+(?=[A-Z{{“‘])", "\n", marked)
    return [sentence for sentence in marked.split("\n") if sentence]


def _merge_paragraph(block: str, values: dict[str, str]) -> str:
    return " ".join(filter(None, (_merge_sentence(sentence, values) for sentence in _sentences(block))))


def _merge_sentence(sentence: str, values: dict[str, str]) -> str:
    """The sentence with its values; empty if an optional one is missing; `{name}` where a required one is."""
    pieces = list(_pieces(sentence))
    if any(name and not values[name] and not FIELDS[name].required for _, name in pieces):
        return ""
    return "".join(literal + (values[name] or f"{{{name}}}" if name else "") for literal, name in pieces)
