"""All letters as one Typst document: python typst_letters.py letters.json FONTS

With `warm FONTS` it stays: each line that comes in is a list of letters, and is made one document for each.
"""

import json
import os
import resource
import sys
import tempfile
import time
from importlib.metadata import version

import typst

SOURCE = """
#set page(paper: "us-letter", margin: 1in)
#set text(font: "Source Serif 4", size: 11pt, lang: "en")
#set par(leading: 0.55em, spacing: 0.8em)
#let letters = json("letters.json")
#for (number, it) in letters.enumerate() {
  if number > 0 { pagebreak() }
  it.sender.join(linebreak())
  v(1em)
  it.date
  v(4em)
  it.address.join(linebreak())
  v(1em)
  it.salutation
  for text in it.paragraphs { par(text) }
  it.close
  v(4em)
  it.signed
}
"""


def written(folder: str) -> str:
    main_file = os.path.join(folder, "letters.typ")
    with open(main_file, "w") as file:
        file.write(SOURCE)
    return main_file


def warm(fonts: str) -> None:
    """The compiler stays, and so do its fonts; only letters.json is exchanged."""
    with tempfile.TemporaryDirectory() as folder:
        main_file, source = written(folder), os.path.join(folder, "letters.json")
        with open(source, "w") as file:
            file.write("[]")
        compiler = typst.Compiler(main_file, font_paths=[fonts], ignore_system_fonts=True)
        for line in sys.stdin:
            size, cpu = 0, time.process_time()
            for letter in json.loads(line):
                with open(source, "w") as file:
                    json.dump([letter], file)
                size += len(compiler.compile(format="pdf"))
            told = {"cpu": time.process_time() - cpu, "bytes": size, "version": version("typst")}
            print(json.dumps(told), flush=True)


def main(source: str, fonts: str) -> None:
    main_file = written(os.path.dirname(source))
    wall, cpu = time.perf_counter(), time.process_time()
    content = typst.compile(main_file, font_paths=[fonts], ignore_system_fonts=True)
    told = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu, "bytes": len(content)}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with open(source) as file:
        count = len(json.load(file))
    print(json.dumps(told | {"peak": peak, "version": version("typst"), "count": count}))


if sys.argv[1] == "warm":
    warm(sys.argv[2])
else:
    main(*sys.argv[1:3])
