# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes toml.json: TOML documents with what Python's tomllib reads from them, or null where it refuses them.

The documents are the examples below and seeded mutations of them, so that both parsers also agree on what is wrong.
Run with Python 3.11 or later: python3 toml.py > toml.json
"""

import json
import random
import tomllib

EXAMPLES = [
    "",
    "# only a comment",
    "a = 1\nb = -2\nc = +3\nd = 1_000\ne = 0x1F\nf = 0o17\ng = 0b101\nh = -0\ni = 9223372036854775807\n",
    "a = 1.5\nb = -0.0\nc = 1e3\nd = 6.626e-34\ne = 1_0.0_1\nf = inf\ng = -inf\nh = nan\ni = 5E+22\n",
    "a = true\nb = false\n",
    'a = "x\\ty\\u00e9\\U0001F600\\"\\\\"\nb = \'c:\\dir\'\nc = ""\nd = \'\'\n',
    'a = """\none\ntwo \\\n   three\n"""\nb = \'\'\'\nx \\ y\'\'\'\nc = """a""b"""\nd = """x"""""\ne = \'\'\'\'y\'\'\'\'\'\n',
    "a = [1, 2, 3]\nb = [[1], ['x', true], []]\nc = [\n  1, # one\n  2,\n]\n",
    "a = { x = 1, y.z = 'q' }\nb = {}\nc = [{ n = 1 }, { n = 2 }]\n",
    "a.b.c = 1\na.b.d = 2\n'q u'.\"r\" = 3\n3.14 = 'pi'\n",
    "[a]\nx = 1\n[a.b]\ny = 2\n[c.d.e]\nz = 3\n[c]\nw = 4\n",
    "[[p]]\nn = 1\n[[p]]\nn = 2\n[p.q]\nk = 1\n[[p.r]]\nm = 1\n[[p.r]]\n",
    "[ a . \"b c\" ]\r\nx = 1\r\n",
    "d = 1979-05-27\ne = 07:32:00\nf = 1979-05-27T07:32:00Z\ng = 1979-05-27 07:32:00.5+01:00\n",
    "a = 1\na = 2\n", "[a]\n[a]\n", "a = 1\n[a]\n", "[a.b]\n[a]\nb.c = 1\n", "a = {x = 1}\n[a.y]\n",
    "[a]\nb.c = 1\n[a.b]\n", "[a]\nb.c = 1\n[a.b.d]\n", "[[a]]\n[a]\n", "a = []\n[[a]]\n", "[a]\n[[a]]\n",
    "a = {x = 1,}\n", "a = [1,,2]\n", "a = [1 2]\n", "a = 01\n", "a = 1_\n", "a = _1\n", "a = 1.\n", "a = .5\n",
    "a = 1e\n", "a = 0x\n", "a = +0x1\n", "a = True\n", "a =\n", "a\n", "= 1\n", "[]\n", "[a\n", "[[a]\n", "[*x]\n",
    "a = ]\n", "a = 'x\n", 'a = "\\x"\n', 'a = "\\ud800"\n', "a = 1 b = 2\n", "a.\n= 1\n", "a = \"x\ty\"\n", "a = \"\x01\"\n",
    "# bad \x00 comment\n", "a = 1 # bad \x7f\n", "a = {\nx = 1}\n", "a = 1\rb = 2\n", "a..b = 1\n", "\"\"\"a\"\"\" = 1\n",
    '[recording]\nsubject = "S01"\n[channels.force]\nscale = 0.0123\nrange = [0.0, 200.0]\n[[edit]]\nexclude = true\n',
]
MUTABLE = [7, 8, 9, 10, 11, 2, 3, 5, 6, len(EXAMPLES) - 1]
PIECES = list("=[]{}.,\"'#\n\\ _-+e0x1a") + list("0123456789abcxyz    ") + ["# x", "[[", "]]", "''", '""', "\\u00", "\r\n", "= 1\n", "[a]\n"]


def tagged(value):
    if isinstance(value, bool):
        return {"flag": value}
    if isinstance(value, int):
        if not -(2**63) <= value < 2**63:
            raise ValueError("beyond 64 bits")
        return {"integer": str(value)}
    if isinstance(value, float):
        return {"number": repr(value)}
    if isinstance(value, str):
        return {"text": value}
    if isinstance(value, list):
        return {"list": [tagged(v) for v in value]}
    if isinstance(value, dict):
        return {"table": {k: tagged(v) for k, v in value.items()}}
    return {"date": str(value)}


def answer(document):
    try:
        return tagged(tomllib.loads(document))
    except (ValueError, RecursionError):
        return None


def mutate(document, generator):
    for _ in range(generator.randint(1, 2)):
        place = generator.randrange(len(document) + 1)
        length = generator.choice([0, 0, 1, 2])
        document = document[:place] + generator.choice(PIECES) + document[place + length:]
    return document


def main():
    generator = random.Random(20)
    documents = EXAMPLES + [mutate(EXAMPLES[generator.choice(MUTABLE)], generator) for _ in range(600)]
    cases = [{"document": d, "answer": answer(d)} for d in dict.fromkeys(documents)]
    print(json.dumps(cases, separators=(",", ":"), allow_nan=False))


if __name__ == "__main__":
    main()
