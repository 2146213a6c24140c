"""The command line: what every command has in common. The commands are in commands/.

Exit codes: 0 done; 1 done, but the graph breaks a shape at or above --fail-on, two graphs differ, a figure is below
--min, an expectation is missed, or an endpoint answers otherwise; 2 a wrong call or input; 3 a mistake of inspectkg
itself. Standard output carries the result alone, everything else goes to standard error.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Sequence

import click

from . import __version__
from .commands.build import build
from .commands.diff import diff
from .commands.doctor import doctor
from .commands.evaluate import evaluate
from .commands.exits import DONE, INTERNAL, WRONG_INPUT
from .commands.explain import explain
from .commands.export import export
from .commands.fetch import fetch
from .commands.publish import publish
from .commands.query import query
from .commands.review import review
from .commands.validate import validate
from .errors import InspectkgError
from .paragraphs import WIDTH
from .streams import say


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line on ARGUMENTS (those of the process, where None); returns the exit code."""
    try:
        code = cli.main(arguments, prog_name="inspectkg", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else DONE
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the last resort: no traceback unless asked for
        return failed(error)


def failed(error: BaseException) -> int:
    """Tell ERROR, which ended a command, in plain words; returns the exit code."""
    if isinstance(error, click.ClickException):
        error.show()
        return WRONG_INPUT
    if isinstance(error, KeyboardInterrupt | click.Abort):
        return _interrupted()
    if isinstance(error, BrokenPipeError):
        # Whoever read the output (`| head`) has enough: that is no failure. What Python still holds goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    if isinstance(error, InspectkgError):
        say(f"error: {error}")
        _trace(error)
        return error.exit_code
    say(f"internal error: {type(error).__name__}: {error}")
    say("this is a mistake in inspectkg, not in your input; `inspectkg --debug …` shows where, please report it")
    _trace(error)
    return INTERNAL


@click.group(
    invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": WIDTH}
)
@click.version_option(__version__, prog_name="inspectkg", message="%(prog)s %(version)s")
@click.option("--debug", is_flag=True, help="Show where an error came from (also: INSPECTKG_DEBUG=1).")
@click.pass_context
def cli(context: click.Context, debug: bool) -> None:
    """Turn news articles about probation inspections into a knowledge graph, and ask it questions.

    Every statement in the graph keeps the exact words it came from, their place in the article, who said them, and the
    rule that read them. Without any files of your own, each command works on two bundled articles.

    \b
    Try:
      inspectkg query                               which questions are there?
      inspectkg query police-information-sharing    ask one
      inspectkg build my-articles/                  make a graph of your own articles
      inspectkg query ratings --graph inspections.trig

    Exit codes: 0 done; 1 done, but the graph breaks a shape (or a figure its floor, or an expectation is
    missed, or two graphs differ); 2 wrong call or input; 3 internal error.
    """
    if debug:
        os.environ["INSPECTKG_DEBUG"] = "1"
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


for command in (build, query, validate, export, diff, review, explain, fetch, evaluate, publish, doctor):
    cli.add_command(command)


def _interrupted() -> int:
    """End as a process ends that Ctrl-C stopped, so that a calling script stops too; nothing is left half-written."""
    say("interrupted; every file is as it was before, or complete")
    if os.name == "posix":
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGINT)
    return 130


def _trace(error: BaseException) -> None:
    if os.environ.get("INSPECTKG_DEBUG"):
        traceback.print_exception(error)
