"""Saving pages into a folder: what is there already stays, each page is written whole, and the manifest after it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import InputError
from ..files import write_whole
from . import manifest
from .addresses import place_of
from .connecting import Surroundings
from .manifest import Row
from .naming import file_name, media_type, suffixes
from .settings import Settings
from .visiting import Failure, Page, visit


@dataclass(slots=True)
class Tally:
    """How many pages of each host were saved, were there already, and failed."""

    counts: dict[str, Counter[str]] = field(default_factory=dict[str, "Counter[str]"])

    def add(self, url: str, what: str) -> None:
        """Count one page, `saved`, `kept` or `failed`."""
        self.counts.setdefault(place_of(url).host, Counter())[what] += 1

    def total(self, what: str) -> int:
        """How many of all hosts."""
        return sum(count[what] for count in self.counts.values())

    def table(self) -> str:
        """A line for each host, sorted, and one for all where there are several."""
        columns = ("saved", "kept", "failed")
        rows = [(host, *(str(count[what]) for what in columns)) for host, count in sorted(self.counts.items())]
        if len(rows) > 1:
            rows.append(("all", *(str(self.total(what)) for what in columns)))
        width = max(len("host"), *(len(row[0]) for row in rows))
        lines = [("host", *columns), *rows]
        return "".join(f"{host:<{width}}  {a:>6}  {b:>6}  {c:>6}\n" for host, a, b, c in lines)


class Folder:
    """A folder of saved pages, and the manifest that says which is which."""

    def __init__(self, path: Path) -> None:
        """Open the folder PATH, made where it is not there; InputError where that fails or its manifest is broken."""
        try:
            path.mkdir(parents=True, exist_ok=True)
        except FileExistsError:
            raise InputError("is a file: --output takes a folder", path=path) from None
        except OSError as error:
            raise InputError(f"cannot be made: {error.strerror}", path=path) from error
        self.path = path
        self._rows = manifest.read_rows(path / manifest.NAME)

    def holds(self, url: str) -> bool:
        """Whether the page of URL is there, just as it was saved."""
        row = self._rows.get(url)
        return row is not None and self._is_whole(row)

    def failed_before(self, url: str) -> bool:
        """Whether the page of URL was asked for in vain in an earlier run."""
        row = self._rows.get(url)
        return row is not None and not row.file

    def changed(self, url: str) -> str:
        """The name of the file of URL that is not as it was saved any more; "" where there is none."""
        row = self._rows.get(url)
        return row.file if row and row.file and (self.path / row.file).exists() and not self._is_whole(row) else ""

    def save(self, page: Page) -> None:
        """Write PAGE, then the manifest; a file that an earlier state of it had under another name goes last."""
        before = self._rows.get(page.url)
        name = self._name(page)
        write_whole(self.path / name, page.body)
        digest = hashlib.sha256(page.body).hexdigest()
        self._write(Row(page.url, page.final_url, page.status, page.content_type, digest, name))
        if before and before.file and before.file != name:
            (self.path / before.file).unlink(missing_ok=True)

    def note(self, failure: Failure) -> None:
        """Write FAILURE into the manifest, unless the page is there from an earlier run."""
        if not self.holds(failure.url):
            self._write(Row(failure.url, failure.final_url, failure.status, failure.content_type))

    def _is_whole(self, row: Row) -> bool:
        if not row.file:
            return False
        try:
            with (self.path / row.file).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == row.sha256
        except OSError:
            return False

    def _name(self, page: Page) -> str:
        """The page's file name; one with all digits of the hash where another page has the short one."""
        suffix = suffixes()[media_type(page.content_type)]
        name = file_name(page.url, suffix)
        taken = any(row.file == name and row.url != page.url for row in self._rows.values())
        return file_name(page.url, suffix, digits=64) if taken else name

    def _write(self, row: Row) -> None:
        self._rows[row.url] = row
        write_whole(self.path / manifest.NAME, manifest.rendered(self._rows.values()))


def _hush(*_: object) -> None:
    pass


def fetch(
    urls: Sequence[str],
    path: Path,
    settings: Settings,
    *,
    refresh: bool = False,
    tell: Callable[[Page | Failure, int, int], None] = _hush,
    note: Callable[[str], None] = _hush,
    outside: Surroundings | None = None,
) -> Tally:
    """Save the pages of URLS, normalised addresses, in the folder PATH; returns what became of them.

    What an earlier run saved stays, unless REFRESH asks for it again; then it is replaced where that works. TELL is
    told of each page as it is settled, its number, and how many there are to ask for; NOTE of waits and changed files.
    A page that fails stops no other. InputError where the folder or its manifest cannot be used.
    """
    folder, tally = Folder(path), Tally()
    wanted = [url for url in urls if refresh or not folder.holds(url)]
    asked = set(wanted)
    for url in urls:
        if url not in asked:
            tally.add(url, "kept")
        elif not refresh and (name := folder.changed(url)):
            note(f"note: {path / name} is not as it was saved; it is fetched again")
    # Those that failed in an earlier run come last, so that a host that turns us away there does so at the end.
    wanted.sort(key=folder.failed_before)
    for number, outcome in enumerate(visit(wanted, settings, outside=outside, note=note), start=1):
        if isinstance(outcome, Page):
            folder.save(outcome)
        else:
            folder.note(outcome)
        tally.add(outcome.url, "saved" if isinstance(outcome, Page) else "failed")
        tell(outcome, number, len(wanted))
    return tally
