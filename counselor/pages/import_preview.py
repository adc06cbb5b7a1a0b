"""What the page before an import shows of a plan: at most so much that a person still reads it."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.utils.translation import gettext_lazy as _

from candidates import labels
from candidates.exchange import wording
from candidates.exchange.days import Order
from candidates.exchange.headings import Field
from candidates.exchange.plan import Plan, Target, Twin
from candidates.exchange.rows import Candidacy, Entry, Problem, column
from candidates.exchange.statuses import DECISIONS
from candidates.imports import Choices
from candidates.models import ImportFile
from counselor.pages.face import Face

FIRST = 8  # rows as they will be kept
MOST_PROBLEMS = MOST_TWINS = 50
SAMPLES = 3  # cells that show what a column holds
SAMPLE_LENGTH = 40  # characters

ORDERS = [(Order.MONTH_DAY, _("month first")), (Order.DAY_MONTH, _("day first"))]


def preview_context(file: ImportFile, plan: Plan, face: Face, choices: Choices) -> dict[str, Any]:
    """Everything the page shows. `choices` are those of the person who is asked again."""
    twins = [(twin, target) for target in plan.targets for twin in target.twins]
    used = sum(1 for field in plan.columns.values() if field)
    return {
        "file": file,
        "client": file.client,
        "rows_in_file": len(plan.table.lines),
        "guessed": file.mapping.get("guessed", False),
        "columns": [column_row(plan, place, heading) for place, heading in enumerate(plan.table.headings)],
        "used": used,
        "left_out": len(plan.columns) - used,
        "faults": [
            *(wording.missing_column(field) for field in plan.missing),
            *(wording.two_columns(field) for field in plan.twice),
        ],
        "question": plan.question,
        "orders": [(order, words, plan.order == order) for order, words in ORDERS],
        "problems": [problem_row(plan, problem) for problem in plan.problems[:MOST_PROBLEMS]],
        "problem_count": len(plan.problems),
        "wrong_lines": len({problem.line for problem in plan.problems}),
        "fresh_count": len(plan.fresh),
        "first": [row(entry, file.name) for entry in islice(plan.fresh, FIRST)],
        "twins": [twin_row(twin, target, face, choices) for twin, target in twins[:MOST_TWINS]],
        "twin_count": len(twins),
        "newcomers": len(plan.newcomers),
        "first_newcomers": [newcomer_row(target) for target in plan.newcomers[:FIRST]],
        "known": [known_row(target, face, choices) for target in plan.known[:MOST_TWINS]],
        "known_count": len(plan.known),
        "ready": plan.is_mapped and not plan.question,
        "something": bool(plan.fresh or plan.newcomers or twins or plan.known),
        "choices": choices,
    }


def column_row(plan: Plan, place: int, heading: str) -> dict[str, Any]:
    """A column with its first cells and the fields it may be given to."""
    cells = (cell for cell in column(plan.table, heading) if cell)
    mine = plan.columns[heading]
    return {
        "name": f"column-{place}",
        "heading": heading,
        "samples": " · ".join(_short(cell) for cell in islice(cells, SAMPLES)),
        "options": [(field.value, wording.FIELDS[field], field == mine) for field in (Field.NOTHING, *plan.fields)],
        "is_used": bool(mine),
    }


def problem_row(plan: Plan, problem: Problem) -> dict[str, Any]:
    """What is wrong, with the cell to put right where one cell is to blame."""
    shown = {"line": problem.line, "heading": problem.heading, "sentence": wording.sentence(problem), "name": ""}
    if problem.heading in plan.table.headings:
        place = plan.table.headings.index(problem.heading)
        cells = next(line.cells for line in plan.table.lines if line.number == problem.line)
        shown |= {"name": f"fix-{problem.line}-{place}", "value": cells[place]}
    return shown


def row(entry: Entry, file_name: str) -> dict[str, Any]:
    """A new application as it will be kept."""
    told = entry.application
    assert told is not None
    return {
        "line": entry.line,
        "client": entry.person,
        "employer": told.employer,
        "position": told.position,
        "applied_on": told.fields["applied_on"],
        "recorded": decision(told),
        "decided_on": told.decided_on,
        "note": wording.shared_note(file_name, told),
    }


def decision(told: Candidacy) -> Any:
    """The decision that will be recorded, in the reader's words."""
    return dict(labels.DECISION)[DECISIONS[told.meaning]] if told.decided_on else ""


def twin_row(twin: Twin, target: Target, face: Face, choices: Choices) -> dict[str, Any]:
    told = twin.entry.application
    assert told is not None
    return {
        "line": twin.entry.line,
        "client": target.client if target.group else None,
        "employer": told.employer,
        "position": told.position,
        "applied_on": told.fields["applied_on"],
        "existing": twin.existing,
        "url": face.url("application", twin.existing.pk) if twin.existing else "",
        "earlier": twin.earlier,
        "again": twin.entry.line in choices.again,
    }


def newcomer_row(target: Target) -> dict[str, Any]:
    assert target.group is not None
    person = target.group.person
    place = " ".join(filter(None, [person.fields["postal_code"], person.fields["city"]]))
    return {
        "line": target.group.line,
        "name": str(person),
        "reach": ", ".join(filter(None, [person.fields["email"], person.fields["phone"], place])),
        "applications": sum(1 for entry in target.fresh if entry.application),
    }


def known_row(target: Target, face: Face, choices: Choices) -> dict[str, Any]:
    assert target.group is not None
    assert target.client is not None
    return {
        "line": target.group.line,
        "name": str(target.group.person),
        "email": target.group.person.fields["email"],
        "existing": target.client,
        "url": face.url("client", target.client.pk),
        "applications": sum(1 for entry in target.fresh if entry.application),
        "anew": target.group.line in choices.anew,
    }


def _short(cell: str) -> str:
    words = " ".join(cell.split())
    return words if len(words) <= SAMPLE_LENGTH else f"{words[:SAMPLE_LENGTH]}…"
