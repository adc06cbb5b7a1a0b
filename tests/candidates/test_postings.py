"""What is read from a pasted posting: schema.org first, then titles, labels and first lines."""

from __future__ import annotations

import json
from datetime import date
from time import perf_counter
from typing import Any

import pytest

from candidates.postings.posting import Posting
from candidates.postings.reading import LONGEST_TEXT, read

JOB: dict[str, Any] = {
    "@context": "https://schema.org/",
    "@type": "JobPosting",
    "title": "Data Analyst",
    "hiringOrganization": {"@type": "Organization", "name": "Acme Lighting"},
    "jobLocation": {
        "@type": "Place",
        "address": {
            "@type": "PostalAddress",
            "addressLocality": "Albany",
            "addressRegion": "NY",
            "addressCountry": "US",
        },
    },
    "baseSalary": {
        "@type": "MonetaryAmount",
        "currency": "USD",
        "value": {"@type": "QuantitativeValue", "minValue": 58000, "maxValue": 64000.0, "unitText": "YEAR"},
    },
    "validThrough": "2026-12-05T23:59",
    "url": "https://acme.example/jobs/7",
}
READ = Posting(
    "Data Analyst", "Acme Lighting", "Albany, NY, US", "58,000 to 64,000 USD a year", JOB["url"], date(2026, 12, 5)
)


def page(*data: Any, body: str = "") -> str:
    scripts = "".join(
        f'<script type="application/ld+json">{each if isinstance(each, str) else json.dumps(each)}</script>'
        for each in data
    )
    return f"<!doctype html><html><head>{scripts}</head><body>{body}</body></html>"


def only(pasted: str, url: str = "") -> Posting:
    (found,) = read(pasted, url).postings
    return found


@pytest.mark.parametrize(
    "pasted",
    [
        page(JOB),
        json.dumps(JOB),
        page({"@context": "x", "@graph": [{"@type": "WebPage"}, {"mainEntity": [JOB]}]}),
        page({"@type": "Organization", "name": "Another"}, [JOB], JOB),
        page("not json at all {", JOB),
        page(json.dumps(JOB)[:-1] + ",}"),
        page("<!--" + json.dumps(JOB) + "-->"),
        page(json.dumps(JOB).replace('"', "&quot;")),
        page(json.dumps(JOB).replace("Analyst", "Ana\tlyst")).replace("Ana\tlyst", "Analyst"),
        page(JOB).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
        page(JOB | {"@type": ["Thing", "http://schema.org/JobPosting"], "title": "<b>Data</b>&nbsp;Analyst\n"}),
        page(
            JOB | {"hiringOrganization": [{"@id": "#us"}]},
            {"@id": "#us", "@type": "Organization", "name": "Acme Lighting"},
        ),
        page(JOB | {"hiringOrganization": "Acme Lighting"}),
        page(JOB).rpartition("</script>")[0],
    ],
    ids=[
        *("in a page", "by itself", "nested graph", "among others and twice", "after a broken one", "trailing comma"),
        *("in a comment", "entities inside", "tabs", "script shown literally", "types and tags", "by reference"),
        *("plain name", "cut off"),
    ],
)
def test_schema_org_is_read_as_pages_write_it(pasted):
    assert only(pasted) == READ


def test_several_postings_are_all_offered_and_none_is_chosen():
    other = JOB | {"title": "Night Analyst", "url": "https://acme.example/jobs/8"}
    found = read(page([JOB, other], body="<p>Two of them</p>"), "https://acme.example/jobs")
    assert [each.position for each in found.postings] == ["Data Analyst", "Night Analyst"]
    assert found.postings[0].posting_url == JOB["url"]
    assert found.text == ""


@pytest.mark.parametrize(
    ("about", "location"),
    [
        ({"jobLocationType": "TELECOMMUTE", "jobLocation": None}, "remote"),
        ({"jobLocation": [{"address": "Albany"}, {"address": {"addressLocality": "Troy"}}]}, "Albany / Troy"),
        ({"jobLocation": {"name": "Harbor site"}}, "Harbor site"),
        ({"jobLocation": {"address": {"addressCountry": {"@type": "Country", "name": "Canada"}}}}, "Canada"),
        ({"jobLocation": 7}, "7"),
        ({"jobLocation": True}, ""),
    ],
)
def test_places(about, location):
    assert only(page(JOB | about)).location == location


@pytest.mark.parametrize(
    ("salary", "told"),
    [
        ("$20 an hour", "$20 an hour"),
        ({"currency": "USD", "value": 21.5, "unitText": "HOUR"}, "21.50 USD an hour"),
        ({"value": {"value": "1,000", "unitText": "month"}, "currency": "EUR"}, "1,000 EUR a month"),
        ({"currency": "USD"}, ""),
        ({"value": {"minValue": "1e999"}}, "1e999"),
    ],
)
def test_salaries(salary, told):
    assert only(page(JOB | {"baseSalary": salary})).salary == told


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "ftp://x.example", "https://a b", "//x", 'https://x/"><script>', 5]
)
def test_only_addresses_of_pages_are_kept(url):
    assert only(page(JOB | {"url": url}), "").posting_url == ""


def test_the_address_somebody_gave_counts_more_than_the_pages_own():
    assert only(page(JOB), "https://board.example/1").posting_url == "https://board.example/1"


def test_microdata_is_read():
    source = """<div itemscope itemtype="https://schema.org/JobPosting"><h1 itemprop="title">Data Analyst</h1>
      <div itemprop="hiringOrganization" itemscope itemtype="https://schema.org/Organization">
      <img itemprop="logo" src="x"><span itemprop="name">Acme &amp; Sons</span></div>
      <span itemprop="addressLocality">Albany</span>, <span itemprop="addressRegion">NY</span>
      <time itemprop="validThrough" datetime="2026-12-05">5 December</time></div>"""
    assert only(source) == Posting("Data Analyst", "Acme & Sons", "Albany, NY", deadline_on=date(2026, 12, 5))


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Data Analyst at Acme Lighting | LinkedIn", ("Data Analyst", "Acme Lighting", "")),
        ("Acme Lighting hiring Data Analyst in Albany, NY | LinkedIn", ("Data Analyst", "Acme Lighting", "Albany, NY")),
        ("Data Analyst - Acme Lighting - Albany, NY", ("Data Analyst", "Acme Lighting", "Albany, NY")),
        ("Data Analyst | Careers | Acme Lighting", ("Data Analyst", "Acme Lighting", "")),
    ],
)
def test_titles_of_pages(title, expected):
    found = only(f"<html><head><title>{title}</title></head><body><p>Read on.</p></body></html>")
    assert (found.position, found.employer, found.location) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Data Analyst\nAcme Lighting · Albany, NY (on-site)\nAbout the job\n…",
            ("Data Analyst", "Acme Lighting", "Albany, NY"),
        ),
        (
            "Job title: Data Analyst\nCompany: Acme Lighting\nLocation: Albany",
            ("Data Analyst", "Acme Lighting", "Albany"),
        ),
        ("Data Analyst at Acme Lighting\n\nWe light Troy, NY and more.", ("Data Analyst", "Acme Lighting", "Troy, NY")),
        ("Acme Lighting is looking for a data analyst. You will count lamps.", ("", "Acme Lighting", "")),
        (
            "We are a friendly team of forty and we like what we do, every day of the week, and in all weathers.",
            ("", "", ""),
        ),
    ],
)
def test_plain_text(text, expected):
    found = next(iter(read(text).postings), Posting())
    assert (found.position, found.employer, found.location) == expected


def test_nothing_pasted_is_nothing_found():
    assert read("  \n ") == read("")
    assert read("").postings == []
    assert only("", "https://acme.example/jobs/7") == Posting(posting_url="https://acme.example/jobs/7")


def test_the_text_is_kept_as_a_reader_sees_it():
    body = "<h1>Data Analyst</h1><style>p{}</style><p>Count   <b>lamps</b>.</p><script>x()</script><p>R&amp;D &lt;b&gt;"
    assert read(page(JOB, body=body)).text == "Data Analyst\nCount lamps.\nR&D <b>"
    assert len(read("word " * 20_000).text) == LONGEST_TEXT


def test_what_is_too_long_is_cut():
    assert len(only(page(JOB | {"title": "long " * 500})).position) == 159


@pytest.mark.parametrize(
    "pasted",
    [
        "[" * 200_000,
        page("[" * 200_000),
        page({"@type": "JobPosting", "title": {"a": [{}] * 50_000}}),
        "<div " * 100_000,
        "<p>" * 200_000,
        "&lt;script" * 50_000,
        "<" * 300_000,
        "a - " * 200_000,
        "Company" + " " * 200_000 + ":",
        '<script type="application/ld+json">' * 20_000,
        "word\n" * 500_000,
    ],
    ids=range(11),
)
def test_a_huge_or_hostile_paste_is_read_quickly(pasted):
    began = perf_counter()
    read(pasted)
    assert perf_counter() - began < 20  # seconds, on a busy machine; the slow way took minutes
