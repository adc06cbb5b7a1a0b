"""What is said about a file: why it cannot be read, what is wrong in a line, what becomes of its words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates.exchange.headings import Field, synonyms
from candidates.exchange.reading import LARGEST, MOST_COLUMNS, MOST_ROWS, Unreadable
from candidates.exchange.rows import Candidacy, Problem

F = Field
MOST_NAMES = 6  # synonyms named when a column is missing

FIELDS: dict[Field, str | Promise] = {
    F.NOTHING: gettext_lazy("leave out"),
    F.EMPLOYER: gettext_lazy("Employer"),
    F.POSITION: gettext_lazy("Position"),
    F.APPLIED_ON: gettext_lazy("Applied on"),
    F.STATUS: gettext_lazy("Status"),
    F.STATUS_ON: gettext_lazy("Day of the status"),
    F.POSTING_URL: gettext_lazy("Link to the posting"),
    F.LOCATION: gettext_lazy("Place of work"),
    F.SALARY: gettext_lazy("Salary"),
    F.DEADLINE_ON: gettext_lazy("Apply by"),
    F.METHOD: gettext_lazy("How it was applied for"),
    F.SOURCE: gettext_lazy("Where it was found"),
    F.CONTACT: gettext_lazy("Contact, into the note"),
    F.NOTE: gettext_lazy("Note, shared with the client"),
    F.GIVEN_NAME: gettext_lazy("Given name"),
    F.FAMILY_NAME: gettext_lazy("Family name"),
    F.NAME: gettext_lazy("Name of the client"),
    F.EMAIL: gettext_lazy("E-mail address"),
    F.PHONE: gettext_lazy("Phone"),
    F.STREET_ADDRESS: gettext_lazy("Street"),
    F.CITY: gettext_lazy("City"),
    F.REGION: gettext_lazy("State or region"),
    F.POSTAL_CODE: gettext_lazy("Postal code"),
    F.COUNTRY: gettext_lazy("Country"),
    F.CASE_NOTE: gettext_lazy("Case note, private"),
}

UNREADABLE: dict[str, str | Promise] = {
    "too_large": gettext_lazy(
        "This file is larger than %(megabytes)s MB. Split it, or take out columns of long texts."
    ),
    "too_long": gettext_lazy("This file has more than %(rows)s rows. Split it, and import the parts one by one."),
    "too_wide": gettext_lazy("This file has more than %(columns)s columns. Take out those that are not needed."),
    "workbook": gettext_lazy(
        "This is a workbook, not a CSV file. Open it, choose “Save as”, then “CSV UTF-8”, and come back with that file."
    ),
    "nul": gettext_lazy("Line %(line)s holds signs that are no text. Save the file as “CSV UTF-8” and try again."),
    "letters": gettext_lazy("The letters of this file cannot be read. Save it as “CSV UTF-8” and try again."),
    "empty": gettext_lazy("This file is empty."),
    "no_rows": gettext_lazy("This file has a heading and no rows below it."),
    "open_quote": gettext_lazy(
        "A quotation mark is opened in the row that begins on line %(line)s, and never closed. Close it or take it out."
    ),
    "stray_quote": gettext_lazy(
        'A quotation mark stands in the middle of a cell, in the row that begins on line %(line)s. Double it ("")'
        " or take it out."
    ),
    "huge_cell": gettext_lazy(
        "A cell in the row that begins on line %(line)s is far too long. Often a quotation mark was not closed there."
    ),
    "too_many_cells": gettext_lazy(
        "Line %(line)s has %(found)s cells, and the heading only %(width)s. Put quotation marks around text that"
        " contains the separator."
    ),
}

PROBLEMS: dict[str, str | Promise] = {
    "missing": gettext_lazy("Nothing stands here, and it is needed."),
    "no_date": gettext_lazy("“%(value)s” is not a date. Write it as 2026-02-28."),
    "far_date": gettext_lazy("“%(value)s” is too far away. Please check the year."),
    "future_date": gettext_lazy("“%(value)s” is still to come. A decision has the day on which it was made."),
    "one_name": gettext_lazy("“%(value)s”: a given name and a family name are needed."),
    "no_country": gettext_lazy("“%(value)s” is no country code. Write two letters, such as US."),
    "long_note": gettext_lazy("The text is too long for a note. Shorten it to 10,000 letters."),
}


def unreadable(error: Unreadable) -> str:
    """Why a file cannot be read, and what to do."""
    limits = {"megabytes": LARGEST // 1024**2, "rows": f"{MOST_ROWS:,}", "columns": MOST_COLUMNS}
    return str(UNREADABLE[error.code]) % (limits | error.values)


def sentence(problem: Problem) -> str:
    """What is wrong in a cell, and what to do. Where a model's own rule spoke, its words are the problem's value."""
    if problem.code not in PROBLEMS:
        return problem.value
    value = problem.value if len(problem.value) <= 60 else f"{problem.value[:60]}…"
    return str(PROBLEMS[problem.code]) % {"value": value}


def missing_column(field: Field) -> str:
    """Which column is missing, and which names of it are known."""
    names = ", ".join(f"“{name}”" for name in synonyms(field)[:MOST_NAMES])
    values = {"field": FIELDS[field], "names": names}
    return _("“%(field)s” has no column yet. Choose one below; known headings are, for example, %(names)s.") % values


def two_columns(field: Field) -> str:
    return _("“%(field)s” has two columns. Leave one of them out.") % {"field": FIELDS[field]}


def shared_note(file_name: str, told: Candidacy) -> str:
    """What of an application fits no field, as a note; empty where everything did."""
    lines = []
    if not told.status_is_told:
        values = {"file": file_name, "status": told.status}
        lines.append(_("Imported from %(file)s: status “%(status)s”.") % values)
    return "\n".join([*lines, *remarks(told.remarks)])


def remarks(texts: tuple[tuple[str, str], ...]) -> list[str]:
    return [f"{heading}: {text}" if heading else text for heading, text in texts]
