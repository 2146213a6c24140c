"""The triples of a Turtle or TriG text with the places of their three terms, in the order of Oxigraph.

That order is Oxigraph's own: what one token completes comes in reverse, and a string is complete only with the token
after it. `alignment` holds both readings against each other, so that a change over there is noticed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias

import pyoxigraph as ox

from ...ontology.namespaces import OUTER
from .terms import BOOLEAN, NUMBERS, Terms
from .tokens import Stretch, Unreadable, tokens, unescaped

#: A term; blank nodes are numbers here, until it is known how the other reading calls them.
Node: TypeAlias = ox.NamedNode | ox.Literal | int
#: Subject, predicate and object, each followed by its place in code points from 0.
Placed: TypeAlias = tuple[Node, int, ox.NamedNode, int, Node, int]

RDF: Final = OUTER["rdf"]
TYPE: Final = ox.NamedNode(RDF + "type")
FIRST: Final = ox.NamedNode(RDF + "first")
REST: Final = ox.NamedNode(RDF + "rest")
NIL: Final = ox.NamedNode(RDF + "nil")

SUBJECT, VERB, OBJECT, AFTER, ELEMENT = range(5)


class _Frame:
    """A statement, a `[…]` or a `(…)` that is being read: its subject and verb so far, and what may follow."""

    __slots__ = ("expects", "place", "subject", "subject_place", "verb", "verb_place")

    def __init__(self, expects: int, place: int = 0, subject: Node | None = None) -> None:
        self.expects = expects
        self.place = self.subject_place = self.verb_place = place
        self.subject = subject
        self.verb = TYPE


class Statements:
    """One Turtle or TriG text, read once."""

    def __init__(self, text: str, base: str = "", stretches: Iterable[Stretch] | None = None) -> None:
        """BASE is that of the file; STRETCHES of whole statements are all that is read."""
        self._tokens = tokens(text, stretches)
        self._terms = Terms(base)
        self._frames = [_Frame(SUBJECT)]
        self._labels: dict[str, int] = {}
        self._blanks = 0
        self._made: list[Placed] = []
        self._string: tuple[str, int] | None = None  # waits for its language or datatype
        self._typed = False
        self._handlers: dict[str, Callable[[str, int], None]] = {
            "iri": lambda text, place: self._node(self._terms.iri(text), place),
            "name": lambda text, place: self._node(self._terms.name(text), place),
            "blank": lambda text, place: self._node(self._labelled(text), place),
            "word": self._word,
            "language": self._at,
            "short": lambda text, place: self._text(text[1:-1], place),
            "long": lambda text, place: self._text(text[3:-3], place),
            "datatype": self._datatype,
            **{kind: self._number(datatype) for kind, datatype in NUMBERS.items()},
            "mark": lambda text, place: self._marks[text](place),
        }
        self._marks: dict[str, Callable[[int], None]] = {
            ".": self._end,
            "{": self._open_graph,
            "}": self._end,
            ";": lambda _: self._go_on(VERB),
            ",": lambda _: self._go_on(OBJECT),
            "[": self._open_list,
            "]": self._close_list,
            "(": self._open_collection,
            ")": self._close_collection,
        }

    def triples(self) -> Iterator[Placed]:
        """The triples, placed; Unreadable where the text is none that this reader knows."""
        for kind, text, place in self._tokens:
            if self._string is not None and not self._typed and kind not in ("language", "datatype"):
                self._complete(ox.Literal(self._string[0]))
            self._handlers[kind](text, place)
            if self._made:
                yield from reversed(self._made)
                self._made.clear()
        if len(self._frames) > 1 or self._frames[0].expects != SUBJECT:
            raise Unreadable

    # ------------------------------------------------------------------ terms

    def _node(self, node: ox.NamedNode | int, place: int) -> None:
        if self._typed:
            assert self._string is not None
            self._complete(ox.Literal(self._string[0], datatype=_named(node)))
        elif self._frames[-1].expects == VERB:
            frame = self._frames[-1]
            frame.verb, frame.verb_place, frame.expects = _named(node), place, OBJECT
        else:
            self._begin(place)
            self._value(self._frames[-1], node, place)

    def _text(self, text: str, place: int) -> None:
        self._begin(place)
        self._string = unescaped(text), place

    def _datatype(self, _text: str, _place: int) -> None:
        self._typed = self._string is not None

    def _complete(self, literal: ox.Literal) -> None:
        """The string that waited is LITERAL."""
        assert self._string is not None
        place = self._string[1]
        self._string, self._typed = None, False
        self._value(self._frames[-1], literal, place)

    def _number(self, datatype: ox.NamedNode) -> Callable[[str, int], None]:
        def handle(text: str, place: int) -> None:
            self._begin(place)
            self._value(self._frames[-1], ox.Literal(text, datatype=datatype), place)

        return handle

    def _labelled(self, label: str) -> int:
        if label not in self._labels:
            self._labels[label] = self._blank()
        return self._labels[label]

    def _blank(self) -> int:
        self._blanks += 1
        return self._blanks

    # ------------------------------------------------------------------ words

    def _word(self, text: str, place: int) -> None:
        frame = self._frames[-1]
        if text == "a" and frame.expects == VERB:
            self._node(TYPE, place)
        elif text in ("true", "false"):
            self._begin(place)
            self._value(frame, ox.Literal(text, datatype=BOOLEAN), place)
        elif frame.expects == SUBJECT and text.lower() in ("prefix", "base", "version"):
            self._directive(text.lower())
        elif frame.expects != SUBJECT or text.lower() != "graph":
            raise Unreadable

    def _at(self, text: str, _place: int) -> None:
        if self._string is not None:
            self._complete(ox.Literal(self._string[0], language=text[1:].lower()))
        else:
            self._directive(text[1:])
            self._take("mark")

    def _directive(self, name: str) -> None:
        if name == "prefix":
            prefix = self._take("name")
            self._terms.set_prefix(prefix, self._take("iri"))
        elif name == "base":
            self._terms.set_base(self._take("iri"))
        else:
            self._take("short")

    def _take(self, kind: str) -> str:
        found, text, _ = next(self._tokens, ("", "", 0))
        if found != kind:
            raise Unreadable
        return text

    # ------------------------------------------------------------------ structure

    def _begin(self, place: int) -> None:
        """A value begins at PLACE: in a collection, it needs a cell."""
        frame = self._frames[-1]
        if frame.expects != ELEMENT:
            return
        cell = self._blank()
        if frame.subject is None:
            self._value(self._frames[-2], cell, frame.place)
        else:
            self._made.append((frame.subject, frame.subject_place, REST, place, cell, place))
            frame.subject_place = place
        frame.subject = cell

    def _value(self, frame: _Frame, node: Node, place: int) -> None:
        if frame.expects == SUBJECT:
            frame.subject, frame.subject_place, frame.expects = node, place, VERB
            return
        subject = frame.subject
        if subject is None or frame.expects not in (OBJECT, ELEMENT):
            raise Unreadable
        if frame.expects == ELEMENT:
            self._made.append((subject, frame.subject_place, FIRST, place, node, place))
        else:
            self._made.append((subject, frame.subject_place, frame.verb, frame.verb_place, node, place))
            frame.expects = AFTER

    def _go_on(self, expects: int) -> None:
        self._frames[-1].expects = expects

    def _end(self, _place: int) -> None:
        if len(self._frames) > 1:
            raise Unreadable
        self._frames[0].expects = SUBJECT

    def _open_graph(self, _place: int) -> None:
        if len(self._frames) > 1 or self._frames[0].expects not in (SUBJECT, VERB):
            raise Unreadable
        self._frames[0].expects = SUBJECT

    def _open_list(self, place: int) -> None:
        self._begin(place)
        self._frames.append(_Frame(VERB, place, self._blank()))

    def _close_list(self, _place: int) -> None:
        frame = self._frames.pop()
        if frame.expects not in (VERB, AFTER) or frame.subject is None or not self._frames:
            raise Unreadable
        self._value(self._frames[-1], frame.subject, frame.place)

    def _open_collection(self, place: int) -> None:
        self._begin(place)
        self._frames.append(_Frame(ELEMENT, place))

    def _close_collection(self, place: int) -> None:
        frame = self._frames.pop()
        if frame.expects != ELEMENT or not self._frames:
            raise Unreadable
        if frame.subject is None:
            self._value(self._frames[-1], NIL, frame.place)
        else:
            self._made.append((frame.subject, frame.subject_place, REST, place, NIL, place))


def _named(node: ox.NamedNode | int) -> ox.NamedNode:
    if isinstance(node, int):
        raise Unreadable
    return node
