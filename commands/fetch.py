"""inspectkg fetch."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..streams import emit, say
from .exits import DONE, WRONG_INPUT
from .options import FILE

if TYPE_CHECKING:
    from ..fetching.visiting import Failure, Page


@click.command()
@click.argument("addresses", type=FILE, metavar="LIST")
@click.option("--output", "-o", type=FILE, required=True, metavar="FOLDER", help="Where to save the pages.")
@click.option("--delay", type=float, default=2.0, show_default=True, help="Seconds between requests to one host.")
@click.option("--timeout", type=float, default=20.0, show_default=True, help="Seconds that a silent server gets.")
@click.option("--max-size", type=int, default=16, show_default=True, help="The largest page, in MiB.")
@click.option("--contact", default="", metavar="ADDRESS", help="Your e-mail or web address, told to the servers.")
@click.option("--refresh", is_flag=True, help="Fetch again what is there; it is replaced where that works.")
def fetch(
    addresses: Path, output: Path, delay: float, timeout: float, max_size: int, contact: str, refresh: bool
) -> int:
    """Save the pages of a list of addresses.

    LIST is a text file with one address a line, or - for standard input; blank lines and lines that begin with # are
    left out. Web pages, PDF, text and feeds are saved as they come; FOLDER/fetched.tsv says which address lies in which
    file. Run it again to go on where it ended: what is there stays, what failed is tried again. robots.txt is obeyed.
    This is the one command that reads the web.

    \b
    Examples:
      inspectkg fetch addresses.txt --output pages
      inspectkg fetch addresses.txt --output pages --delay 5 --contact me@example.org
      inspectkg build pages
    """
    from ..fetching.listing import read_list
    from ..fetching.saving import fetch as fetched
    from ..fetching.settings import Settings
    from ..files import MEBIBYTE

    settings = Settings(delay, timeout, max_size * MEBIBYTE, contact)
    listing = read_list(addresses)
    for problem in [f"error: {error}" for error in listing.wrong] + listing.notes:
        say(problem)
    if listing.wrong:
        say("nothing was fetched: mend the list first")
        return WRONG_INPUT
    tally = fetched(listing.urls, output, settings, refresh=refresh, tell=_tell_page, note=say)
    emit(tally.table())
    failed = tally.total("failed")
    say(f"{tally.total('saved')} saved, {tally.total('kept')} there already, {failed} failed; see {output}/fetched.tsv")
    return WRONG_INPUT if failed else DONE


def _tell_page(outcome: Page | Failure, number: int, total: int) -> None:
    """A line for a page that failed, and on a terminal for each."""
    from ..fetching.visiting import Failure

    if isinstance(outcome, Failure):
        moved = "" if outcome.final_url == outcome.url else f" (redirected to {outcome.final_url})"
        say(f"error: {outcome.url}{moved}: {outcome.reason}")
    elif sys.stderr.isatty():
        say(f"saved {number} of {total}: {outcome.url}")
