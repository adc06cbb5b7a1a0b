"""What a broken program or a hostile one sends: odd values for the fields a page has, and requests no browser makes.

Everything follows from one seed, so that a failure can be made again.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote_from_bytes

from django.conf import settings

TEXTS = (
    *("", " ", "\x00", "a\x00b", "\ud800", "x\udfff", "\ufffe", "\u202egnihtemos", "\u200b", "e" + "\u0301" * 200),
    *("👩‍👩‍👧‍👦" * 9, "שלום", "ﷺ" * 60, "\r\nBcc: x@evil.example", "\x0b\x0c\x1b[2J", "\u2028\u2029", "𝕬" * 30),
    *("' OR 1=1 --", '"; DROP TABLE x', "{{ 7*7 }}", "{% debug %}", "${jndi:ldap://x}", "%s%n%x", "{0.__class__}"),
    *("../../../etc/passwd", "C:\\con\\con", "<script>alert(1)</script>", "]]>", "&#0;", "%00", "%ff", "\\", "null"),
    *("None", "undefined", "True", "on", "[]", "{}", '{"a":', "[[[[[[", "a,b;c\td", "=1+1", "@SUM(1)", "x" * 300),
)
NUMBERS = (
    *("0", "-0", "-1", "1", "00", "+1", "1.5", "1e5", "1e999", "NaN", "Infinity", "-Infinity", "0x10", "1_000", "²"),
    *("٣", "１２", "Ⅷ", "½", " 7 ", "2147483647", "2147483648", "9223372036854775807", "9223372036854775808"),
    *("-9223372036854775809", "1" * 40, "9" * 5000, "1,000", "1 000", "--1", "1-1"),
)
DATES = (
    *("0001-01-01", "9999-12-31", "0000-00-00", "10000-01-01", "2026-02-30", "2026-13-01", "1900-01-01", "2026-11-12"),
    *("-2026-11-12", "11/12/2026", "2026-W46-4", "٢٠٢٦-١١-١٢", "2026-11-12T10:00", "0001-01-01T00:00"),
    *("9999-12-31T23:59", "2026-11-01T01:30", "2026-03-08T02:30", "2026-11-12T25:61", "2026-11-12T10:00:00Z"),
    *("2026-11-12T10:00+99:00", "1969-12-31T23:59", "24:00", "23:59:60", "0001-01-01T00:00:00.000001"),
)
NAMES_AND_PLACES = (
    *("javascript:alert(1)", "http://[::1", "http://a/" + "b" * 3000, "http://xn--\u00df.example", "//evil.example"),
    *("a@b", "a@b@c.example", "x" * 250 + "@example.com", '"a b"@example.com', "ü@ü.example", "@", "a@\x00.example"),
    *("XX", "us", "US\x00", "Foo/Bar", "America/New_York\x00", "../zoneinfo", "Etc/GMT+14", "en-GB", "xx-XX", "+" * 40),
)
VALUES = (*TEXTS, *NUMBERS, *DATES, *NAMES_AND_PLACES)
LARGE = ("x" * 1_000_000, "\u202e" * 300_000, "9" * 1_000_000, "\n" * 1_000_000)

TYPES = (
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=nonsense",
    "application/x-www-form-urlencoded; charset=utf-16",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=x",
    "application/json",
    "text/plain",
    "\x00/\xff",
    "",
)
BODIES = (
    *(
        b"",
        b"\x00",
        b"\xff\xfe\xfd",
        b"%",
        b"%zz=%zz",
        b"a=%ED%A0%80",
        b"=&=&=",
        b"&" * 50,
        b"[]=1&a[b]=2",
        b'{"a": 1}',
    ),
    *(b"--x\r\n", b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n', b"--x--", b"--x\r\n\r\n\r\n--x--\r\n"),
    b'--x\r\nContent-Disposition: form-data; name="\x00"; filename="../../\xff"\r\n\r\n\x00\r\n--x--\r\n',
    b'--x\r\nContent-Disposition: form-data; name="file"; filename=""\r\nContent-Type: x\r\n\r\n\r\n--x--\r\n',
    b'--x\r\nContent-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64\r\n\r\n!\r\n--x--\r\n',
    b"a=1&" * 1_100,
    b"a=" + b"x" * 3_000_000,
)
FILES = (
    *(b"", b"\x00" * 100, b"a,b\n1,2\n", "a,b\n1,2\n".encode("utf-16"), b"\xff\xfe", b'"' * 999, b"a;b\n" * 2_000),
    *(
        b"\x89PNG\r\n\x1a\n" + bytes(200),
        b"\xff\xd8\xff" + bytes(200),
        b"GIF89a",
        b"%PDF-1.7\n%%EOF",
        b"PK\x03\x04",
        b"%!PS",
    ),
    *(
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"," * 100_000,
        b"\n" * 100_000,
        b"\xef\xbb\xbf",
        b"a\x00b,c\nd,e\n",
    ),
)
FILE_NAMES = (
    "x.csv",
    "x.png",
    "",
    ".",
    "..",
    "../x.pdf",
    "a\x00.png",
    "\u202egnp.exe",
    "x" * 300 + ".csv",
    "x",
    "ü.PDF",
)


class Fields(HTMLParser):
    """The fields of every form of a page, with the values a browser could send."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self.files: set[str] = set()
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        name = told.get("name", "")
        if tag == "option" and self.select:
            self.values[self.select].append(told.get("value", ""))
        elif tag in ("input", "textarea", "button", "select") and name and name != "csrfmiddlewaretoken":
            kept = self.values.setdefault(name, [])
            if tag != "select":
                kept.append(told.get("value", ""))
            if told.get("type") == "file":
                self.files.add(name)
        self.select = name if tag == "select" else self.select if tag == "option" else ""


def fields_of(page: str) -> Fields:
    fields = Fields()
    fields.feed(page)
    return fields


@cache
def query_names() -> list[str]:
    """What the product reads of a query, found in its source."""
    packages = [settings.BASE_DIR / name for name in ("counselor", "candidates", "letters")]
    source = "".join(path.read_text() for package in packages for path in package.rglob("*.py"))
    return sorted({*re.findall(r"""GET(?:\.get(?:list)?\(|\[)\s*["'](\w+)["']""", source), "next", "page", "q"})


@dataclass
class Request:
    """One request; `how` says in a line what is odd about it."""

    path: str
    how: str
    body: bytes = b""
    content_type: str = TYPES[0]
    query: str = ""


@dataclass
class Fuzzer:
    """Makes requests out of chance."""

    seed: int
    chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)

    def value(self) -> str:
        drawn = self.chance.random()
        if drawn < 0.01:
            return self.chance.choice(LARGE)
        if drawn < 0.1:
            return "".join(self.chance.choices(VALUES, k=3))[:2_000]
        if drawn < 0.2:
            return "".join(chr(self.chance.randrange(0x11_0000)) for _ in range(self.chance.randrange(1, 40)))
        return self.chance.choice(VALUES)

    def post(self, path: str, fields: Fields, names: list[str]) -> Request:
        """Fields as the page has them, but for a few odd ones; or a body no browser makes."""
        if self.chance.random() < 0.06:
            body, kind = self.chance.choice(BODIES), self.chance.choice(TYPES)
            return Request(path, f"body {body[:80]!r} as {kind!r}", body, kind)
        sent = {name: self.chance.choice(values) for name, values in fields.values.items() if values}
        known = [*fields.values] * 4 + names
        odd = {self.chance.choice(known): self.value() for _ in range(self.chance.choice((1, 1, 2, 3, 8)))}
        pairs = [*(sent | odd).items()]
        pairs += [(name, self.value()) for name in self.chance.choices([*odd], k=self.chance.choice((0, 0, 1)))]
        pairs = [pair for pair in pairs if self.chance.random() > 0.03]
        how = f"{ {name: value[:60] for name, value in odd.items()}!r}"
        if fields.files:
            return Request(path, how, *self._multipart(pairs, fields.files))
        return Request(path, how, urlencoded(pairs))

    def _multipart(self, pairs: list[tuple[str, str]], files: set[str]) -> tuple[bytes, str]:
        parts = [(_quoted(name), b"", encoded(value)) for name, value in pairs if name not in files]
        for name in files:
            file_name = encoded(self.chance.choice(FILE_NAMES)).replace(b'"', b"")
            parts.append((_quoted(name), b'; filename="%s"' % file_name, self.chance.choice(FILES)))
        head = b'--zq\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
        return b"".join(head % part for part in parts) + b"--zq--\r\n", "multipart/form-data; boundary=zq"

    def get(self, path: str, names: list[str]) -> Request:
        """A query of odd values; now and then an odd path."""
        pairs = [(self.chance.choice(names), self.value()[:4_000]) for _ in range(self.chance.choice((1, 2, 3, 9)))]
        query = (
            urlencoded(pairs).decode() if self.chance.random() < 0.95 else self.chance.choice(("%", "&&==", "%ff=%00"))
        )
        if self.chance.random() < 0.1 and re.search(r"\d+", path):
            number = self.chance.choice(("0", "2147483648", "9223372036854775808", "9" * 60))
            path = re.sub(r"\d+", number, path, count=1)
        return Request(path, query[:200], query=query)


def encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _quoted(name: str) -> bytes:
    return encoded(name).replace(b'"', b"%22").replace(b"\r", b"").replace(b"\n", b"")


def urlencoded(pairs: list[tuple[str, str]]) -> bytes:
    return "&".join("=".join(quote_from_bytes(encoded(each)) for each in pair) for pair in pairs).encode()


def send(browser: Any, method: str, request: Request) -> Any:
    return browser.generic(
        method, request.path, request.body, content_type=request.content_type, QUERY_STRING=request.query
    )
