"""A practice's own templates: written in the place of a built-in text, published in versions, and taken back.

What was published never changes, and a letter keeps the version it was begun with.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates import trail
from candidates.services import Refused
from counselor.accounts.models import Practice, User
from letters import pdf, texts, wording
from letters.content import FIELDS, LetterFacts, Party, TemplateError, Variant, compose, template_fields
from letters.content import Letter as LetterText
from letters.models import LetterTemplate
from letters.page import TooMuchText, letter_page
from letters.proof import Circumstances, Finding, Severity, proof

PAPER = {"en-US": ("us-block", "#10"), "en-GB": ("din-5008-b", "dl-window")}


# --- Which text is used ----------------------------------------------------------------------------------------------


def in_force(practice: Practice, variant: str, locale: str) -> LetterTemplate | None:
    """The practice's own text for new letters; None where the built-in one is used."""
    rows = LetterTemplate.objects.filter(practice=practice, variant=variant, locale=locale, retired_at=None)
    found: LetterTemplate | None = rows.order_by("-number").first()
    return found


def versions(practice: Practice, variant: str, locale: str) -> list[LetterTemplate]:
    """Everything that was ever published for a letter, latest first."""
    rows = LetterTemplate.objects.filter(practice=practice, variant=variant, locale=locale)
    return list(rows.select_related("published_by", "retired_by").order_by("-number"))


# --- Checking a text -------------------------------------------------------------------------------------------------


def problems(text: str) -> list[str]:
    """Why a text cannot be a template, line by line; empty where it can."""
    lines = enumerate(text.split("\n"), start=1)
    found = [problem for number, line in lines if (problem := _problem(number, line))]
    if found:
        return found
    used = template_fields(text)
    missing = [name for name, field in FIELDS.items() if field.required and name not in used]
    return [_("{%(field)s} is missing: every letter needs it.") % {"field": name} for name in missing]


def _problem(number: int, line: str) -> str:
    try:
        template_fields(line)
    except TemplateError as error:
        told = {"line": number, "name": error.name}
        if error.code == "unknown_field":
            return _("Line %(line)s: there is no field {%(name)s}. Use one from the list.") % told
        return _("Line %(line)s: a brace stands alone. A field is written {position}, with both.") % told
    return ""


@dataclass(frozen=True)
class Sample:
    """A template filled in, proofed and laid out. Without `pdf` there is no page to look at; `trouble` may say why."""

    text: LetterText
    findings: tuple[Finding, ...]
    pdf: bytes = b""
    trouble: str = ""


def sample(text: str, facts: LetterFacts) -> Sample:
    """The letter these facts would make of a template. Raises TemplateError."""
    letter = compose(text, facts)
    layout, envelope = PAPER[facts.locale]
    try:
        page = letter_page(letter, facts, layout=layout, envelope=envelope, title=letter.signed)
        content = pdf.letter_pdf(page)
        around = Circumstances(pages=pdf.page_count(content), missing_glyphs=pdf.missing_glyphs(page.every_text))
    except TooMuchText:
        return Sample(letter, proof(letter, facts), trouble=_("This is more text than a letter can hold."))
    except pdf.PdfUnavailable:
        return Sample(letter, proof(letter, facts))
    return Sample(letter, proof(letter, facts, around), content)


def invented_facts(variant: Variant, locale: str) -> LetterFacts:
    """A letter between people who do not exist, with every field filled: all sentences of a template show."""
    british = locale == "en-GB"
    return LetterFacts(
        variant=variant,
        locale=locale,
        date=date(2026, 3, 30),
        sender=Party("Robin", "Ashford", address_lines=_place("14 Alder Street", british)),
        recipient=Party("Dana", "Whitlock", "ms", "Head of Services", "Harbor House", _place("1 Mill Road", british)),
        position="Program Coordinator",
        employer="Harbor House",
        detail="When you told me how the evening volunteers hand on each family’s story, I understood why people stay.",
        interview_on=date(2026, 3, 3),
        emailed_on=date(2026, 3, 4),
        spoken_of="the summer program",
        reason="I have accepted a post closer to home.",
        came_of_it="Ms. Whitlock met with me for an hour, and we spoke about the work in earnest.",
        timeline_request=texts.offered("timeline_request", locale),
        feedback_request=texts.offered("feedback_request", locale),
    )


def _place(street: str, british: bool) -> tuple[str, ...]:
    return (street, "Bristol", "BS1 4DJ") if british else (street, "Portland, OR 97205")


def as_if(facts: LetterFacts, variant: Variant, locale: str) -> LetterFacts:
    """The facts of a real letter, told as another variant and in another language."""
    return replace(facts, variant=variant, locale=locale)


# --- Publishing ------------------------------------------------------------------------------------------------------


def publish(*, practice: Practice, variant: str, locale: str, text: str, seen: int, by: User) -> LetterTemplate:
    """The text becomes version `seen` + 1, for letters begun from now on; `seen` is the latest one its author saw.

    Raises ValidationError for a text that is no template, whose proof finds errors, or when somebody else published in
    the meantime; Refused for the text in use.
    """
    text = _tidy(text)
    current = in_force(practice, variant, locale)
    if text == _tidy(current.text if current else texts.built_in(variant, locale)):
        raise Refused(_("This is the text that is in use already."))
    if found := problems(text) or _errors(text, Variant(variant), locale):
        raise ValidationError(found)
    return _publish(
        LetterTemplate(
            practice=practice, variant=variant, locale=locale, text=text, number=seen + 1,
            published_by=by, published_at=timezone.now(),
        )
    )  # fmt: skip


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _errors(text: str, variant: Variant, locale: str) -> list[str]:
    """What the proof would hold against every letter made of it."""
    tried = sample(text, invented_facts(variant, locale))
    errors = [each for each in tried.findings if each.severity is Severity.ERROR]
    return [tried.trouble] * bool(tried.trouble) + [f"{wording.message(e)} {wording.suggestion(e)}" for e in errors]


@transaction.atomic
def _publish(template: LetterTemplate) -> LetterTemplate:
    """Rendering is done: this transaction only writes."""
    template.full_clean()
    try:
        with transaction.atomic():
            template.save()
    except IntegrityError as error:
        raise Refused(_("Somebody else published a version in the meantime.")) from error
    _note(trail.Action.PUBLISHED, template, by=template.published_by)
    return template


@transaction.atomic
def retire(*, practice: Practice, variant: str, locale: str, by: User) -> None:
    """Back to the built-in text, for letters begun from now on. Raises Refused where it is used already."""
    template = in_force(practice, variant, locale)
    rows = LetterTemplate.objects.filter(practice=practice, variant=variant, locale=locale, retired_at=None)
    if template is None or not rows.update(retired_at=timezone.now(), retired_by=by):
        raise Refused(_("The built-in text is in use already."))
    _note(trail.Action.RETIRED, template, by=by)


def _note(action: trail.Action, template: LetterTemplate, *, by: User) -> None:
    values: dict[str, Any] = {"variant": template.variant, "locale": template.locale, "number": template.number}
    trail.note(action=action, by=by, practice=template.practice, **values)
