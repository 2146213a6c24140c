"""What the shell offers while a question is typed: its name, its parameters, their values."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypeVar

import click
from click.shell_completion import BashComplete, CompletionItem, add_completion_class, split_arg_string

if TYPE_CHECKING:
    from ..queries.catalogue import SavedQuery


Thing = TypeVar("Thing")


def complete_name(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The saved queries whose names begin with INCOMPLETE, each with what it gives; files where it is a path."""
    if "/" in incomplete or incomplete.startswith("."):
        return [CompletionItem(incomplete, type="file")]
    from ..queries.catalogue import catalogue

    return [CompletionItem(name, help=saved.summary) for name, saved in _named(catalogue(), incomplete)]


def complete_parameter(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The parameters of the question that begin with INCOMPLETE; after `NAME=`, the values of that one."""
    from ..errors import InspectkgError
    from ..queries.catalogue import load_query

    try:
        # An option whose value is still missing leaves the words before it unparsed.
        query = load_query(context.params.get("name") or next((word for word in context.args if word[:1] != "-"), ""))
        name, given, value = incomplete.partition("=")
        if given:
            return _values(query, name, value)
        return [
            CompletionItem(f"{each.name}=", help=each.meaning)
            for each in query.parameters
            if each.name.startswith(name)
        ]
    except InspectkgError:  # no such question, or its file is broken: asking it says so
        return []


def _values(query: SavedQuery, name: str, begun: str) -> list[CompletionItem]:
    """The values of the parameter NAME that go on with BEGUN; of several by commas, the last."""
    from ..queries.choices import choices

    before, comma, last = begun.rpartition(",")
    parameter = next((each for each in query.parameters if each.name == name), None)
    found = choices(parameter) if parameter else {}
    return [CompletionItem(f"{name}={before}{comma}{value}", help=label) for value, label in _named(found, last)]


def _named(things: dict[str, Thing], begun: str) -> list[tuple[str, Thing]]:
    return [(name, thing) for name, thing in things.items() if name.startswith(begun)]


class WholeWords(BashComplete):
    """Bash splits `grade=good` at the `=`: put together again what it split, and give it the part that it asks for."""

    name = "bash"
    source_template = BashComplete.source_template.replace(
        "return 0", '[[ "${COMPREPLY[0]-}" == *= ]] && compopt -o nospace 2>/dev/null\n\n    return 0'
    )

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the cursor, and the one at it."""
        words = split_arg_string(os.environ["COMP_WORDS"])
        place = int(os.environ["COMP_CWORD"])
        joined: list[str] = []
        for index, word in enumerate([*words[1:place], words[place] if place < len(words) else ""], 1):
            if joined and (word == "=" or words[index - 1] == "=") and index > 1:
                joined[-1] += word
            else:
                joined.append(word)
        return joined[:-1], joined[-1]

    def format_completion(self, item: CompletionItem) -> str:
        """ITEM without the part that stands before the `=` already."""
        _, incomplete = self.get_completion_args()
        if "=" in incomplete:
            item = CompletionItem(item.value.partition("=")[2], type=item.type)
        return super().format_completion(item)


add_completion_class(WholeWords)
