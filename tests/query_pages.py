"""The pages of the saved queries in docs/queries; as a script it rewrites them (`make pages`)."""

from __future__ import annotations

from pathlib import Path

from inspectkg.queries.pages import pages

FOLDER = Path(__file__).parents[1] / "docs" / "queries"


def written() -> dict[str, str]:
    """The pages as they stand, by name."""
    return {path.name: path.read_text("utf-8") for path in sorted(FOLDER.iterdir())} if FOLDER.is_dir() else {}


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    made = pages()
    for name in written().keys() - made.keys():
        (FOLDER / name).unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text, "utf-8", newline="\n")
