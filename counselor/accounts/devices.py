"""What a browser calls itself, in words a person knows."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _g

# The first that fits: browsers name their ancestors too.
BROWSERS = {"Edg": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "FxiOS": "Firefox", "Chrome/": "Chrome"}
BROWSERS |= {"CriOS": "Chrome", "Safari/": "Safari"}
SYSTEMS = {"iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows", "CrOS": "ChromeOS"}
SYSTEMS |= {"Mac OS": "Mac", "Linux": "Linux"}


def device(user_agent: str) -> str:
    """Such as “Firefox on Windows”; empty where nothing is known."""
    browser = next((name for mark, name in BROWSERS.items() if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS.items() if mark in user_agent), "")
    if browser and system:
        return _g("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system


def device_of(request: HttpRequest) -> str:
    return device(request.headers.get("user-agent", ""))
