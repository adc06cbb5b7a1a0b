"""Headings → fields: what the trackers people come from call the same thing.

Sources, read in November 2026 (a tracker may rename a column any day: the preview lets people choose):
- Huntr, the full data download (USER_JOBS_USER_FULL_DATA_DOWNLOAD….csv): id, createdAt, title, salary, location, url,
  …, deadline, lastMovedAt, boardName, listName, companyName, …; “-” in empty cells. github.com/keenlychuang/
  huntr-to-notion, data/sample_data. Boards kept as a sheet: Employer, Job Title, List, URL, Date Saved, Notes.
- Teal, “Download Data”: id, company_name, role, location, url, excitement, source, min_salary, max_salary,
  salary_currency, salary_pay_period, added_at, applied_at, follow_up_at, …, status (JSON), statusName. Taken from
  public programs that read it; older files have Company Name, Job Title, Status, Job URL, Location, Salary.
- JobSync, github.com/Gsync/jobsync, src/app/api/jobs/export/route.ts: index, createdAt, applied (Yes or No),
  appliedDate, Company, JobTitle, jobType, Location, JobSource, Status; “N/A” in empty cells.
- Simplify, the tracker's download, as public programs read it: Job Title, Company Name, Location, Job URL, Applied
  Date, Status, Status Date, Archived, Date Archived, Notes, job_type.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum


class Field(StrEnum):
    """What a column may hold. The empty one is left out."""

    NOTHING = ""
    EMPLOYER = "employer"
    POSITION = "position"
    APPLIED_ON = "applied_on"
    STATUS = "status"
    STATUS_ON = "status_on"
    POSTING_URL = "posting_url"
    LOCATION = "location"
    SALARY = "salary"
    DEADLINE_ON = "deadline_on"
    METHOD = "method"
    SOURCE = "source"
    CONTACT = "contact"
    NOTE = "note"
    GIVEN_NAME = "given_name"
    FAMILY_NAME = "family_name"
    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    STREET_ADDRESS = "street_address"
    CITY = "city"
    REGION = "region"
    POSTAL_CODE = "postal_code"
    COUNTRY = "country"
    CASE_NOTE = "case_note"


F = Field

OF_APPLICATIONS = (
    *(F.EMPLOYER, F.POSITION, F.APPLIED_ON, F.STATUS, F.STATUS_ON, F.POSTING_URL, F.LOCATION, F.SALARY),
    *(F.DEADLINE_ON, F.METHOD, F.SOURCE, F.CONTACT, F.NOTE),
)
OF_CLIENTS = (
    *(F.GIVEN_NAME, F.FAMILY_NAME, F.NAME, F.EMAIL, F.PHONE, F.STREET_ADDRESS, F.CITY, F.REGION, F.POSTAL_CODE),
    *(F.COUNTRY, F.CASE_NOTE, *OF_APPLICATIONS),
)
SEVERAL = frozenset({F.NOTE, F.SALARY, F.CONTACT, F.CASE_NOTE})
"""Fields that more than one column may fill; Teal has four of the salary."""

DAYS = frozenset({F.APPLIED_ON, F.STATUS_ON, F.DEADLINE_ON})

OWN_APPLICATIONS = (
    *("Employer", "Position", "Applied on", "Link", "Apply by", "How", "Source", "Location", "Salary"),
    *("Standing", "Put aside"),
)
"""The headings of our own export. They are not translated: a file written in one language is read in another."""

OWN = frozenset({OWN_APPLICATIONS, ("Client", *OWN_APPLICATIONS)})
"""Those of one client's applications, and of a caseload's."""

SYNONYMS: dict[Field, str] = {
    F.EMPLOYER: "employer, company, company name, employer name, organization, organisation, organization name, firm, "
    "business, hiring company",
    F.POSITION: "position, title, role, job title, position title, role title, job, job role, job position, opening, "
    "vacancy, designation, post",
    F.APPLIED_ON: "applied on, applied date, date applied, applied at, application date, date of application, "
    "date submitted, submission date, submitted on, sent on, applied, submitted, application submitted, date",
    F.STATUS: "status name, list name, status, stage, application status, current status, state, list, job status, "
    "application stage, outcome, result",
    F.STATUS_ON: "status date, status on, date of status, last moved at, last moved, decision date, outcome date, "
    "date of decision, response date, date of response, rejected on, date rejected",
    F.POSTING_URL: "link, url, job url, job link, posting, posting url, posting link, link to posting, "
    "link to the posting, job posting, job posting url, job posting link, listing, listing url, application link, "
    "application url, website, web address",
    F.LOCATION: "location, job location, place, place of work, office, where, city and state",
    F.SALARY: "salary, salary range, pay, compensation, wage, rate, pay range, min salary, salary min, max salary, "
    "salary max, salary currency, salary pay period, expected salary, offered salary",
    F.DEADLINE_ON: "apply by, deadline, application deadline, closing date, due date, deadline date, closes, closes on",
    F.METHOD: "how, method, how applied, application method, applied via, how it was applied for, applied through",
    F.SOURCE: "source, job source, found on, found at, found via, where found, where it was found, lead source, "
    "job board, referral source, channel, platform",
    F.CONTACT: "contact, contact name, contact person, recruiter, recruiter name, hiring manager, contact email, "
    "contact e mail, contact phone, point of contact, recruiter email",
    F.NOTE: "notes, note, comments, comment, remarks, remark, details",
    F.GIVEN_NAME: "given name, first name, firstname, forename, first, preferred name",
    F.FAMILY_NAME: "family name, last name, lastname, surname, last",
    F.NAME: "client, name, full name, client name, candidate, candidate name, student, student name, participant",
    F.EMAIL: "email, e mail, email address, e mail address, mail",
    F.PHONE: "phone, telephone, phone number, mobile, cell, cell phone, tel",
    F.STREET_ADDRESS: "street address, street, address, address line 1, address 1",
    F.CITY: "city, town",
    F.REGION: "region, state, province, state or region, county",
    F.POSTAL_CODE: "postal code, zip, zip code, postcode, zipcode, post code",
    F.COUNTRY: "country, country code",
    F.CASE_NOTE: "case note, case notes, notes, note, comments, comment, remarks, counselor notes",
}
"""How each field is called elsewhere, the surest name first."""


def plain(heading: str) -> str:
    """A heading as it is compared: small letters, words apart, whatever they were written like."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", heading)
    return " ".join(re.findall(r"[^\W_]+", apart.casefold()))


def synonyms(field: Field) -> list[str]:
    return SYNONYMS[field].split(", ")


def matched(headings: Iterable[str], fields: tuple[Field, ...]) -> dict[str, Field]:
    """The field of each heading, as far as they are known; the surer name wins, and of two alike the first."""
    plains = {heading: plain(heading) for heading in headings}
    found: dict[str, Field] = dict.fromkeys(plains, F.NOTHING)
    for field in fields:
        for name in synonyms(field):
            columns = [heading for heading, words in plains.items() if words == name and not found[heading]]
            for heading in columns[: None if field in SEVERAL else 1]:
                found[heading] = field
            if columns and field not in SEVERAL:
                break
    return found


def missing(columns: Mapping[str, Field], fields: tuple[Field, ...]) -> list[Field]:
    """The fields no import can do without, which no column was given to."""
    given = set(columns.values())
    if F.GIVEN_NAME in fields:
        named = F.NAME in given or {F.GIVEN_NAME, F.FAMILY_NAME} <= given
        return [] if named else [F.NAME]
    return [field for field in (F.EMPLOYER, F.POSITION) if field not in given]


def twice(columns: Mapping[str, Field]) -> list[Field]:
    """The fields that were given to two columns and can only have one."""
    given = [field for field in columns.values() if field and field not in SEVERAL]
    return sorted({field for field in given if given.count(field) > 1})
