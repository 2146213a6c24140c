"""Looking at a query before any engine sees it: its form, its size and depth, what it reaches for."""

from __future__ import annotations

import re
from typing import Final

from ..errors import InputError

SIZE_LIMIT: Final = 64 * 1024
DEPTH_LIMIT: Final = 64
#: Operators and words in a row recurse in the parser as brackets do; so many are no question any more.
CHAIN_LIMIT: Final = 1000

_TOKEN: Final = re.compile(
    r"""(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
      | (?P<string>\"{3}(?:[^"\\]|\\.|"(?!""))*+\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*+'{3}
                 | "(?:[^"\\\n\r]|\\.)*+" | '(?:[^'\\\n\r]|\\.)*+')
      | (?P<comment>\#[^\n\r]*)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_FORM: Final = re.compile(r"\s*(?:(?:BASE\s+<>|PREFIX\s+[^\s<>:]*:\s*<>)\s*)*(\w+)", re.IGNORECASE)
_UPDATE: Final = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"})
_WORD: Final = r"(?<![?$:\w.-])(?:{})(?![\w:-])"
_SERVICE: Final = re.compile(_WORD.format("SERVICE|LOAD|INSERT|DELETE"), re.IGNORECASE)
_FROM: Final = re.compile(_WORD.format("FROM"), re.IGNORECASE)
_CHAIN: Final = re.compile(r"\|\||&&|[!+*/|^-]|(?<!\w)(?:UNION|OPTIONAL|MINUS|BIND|FILTER|VALUES)(?!\w)", re.IGNORECASE)
_LOCAL: Final = re.compile(r"<(?!https?://|urn:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)

FORMS: Final = ("SELECT", "CONSTRUCT", "ASK", "DESCRIBE")


def check(text: str, path: object = None) -> str:
    """The form of the query TEXT (SELECT, CONSTRUCT, ASK or DESCRIBE); InputError where it is not safe to run.

    Codepoint escapes may hide what an engine will see, so the text is read both as it stands and with them resolved.
    """
    name = str(path) if path is not None else None
    if len(text.encode("utf-8", "surrogatepass")) > SIZE_LIMIT:
        raise InputError(f"the query is larger than {SIZE_LIMIT // 1024} kB", path=name)
    resolved = _ESCAPE.sub(_character, text)
    form = _check_one(text, name)
    if resolved != text:
        _check_one(resolved, name)
    return form


def blanked(text: str) -> str:
    """TEXT with the insides of IRIs and strings emptied and its comments gone."""
    empty = {"iri": "<>", "string": '""', "comment": " "}
    return _TOKEN.sub(lambda found: empty[found.lastgroup or "comment"], text)


def padded(text: str) -> str:
    """TEXT with what stands in IRIs, strings and comments made spaces: every place stays where it was."""
    return _TOKEN.sub(lambda found: " " * len(found[0]), text)


def without_comments(text: str) -> str:
    """TEXT without its comments and empty lines: clients and servers have taken words of comments for updates."""
    bare = _TOKEN.sub(lambda found: "" if found.lastgroup == "comment" else found[0], text)
    return "".join(line + "\n" for line in bare.split("\n") if line.strip())


def _check_one(text: str, path: str | None) -> str:
    bare = blanked(text)
    if _depth(bare) > DEPTH_LIMIT or len(_CHAIN.findall(bare)) > CHAIN_LIMIT:
        raise InputError(
            f"the query is nested more than {DEPTH_LIMIT} deep or has endless chains: simplify it", path=path
        )
    opening = _FORM.match(bare)
    form = opening[1].upper() if opening else ""
    if form in _UPDATE:
        raise InputError(f"{form} is an update: only {', '.join(FORMS)} are run here", path=path)
    if form not in FORMS:
        raise InputError(f"no SPARQL query: it must begin with {', '.join(FORMS)}, after its prefixes", path=path)
    reaching = _SERVICE.search(bare)
    if reaching:
        raise InputError(
            f"{reaching[0].upper()} is refused: a query reads the graph it is given, nothing else", path=path
        )
    iris = [found[0] for found in _TOKEN.finditer(text) if found.lastgroup == "iri"]
    if _FROM.search(bare) and any(_LOCAL.match(iri) for iri in iris):
        raise InputError("FROM may name graphs of http or https alone, no files", path=path)
    return form


def _depth(bare: str) -> int:
    depth = deepest = 0
    for bracket in re.findall(r"[\[\](){}]", bare):
        depth += 1 if bracket in "[({" else -1
        deepest = max(deepest, depth)
    return deepest


def _character(found: re.Match[str]) -> str:
    code = int(found[1] or found[2], 16)
    return chr(code) if code <= 0x10FFFF else found[0]
