"""From rows to the pure letter and back: facts, text, proof and pages of one letter."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _

from candidates.models import Application, Client, Contact
from candidates.standings import zone_of
from letters import pdf, texts
from letters.addresses import postal_lines, typed_lines
from letters.content import Letter as LetterText
from letters.content import LetterFacts, Party, compose
from letters.layout import ENVELOPES, LAYOUTS, address_capacity
from letters.models import FrozenLetter, Letter, sha256
from letters.page import LetterPage, TooMuchText, envelope_page, letter_page
from letters.proof import Circumstances, Finding, blocks, proof
from letters.returned import came_back_from
from letters.standings import fits

Found = TypeVar("Found")
CANNOT_PRINT = (TooMuchText, pdf.PdfUnavailable)
"""Why a letter has no pages."""


@dataclass(frozen=True)
class Composed:
    """A letter as it stands now. `pdf` is empty where it cannot be rendered; `trouble` then says why."""

    facts: LetterFacts
    text: LetterText
    findings: tuple[Finding, ...]
    pdf: bytes = b""
    trouble: str = ""

    @property
    def is_blocked(self) -> bool:
        return blocks(self.findings) or not self.pdf


def facts_of(letter: Letter) -> LetterFacts:
    """Everything the letter may say, from its rows."""
    application = letter.application
    interview = held_interviews(application).first()
    return LetterFacts(
        variant=letter.chosen_variant,
        locale=letter.locale,
        date=letter.dated_on,
        sender=sender_of(application.client),
        recipient=recipient_of(letter.contact, sent_from=application.client.country),
        position=application.position,
        employer=application.employer.name,
        detail=letter.detail,
        interview_on=interview.starts_at.astimezone(zone_of(application)).date() if interview else None,
        emailed_on=letter.emailed_on,
    )


def held_interviews(application: Application) -> Any:
    """The rounds that took place, latest first: a letter never thanks for one that is still ahead."""
    rounds = application.interviews.standing().filter(cancelled_at=None, starts_at__lte=timezone.now())
    return rounds.order_by("-starts_at", "-pk")


def sender_of(client: Client) -> Party:
    """The client as the letter names them; their street only where they want it to stand there."""
    return Party(
        given=client.given_name,
        family=client.family_name,
        address_lines=postal_lines(client, sent_from=client.country) if client.address_shown else (),
        as_printed=typed_lines(client) if client.address_shown else (),
        phone=client.phone,
        email=client.email,
    )


def recipient_of(contact: Contact, *, sent_from: str) -> Party:
    site = contact.site
    return Party(
        given=contact.given_name,
        family=contact.family_name,
        honorific=contact.honorific,
        job_title=contact.job_title,
        employer=contact.employer.name,
        address_lines=postal_lines(site, sent_from=sent_from) if site else (),
        as_printed=typed_lines(site) if site else (),
    )


def text_of(letter: Letter, facts: LetterFacts) -> LetterText:
    """The template merged with the facts, or the edited body in its place."""
    merged = compose(letter.template.text if letter.template else texts.built_in(facts.variant, facts.locale), facts)
    return merged.with_body(letter.body) if letter.body.strip() else merged


def template_version(letter: Letter) -> str:
    """Which text a letter is made of: the practice’s own in its version, or the built-in one."""
    version = f"own {letter.template.number}" if letter.template else texts.VERSION
    return f"{letter.variant} {letter.locale} {version}"


def composed(letter: Letter) -> Composed:
    """The letter laid out and proofed. One that cannot be laid out has no PDF; `trouble` says why."""
    facts = facts_of(letter)
    text = text_of(letter, facts)
    page, content, trouble = None, b"", ""
    try:
        page = page_of(letter, text, facts)
        content = pdf.letter_pdf(page)
    except TooMuchText:
        trouble = _("This is more text than a letter can hold.")
    except pdf.PdfUnavailable as problem:
        trouble = str(problem)
    pages = pdf.page_count(content) if content else None
    return Composed(facts, text, proof(text, facts, circumstances(letter, page, pages)), content, trouble)


def page_of(letter: Letter, text: LetterText, facts: LetterFacts) -> LetterPage:
    """The sheet. Raises TooMuchText."""
    title = f"{facts.sender.full_name} – {facts.employer}"
    head = None if letter.own_stationery else letter.letterhead
    return letter_page(
        text,
        facts,
        layout=letter.layout,
        envelope=letter.envelope,
        title=title,
        signature=bytes(letter.signature.image) if letter.signature else b"",
        letterhead=bytes(head.image) if head else b"",
        letterhead_name=head.name if head else "",
        own_stationery=letter.own_stationery,
    )


def frozen_row(letter: Letter, ready: Composed, envelope: bytes) -> FrozenLetter:
    """The archive's row of a composed letter, not yet kept: the bytes, and everything they were made from."""
    application = letter.application
    return FrozenLetter(
        letter=letter,
        pdf=ready.pdf,
        sha256=sha256(ready.pdf),
        envelope_pdf=envelope,
        envelope_sha256=sha256(envelope),
        body=ready.text.body,
        template_version=template_version(letter),
        merge_values=json.loads(json.dumps(asdict(ready.facts), default=str)),  # dates as text
        standing={
            "number": application.standing_number,
            "status": application.status,
            "verdict": application.verdict,
        },
    )


def envelope_of(letter: Letter, facts: LetterFacts) -> bytes:
    """The printed envelope; nothing for one with a window, which shows the address on the letter itself."""
    if not ENVELOPES[letter.envelope].printed:
        return b""
    return pdf.envelope_pdf(envelope_page(facts, envelope=letter.envelope, title=f"{facts.recipient.full_name}"))


def circumstances(letter: Letter, page: LetterPage | None, pages: int | None) -> Circumstances:
    """What the text alone does not tell the proof. `page` is None where there is too much text for one."""
    return Circumstances(
        pages=pages,
        missing_glyphs=_on_page(pdf.missing_glyphs, page.every_text, "") if page else "",
        fits_standing=fits(letter),
        recipient_at_employer=letter.contact.employer_id == letter.application.employer_id,
        do_not_contact=letter.contact.do_not_contact,
        came_back=came_back_from(letter, recipient_of(letter.contact, sent_from=letter.application.client.country)),
        address_lines=_on_page(pdf.address_lines, page, None) if page else None,
        address_capacity=address_capacity(LAYOUTS[letter.layout], ENVELOPES[letter.envelope]),
        other_bodies=tuple(_other_bodies(letter)),
        own_stationery=letter.own_stationery,
        address_withheld=not letter.application.client.address_shown,
    )


def _on_page(measure: Callable[[Any], Found], what: Any, otherwise: Found) -> Found:
    """What only a machine that can print knows."""
    try:
        return measure(what)
    except pdf.PdfUnavailable:
        return otherwise


def _other_bodies(letter: Letter) -> list[str]:
    """The frozen texts of the same client's other letters to this employer."""
    rows = Letter.objects.filter(
        application__client=letter.application.client_id, contact__employer=letter.contact.employer_id
    ).exclude(pk=letter.pk)
    return [row.frozen.body for row in rows.select_related("frozen") if hasattr(row, "frozen")]
