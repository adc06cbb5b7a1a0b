#!/usr/bin/env python3
"""The last step of set-up: static/vendor without what no page uses, so that a phone on a poor line waits less.

    slim.py     run by bootstrap.py with the virtual environment's Python

Bootstrap keeps the rules whose classes occur in the product's sources; the icons keep those that are named there; the
serif is cut in two: what English and its neighbours need, and the rest, which a browser fetches where it meets it.
What is used is read anew at every set-up, and the files are made again when it has changed.
"""

import hashlib
import re
import sys
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import tinycss2
from fontTools import subset

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
PACKAGES = ROOT / "node_modules"
STAMP = VENDOR / ".slim"

BOOTSTRAP = ("bootstrap.min.css", "bootstrap.rtl.min.css")
ICONS = PACKAGES / "bootstrap-icons" / "font"
SERIF = ("SourceSerif4-Regular", "SourceSerif4-It", "SourceSerif4-Semibold", "SourceSerif4Display-Regular")
FEATURES = ["kern", "lnum", "tnum"]  # all that English and its neighbours take
MORE_FEATURES = [*FEATURES, "liga", "ccmp", "locl", "mark", "mkmk"]

# The unicode-range of the first half in static/css/tokens.css says the same.
COMMON = {*range(0x20, 0x7F), *range(0xA0, 0x100), *range(0x2010, 0x2028), *range(0x2030, 0x2040)}
COMMON |= {0x2C6, 0x2DA, 0x2DC, 0x2044, 0x20AC, 0x2122, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212}


# --- What the product uses -------------------------------------------------------------------------------------------


def sources() -> Iterator[Path]:
    """Every file that may name a class or an icon: ours, and the templates of the libraries that make our forms."""
    for folder, ending in (("templates", "html"), ("static/js", "js"), ("static/css", "css")):
        yield from (ROOT / folder).rglob(f"*.{ending}")
    for package in ("counselor", "candidates", "letters"):
        yield from (ROOT / package).rglob("*.py")
    for library in ("crispy_bootstrap5", "crispy_forms"):
        yield from next(path for place in sys.path if (path := Path(place) / library).is_dir()).rglob("*.html")


def words_of(texts: Iterable[str]) -> set[str]:
    """Whatever may be the name of a class."""
    return {word for text in texts for word in re.findall(r"[A-Za-z][\w-]*", text)}


def icons_of(texts: Iterable[str], known: dict[str, str]) -> list[str]:
    """The icons named as `bi-name`, also where tags choose a part of it, or by a string that a template puts there."""
    named = set()
    for text in texts:
        named |= set(re.findall(r"[\"']([a-z0-9-]+)[\"']", text))
        for written in re.findall(r"\bbi-((?:{%.*?%}|[a-z0-9-])+)", text):
            first, *others = re.split(r"{%.*?%}", written)
            named |= {first, *others, *(first + other for other in others)}
    return sorted(known.keys() & named)


# --- Style sheets ----------------------------------------------------------------------------------------------------


def without_unused(css: str, used: set[str]) -> str:
    """The style sheet without the rules of which every selector asks for a class that is not used."""
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return "".join([*re.findall(r"/\*!.*?\*/", css, re.DOTALL)[:1], *_kept(rules, used)])  # its licence first


def _kept(rules: list[Any], used: set[str]) -> Iterator[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [tinycss2.serialize(each) for each in _selectors(rule.prelude) if _classes(each) <= used]
            yield f"{','.join(selectors)}{{{tinycss2.serialize(rule.content)}}}" if selectors else ""
        elif rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports"):
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            if kept := "".join(_kept(inner, used)):
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{kept}}}"
        else:
            yield tinycss2.serialize([rule])


def _selectors(prelude: list[Any]) -> list[list[Any]]:
    found: list[list[Any]] = [[]]
    for part in prelude:
        if part == ",":
            found.append([])
        else:
            found[-1].append(part)
    return found


def _classes(selector: list[Any]) -> set[str]:
    """The classes an element must have, or the ones around it; what stands inside `:not(…)` is not asked for."""
    return {name.value for dot, name in pairwise(selector) if dot == "." and name.type == "ident"}


# --- Fonts -----------------------------------------------------------------------------------------------------------


def cut(source: Path, target: Path, characters: set[int] | None, without: frozenset[int] = frozenset()) -> None:
    """The font with these characters only, or with all but some."""
    features = MORE_FEATURES if characters is None else FEATURES
    options = subset.Options(flavor="woff2", layout_features=features, hinting=False, name_IDs=[])
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=set(font.getBestCmap()) - without if characters is None else characters)
    cutter.subset(font)
    target.parent.mkdir(parents=True, exist_ok=True)
    subset.save_font(font, str(target), options)


def icon_points(css: str) -> dict[str, str]:
    """Every icon's name with its character, as CSS writes it."""
    return dict(re.findall(r"\.bi-([a-z0-9-]+)::before\{content:\"\\([0-9a-f]+)\"\}", css))


def icon_sheet(css: str, names: Iterable[str], points: dict[str, str]) -> str:
    """The icons' style sheet for these names: the rule they share, and one for each."""
    shared = re.findall(r"\.bi::before,[^{]*(\{[^}]*\})", css)[0]
    notice = re.findall(r"/\*!.*?\*/", css, re.DOTALL)[0]
    face = "@font-face{font-display:block;font-family:bootstrap-icons;src:url(fonts/bootstrap-icons.woff2)}"
    each = "".join(f'.bi-{name}::before{{content:"\\{points[name]}"}}' for name in names)
    return f"{notice}{face}.bi::before{shared}{each}"


# --- All of it -------------------------------------------------------------------------------------------------------


def main() -> None:
    texts = [path.read_text() for path in sources()]
    icon_css = (ICONS / "bootstrap-icons.min.css").read_text()
    points = icon_points(icon_css)
    icons = icons_of(texts, points)
    sheets = {name: (PACKAGES / "bootstrap/dist/css" / name).read_text() for name in BOOTSTRAP}
    used = words_of(texts) & words_of(sheets.values())
    made_from = [Path(__file__).read_text(), (VENDOR / ".class-act").read_text(), *icons, *sorted(used)]
    stamp = hashlib.sha256("\0".join(made_from).encode()).hexdigest()
    if STAMP.exists() and STAMP.read_text() == stamp:
        return
    for name, css in sheets.items():
        css = re.sub(r"/\*# sourceMappingURL=\S* \*/", "", css)
        (VENDOR / "bootstrap" / name).write_text(without_unused(css, used))
    (VENDOR / "bootstrap-icons/bootstrap-icons.min.css").write_text(icon_sheet(icon_css, icons, points))
    cut(
        ICONS / "fonts/bootstrap-icons.woff2",
        VENDOR / "bootstrap-icons/fonts/bootstrap-icons.woff2",
        {int(points[name], 16) for name in icons},
    )
    for name in SERIF:
        source = PACKAGES / "source-serif/WOFF2/TTF" / f"{name}.ttf.woff2"
        cut(source, VENDOR / "source-serif" / f"{name}.woff2", COMMON)
        cut(source, VENDOR / "source-serif" / f"{name}-more.woff2", None, frozenset(COMMON))
    STAMP.write_text(stamp)


if __name__ == "__main__":
    main()
