"""WeasyPrint as one first writes it, with our HTML and stylesheet and everything anew for each letter: font
configuration, woff2 faces, parsed stylesheet. Untagged, as is its habit.

`python weasyprint_naive.py warm FONTS`: each line that comes in is a list of letters. In a process of its own, so that
neither its garbage nor its fonts burden ours, and it has none of ours to profit from.
"""

import json
import sys
import time

import weasyprint
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration


def printed(letter: dict, fonts: str) -> int:
    config = FontConfiguration()
    faces = "".join(
        f"@font-face {{ font-family: 'Source Serif 4'; font-weight: {weight};"
        f" src: url(file://{fonts}/SourceSerif4-{name}.woff2) }}"
        for name, weight in (("Regular", 400), ("Semibold", 600))
    )
    document = HTML(string=letter["html"])
    css = CSS(string=faces + letter["css"], font_config=config)
    return len(document.write_pdf(stylesheets=[css], font_config=config))


def warm(fonts: str) -> None:
    for line in sys.stdin:
        cpu = time.process_time()
        size = sum(printed(each, fonts) for each in json.loads(line))
        told = {"cpu": time.process_time() - cpu, "bytes": size, "version": weasyprint.__version__}
        print(json.dumps(told), flush=True)


warm(sys.argv[2])
