#!/usr/bin/env python3
"""Known vulnerabilities of exactly the versions the lock files name, from the OSV database; OSV_URL names a mirror.

Ends with 1 when there are any. Where the database cannot be reached it says so and ends with 0: nothing was checked,
and a build on a machine without that line does not fail for it.
"""

import json
import os
import re
import sys
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

ROOT = Path(__file__).resolve().parent.parent
SERVICE = "https://api.osv.dev"
PATIENCE = 10  # seconds
AT_ONCE = 500  # the service takes 1,000

Package = tuple[str, str, str]  # ecosystem, name, version


def packages() -> list[Package]:
    found = set()
    for lock in (ROOT / "requirements-dev.lock", ROOT / ".ci" / "uv.lock"):
        found |= {("PyPI", *each) for each in re.findall(r"^([a-z0-9._-]+)==([^\s;]+)", lock.read_text(), re.MULTILINE)}
    front_end = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    found |= {("npm", key.rpartition("node_modules/")[2], each["version"]) for key, each in front_end.items() if key}
    return sorted(found)


def known(asked: list[Package], service: str) -> dict[Package, list[str]]:
    """The advisories of each package that has any. Raises OSError or ValueError when the service gives no answer."""
    queries = [{"package": {"ecosystem": e, "name": n}, "version": v} for e, n, v in asked]
    request = Request(  # noqa: S310  (an address of ours)
        f"{service}/v1/querybatch", json.dumps({"queries": queries}).encode(), {"Content-Type": "application/json"}
    )
    with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
        results = json.load(answer)["results"]
    return {each: [v["id"] for v in one["vulns"]] for each, one in zip(asked, results, strict=True) if one.get("vulns")}


def main() -> int:
    asked, found = packages(), {}
    try:
        for start in range(0, len(asked), AT_ONCE):
            found |= known(asked[start : start + AT_ONCE], os.environ.get("OSV_URL", SERVICE).rstrip("/"))
    except (URLError, OSError, ValueError, KeyError) as error:
        print(f"Audit: NOTHING WAS CHECKED, the advisory service gave no answer ({type(error).__name__}).")
        return 0
    for (ecosystem, name, version), ids in found.items():
        print(f"Audit: {name} {version} ({ecosystem}): {', '.join(ids)}")
    print(f"Audit: {len(asked)} packages asked about, {len(found)} with known vulnerabilities.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
