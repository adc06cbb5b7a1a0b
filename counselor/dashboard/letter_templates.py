"""The practice's templates: which text each letter is made of, and a desk to write another."""

from __future__ import annotations

import base64
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from counselor.accounts.access import MemberRequest
from counselor.pages.face import OFFICE
from counselor.pages.record import saved
from counselor.pages.writing import findings_of
from letters import labels, texts, wording
from letters import templates as services
from letters.content import FIELDS
from letters.models import LetterTemplate
from letters.preview import page_image
from letters.template_forms import TemplateForm

VARIANTS: dict[str, str | Promise] = dict(labels.VARIANT)
LOCALES = {"en-US": gettext_lazy("US English"), "en-GB": gettext_lazy("British English")}


@OFFICE.guard
@require_safe
def templates(request: MemberRequest) -> HttpResponse:
    """Every letter in every language, with the text in use."""
    rows = LetterTemplate.objects.filter(practice=request.membership.practice, retired_at=None).order_by("number")
    own = {(row.variant, row.locale): row for row in rows.select_related("published_by")}
    letters = [
        {"name": name, "texts": [_line(variant.value, locale, own) for locale in LOCALES]}
        for variant, name in labels.VARIANT
    ]
    return OFFICE.render(request, "desk/templates.html", {"letters": letters})


def _line(variant: str, locale: str, own: dict[tuple[str, str], LetterTemplate]) -> dict[str, Any]:
    return {
        "url": OFFICE.url("template", variant, locale),
        "locale": LOCALES[locale],
        "own": own.get((variant, locale)),
    }


def _known(variant: str, locale: str) -> None:
    if variant not in VARIANTS or locale not in LOCALES:
        raise Http404


@OFFICE.guard
@require_http_methods(["GET", "HEAD", "POST"])
def template(request: MemberRequest, variant: str, locale: str) -> HttpResponse:
    """Write a template, look at a letter made of it, publish it."""
    _known(variant, locale)
    membership = request.membership
    versions = services.versions(membership.practice, variant, locale)
    current = services.in_force(membership.practice, variant, locale)
    text = current.text if current else texts.built_in(variant, locale)
    begun = {"text": text, "seen": versions[0].number if versions else 0}
    form = TemplateForm(request.POST or None, initial=begun, membership=membership, variant=variant, locale=locale)
    if request.method == "POST" and "publish" in request.POST and saved(form, membership.user):
        messages.success(request, _("Published. Letters begun from now on are made of it."))
        return redirect(OFFICE.url("template", variant, locale))
    context = {
        "form": form,
        "variant": variant,
        "locale": locale,
        "name": VARIANTS[variant],
        "locale_name": LOCALES[locale],
        "current": current,
        "versions": versions,
        "built_in": texts.built_in(variant, locale),
        "fields": [(f"{{{name}}}", help, FIELDS[name].required) for name, help in wording.FIELD_HELP.items()],
        **_look(form, text),
    }
    return OFFICE.render(request, "desk/template.html", context)


def _look(form: TemplateForm, text: str) -> dict[str, Any]:
    """The letter a text makes, as a picture where this machine can print. Nothing for a text that is no template."""
    if form.is_bound and not (form.is_valid() or form.cleaned_data.keys() >= {"text", "letter"}):
        return {"sample": None, "findings": [], "trouble": "", "picture": ""}
    sample = services.sample(form.cleaned_data["text"] if form.is_bound else text, form.facts())
    picture = base64.b64encode(page_image(sample.pdf)).decode() if sample.pdf else ""
    return {
        "sample": sample.text,
        "trouble": sample.trouble,
        "findings": findings_of(sample.findings),
        "picture": picture,
    }


@OFFICE.guard
@require_POST
def retire_template(request: MemberRequest, variant: str, locale: str) -> HttpResponse:
    """Back to the built-in text."""
    _known(variant, locale)
    try:
        services.retire(practice=request.membership.practice, variant=variant, locale=locale, by=request.user)
        messages.success(request, _("New letters are made of the built-in text again. Your versions are kept below."))
    except services.Refused as refusal:
        messages.info(request, str(refusal))
    return redirect(OFFICE.url("template", variant, locale))
