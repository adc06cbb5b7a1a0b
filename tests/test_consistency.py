"""The repository agrees with itself: templates, constraints, docstrings; a list costs the same for one and many."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models.constraints import BaseConstraint
from django.template import Context, engines
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from candidates.models import Application
from tests.addresses import url_of
from tests.cast import Cast, make_client
from tests.furnished import Rooms, furnish
from tests.test_architecture import modules, tree
from tests.watching import templates, unknown  # noqa: F401  (unknown is a fixture)
from tests.who_sees_what import open_rows

BY_DJANGO = {"400.html", "403.html", "404.html", "500.html"}


# --- Templates -------------------------------------------------------------------------------------------------------


def named_in_code() -> set[str]:
    """Every string of the product that looks like a template's name."""
    strings = (node for module in modules() for node in ast.walk(tree(module)) if isinstance(node, ast.Constant))
    return {each.value for each in strings if re.search(r"^[\w/]+\.(html|txt)$", str(each.value))}


def named_in_templates() -> set[str]:
    tag = re.compile(r"""{% *(?:include|extends) ["']([^"']+)["']""")
    return {name for source in templates().values() for name in tag.findall(source)}


def overrides(name: str) -> bool:
    """Whether an installed package has a template of this name, which ours replaces."""
    folders = [Path(app.path) / "templates" for app in apps.get_app_configs()]
    folders.append(Path(sys.modules["django.forms"].__path__[0]) / "templates")
    return any((folder / name).is_file() for folder in folders)


def test_every_template_is_used():
    used = named_in_code() | named_in_templates() | BY_DJANGO
    assert {name for name in templates() if name not in used and not overrides(name)} == set()


def test_every_template_named_exists():
    named = named_in_templates() | {name for name in named_in_code() if name.endswith(".html")}
    assert sorted(name for name in named if name not in templates() and not overrides(name)) == []


def test_every_component_names_its_inputs():
    components = {name: source for name, source in templates().items() if name.startswith("_components/")}
    assert components
    assert [name for name, source in components.items() if not re.match(r"{# .*Inputs: ", source)] == []


# --- Unknown variables: on every page of the tables, tests/test_who_sees_what.py looks for them -----------------------


def readers(cast: Cast) -> dict[str, Any]:
    return {"desk": cast.alice, "portal": cast.bob}


def test_no_frozen_letter_uses_an_unknown_variable(cast, browse, rooms, unknown):  # noqa: F811
    for letter in (rooms.draft, rooms.approved, rooms.mailed):
        for face, user in readers(cast).items():
            assert browse(user).get(reverse(f"{face}:letter", args=[letter.pk])).status_code == 200
    assert unknown == set()


def test_no_empty_page_uses_an_unknown_variable(cast, browse, unknown):  # noqa: F811
    for name in ("today", "letters", "outbox", "caseload", "practice"):
        assert browse(cast.dan).get(reverse(f"desk:{name}")).status_code == 200
    assert unknown == set()


def test_no_account_page_uses_an_unknown_variable(cast, browse, rooms, unknown):  # noqa: F811
    for user in (None, cast.alice, cast.ex_member):
        browser = browse(user)
        for name in open_rows():
            browser.get(url_of(name, rooms, cast))
    assert unknown == set()


def test_the_marker_finds_an_unknown_variable(unknown):  # noqa: F811
    engine = engines["django"].engine
    name = "_components/badge.html"
    engine.get_template(name).render(Context({"tone": "calm"}))
    assert unknown == {f"{name}: label"}


# --- Models ----------------------------------------------------------------------------------------------------------


def our_models() -> list[type[models.Model]]:
    labels = ("accounts", "outbox", "candidates", "letters", "my_data")
    return [model for model in apps.get_models() if model._meta.app_label in labels]


def pairs() -> Iterator[tuple[type[models.Model], str]]:
    """Each `<prefix>_at` with its `<prefix>_by`, where they may be empty."""
    for model in our_models():
        fields = {field.name: field for field in model._meta.fields}
        for name in fields:
            prefix = name.removesuffix("_at")
            by = fields.get(f"{prefix}_by")
            if name.endswith("_at") and by and by.null and fields[name].null:
                yield model, prefix


def checks_of(model: type[models.Model]) -> list[models.CheckConstraint]:
    return [each for each in model._meta.constraints if isinstance(each, models.CheckConstraint)]


def refuses_half(model: type[models.Model], prefix: str, half: dict[str, Any]) -> bool:
    """Whether one of the model's constraints refuses a row with only one half of the pair."""
    row = model(**half)
    for check in checks_of(model):
        if f"{prefix}_by" not in str(check.condition):
            continue
        try:
            check.validate(model, row)
        except ValidationError:
            return True
    return False


def test_there_are_pairs():
    assert len(list(pairs())) >= 12


def test_every_pair_of_time_and_person_is_whole(cast):
    moment = cast.practice.created_at
    wrong = [
        f"{model.__name__}: {prefix}, with only {list(half)}"
        for model, prefix in pairs()
        for half in ({f"{prefix}_at": moment}, {f"{prefix}_by": cast.alice})
        if not refuses_half(model, prefix, half)
    ]
    assert wrong == []


def test_every_constraint_speaks_to_a_person():
    constraints = [(model, each) for model in our_models() for each in model._meta.constraints]
    assert constraints
    silent = [each.name for _model, each in constraints if not is_human(each)]
    assert silent == []


def is_human(constraint: BaseConstraint) -> bool:
    """A sentence of its own: not Django's, which names the constraint."""
    words = str(constraint.violation_error_message)
    return words != str(constraint.default_violation_error_message) and words.endswith(".") and " " in words


def test_every_list_has_an_order():
    listed = {"Letter", "OutgoingEmail", "Client", "Application", "Contact", "Closure", "SharedNote", "CaseNote"}
    assert [model.__name__ for model in our_models() if model.__name__ in listed and not model._meta.ordering] == []


# --- Docstrings ------------------------------------------------------------------------------------------------------


def documented(module: str) -> bool:
    return "candidates.followup" in module or module.rpartition(".")[2] in ("services", "access")


def public_names(module: str) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    for node in tree(module).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node


def test_rules_services_and_doors_say_what_they_do():
    mute = [
        f"{module}.{each.name}"
        for module in modules()
        if documented(module)
        for each in public_names(module)
        if not ast.get_docstring(each)
    ]
    assert mute == []


def test_every_module_with_code_opens_with_a_line():
    mute = [name for name in modules() if tree(name).body and not ast.get_docstring(tree(name))]
    assert [name for name in mute if not name.endswith(".apps")] == []


# --- The cost of a list ----------------------------------------------------------------------------------------------

MOST = 15  # queries
MOST_OF_NOW = 23  # nor is this one: the next thing with its reasons, letters, reminders, and what else there is
MOST_OF_ONE_APPLICATION = 36  # it is no list: it gathers everything known, and the employer's promises to others
MANY = 3  # rows


def lists(cast: Cast) -> dict[str, tuple[Any, str]]:
    """Each list page, and who reads it."""
    return {
        "today": (cast.alice, reverse("desk:today")),
        "caseload": (cast.alice, reverse("desk:caseload")),
        "search": (cast.alice, f"{reverse('desk:search')}?q=some"),
        "labels": (cast.alice, reverse("desk:labels")),
        "client board": (cast.alice, reverse("desk:client", args=[cast.client.pk])),
        "client table": (cast.alice, reverse("desk:client-table", args=[cast.client.pk])),
        "client timeline": (cast.alice, reverse("desk:client-timeline", args=[cast.client.pk]) + "?kind=letter"),
        "about a client": (cast.alice, reverse("desk:about-client", args=[cast.client.pk])),
        "letters": (cast.alice, reverse("desk:letters")),
        "outbox": (cast.alice, reverse("desk:outbox")),
        "practice": (cast.alice, reverse("desk:practice")),
        "portal now": (cast.bob, reverse("portal:now")),
        "portal applications": (cast.bob, reverse("portal:applications")),
        "portal trail": (cast.bob, reverse("portal:trail")),
        "portal who sees": (cast.bob, reverse("portal:who-sees")),
        "portal letters": (cast.bob, reverse("portal:letters")),
        "application": (cast.alice, reverse("desk:application", args=[Application.objects.latest("pk").pk])),
    }


def counts(cast: Cast, browse: Any) -> dict[str, int]:
    found = {}
    for name, (user, url) in lists(cast).items():
        browser = browse(user)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(url).status_code == 200, url
        found[name] = len(queries)
    return found


def one_more(cast: Cast, number: int) -> Rooms:
    """Another of everything: bob's applications with letters and mails, and another client of alice."""
    extra = make_client(cast.practice, cast.alice, None, "Extra", f"Person {number}")
    furnish(extra, cast.alice)
    return furnish(cast.client, cast.alice)


def test_a_list_costs_the_same_for_one_and_for_many(cast, browse):
    one_more(cast, 0)
    few = counts(cast, browse)
    for number in range(1, MANY):
        one_more(cast, number)
    many = counts(cast, browse)
    assert {name: (few[name], n) for name, n in many.items() if n != few[name]} == {}
    assert many.pop("application") <= MOST_OF_ONE_APPLICATION
    assert many.pop("portal now") <= MOST_OF_NOW
    assert {name: n for name, n in many.items() if n > MOST} == {}
