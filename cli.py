"""The command line, thin: every verb is a function elsewhere, imported only when its command runs.

Exit codes: 0 done; 1 done, but the graph breaks a shape at or above --fail-on, a figure is below --min, or an
expectation is missed; 2 a wrong call or input; 3 a mistake of inspectkg itself. Standard output carries the result
alone, everything else goes to standard error.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from . import __version__
from .errors import InspectkgError, UsageError
from .files import write_whole
from .streams import emit, say, targets

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from .fetching.visiting import Failure, Page
    from .queries.answers import Answer
    from .shapes.report import Report, Severity

DONE: Final = 0
BREAKS_SHAPE: Final = 1
FALLS_SHORT: Final = 1
WRONG_INPUT: Final = 2
INTERNAL: Final = 3

DEFAULT_OUTPUTS: Final = (Path("inspections.ttl"), Path("inspections.trig"))
DEFAULT_TEXTS: Final = Path("inspections.texts")
WIDTH: Final = 100
#: With more articles than this, progress is shown on a terminal.
MANY: Final = 10
#: The graph of more articles is not checked unasked: it takes a second for a hundred, and the whole graph in memory.
CHECKED: Final = 1_000
#: Named here again, so that help needs no import; a test holds them against the modules.
ANSWER_FORMATS: Final = "table csv tsv json xml markdown turtle ntriples jsonld"
REPORT_FORMATS: Final = "text json csv markdown turtle"
FIGURE_FORMATS: Final = "text json csv markdown"
EXPORT_FORMATS: Final = "turtle ntriples trig nquads jsonld rdfxml csv xlsx graphml"

Command = TypeVar("Command", bound=Callable[..., Any])

_FILE: Final = click.Path(path_type=Path)
_FAIL_ON: Final = click.Choice(["violation", "warning", "info"])


def _format_option(names: str) -> Callable[[Command], Command]:
    """The option --format, the same for each command that has it."""
    text = f"One of {names.replace(' ', ', ')}; =FILE writes to a file and may be repeated."
    return click.option("--format", "-f", "formats", multiple=True, metavar="NAME[=FILE]", help=text)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line on ARGUMENTS (those of the process, where None); returns the exit code."""
    debug = bool(os.environ.get("INSPECTKG_DEBUG"))
    try:
        code = cli.main(arguments, prog_name="inspectkg", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else DONE
    except click.ClickException as error:
        error.show()
        return WRONG_INPUT
    except (KeyboardInterrupt, click.Abort):
        return _interrupted()
    except BrokenPipeError:
        # Whoever read the output (`| head`) has enough: that is no failure. What Python still holds goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except InspectkgError as error:
        say(f"error: {error}")
        _trace(debug)
        return error.exit_code
    except Exception as error:  # noqa: BLE001 - the last resort: no traceback for people who did not ask for one
        say(f"internal error: {type(error).__name__}: {error}")
        say("this is a mistake in inspectkg, not in your input; `inspectkg --debug …` shows where, please report it")
        _trace(debug)
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
    missed); 2 wrong call or input; 3 internal error.
    """
    if debug:
        os.environ["INSPECTKG_DEBUG"] = "1"
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@cli.command()
@click.argument("sources", nargs=-1, type=_FILE, metavar="[SOURCE]...")
@click.option("--output", "-o", type=_FILE, help="The graph's file; its suffix (.ttl .trig …) names the format.")
@click.option("--decisions", multiple=True, type=_FILE, help="What tells of one thing, and what not, decided by hand.")
@click.option("--fail-on", type=_FAIL_ON, default="violation", show_default=True, help="What ends with exit code 1.")
@click.option("--jobs", type=click.IntRange(1), help="How many processes read many articles.  [default: one a core]")
@click.option("--check/--no-check", default=None, help=f"Check the graph.  [default: of up to {CHECKED:,} articles]")
def build(
    sources: tuple[Path, ...],
    output: Path | None,
    decisions: tuple[Path, ...],
    fail_on: Severity,
    jobs: int | None,
    check: bool | None,
) -> int:
    """Read articles and write the graph of what they report.

    SOURCE is a text, Markdown, saved web page, PDF report or saved feed, or a folder of them; without any, the two
    bundled articles are read. Nothing is fetched.
    Without --output, inspections.ttl and inspections.trig are written in the current folder. Beside the graph, a folder
    whose name ends in .texts keeps the texts that it was read from. The graph is checked against the shapes.

    Beside ARTICLE.txt, ARTICLE.txt.corrections.toml puts right by hand what is read from it. decisions.toml in a
    folder, or --decisions FILE, says which articles tell of one inspection or are copies, and which are not.

    \b
    Examples:
      inspectkg build
      inspectkg build my-articles/ --output my-articles.trig
    """
    from .graph.building import build as build_graph
    from .graph.export import RDF_FORMATS, format_of
    from .graph.summary import summary
    from .graph.texts import write_texts
    from .graph.workers import cores
    from .shapes.validation import validate_quads

    outputs = [(path, format_of(path, RDF_FORMATS)) for path in ([output] if output else DEFAULT_OUTPUTS)]
    made = build_graph(sources, _show_progress, decisions, jobs=jobs or cores())
    for problem in made.problems:
        say(problem)
    if not made.sources:
        say("error: no article could be read, so nothing was written")
        return WRONG_INPUT
    for path, name in outputs:
        write_whole(path, made.written(name, note=say))
        say(f"wrote {path}")
    articles = (replace(source.article, name=source.shown) for source in made.sources)
    write_texts(articles, output.with_name(f"{output.name}.texts") if output else DEFAULT_TEXTS)
    for source in made.sources:
        emit(f"{summary(source).rstrip()}\n")
    if check is None and len(made.sources) > CHECKED:
        check = False
        say(f"not checked, with more than {CHECKED:,} articles: --check does, or inspectkg validate {outputs[0][0]}")
    if check is False:
        return WRONG_INPUT if made.failed else DONE
    if sys.stderr.isatty() and len(made.sources) > MANY:
        say("checking the graph against the shapes …")
    code = _verdict(validate_quads(made.quads, texts=made.texts), fail_on)
    return WRONG_INPUT if made.failed else code


def _show_progress(done: int, total: int) -> None:
    """A counter on a terminal where there is something to wait for."""
    if sys.stderr.isatty() and total > MANY:
        click.echo(f"\rread {done} of {total} files", nl=done == total, err=True)


def _verdict(report: Report, fail_on: Severity) -> int:
    """Say on standard error what the check found; the exit code that it calls for."""
    from .shapes.rendering import NOUNS, render

    passed = report.conforms(fail_on)
    if passed:
        counts = [f"{count} {NOUNS[name][count != 1]}" for name, count in report.counts().items() if count]
        say(f"checked against the shapes: {', '.join(counts) or 'nothing to complain of'}")
    else:
        click.echo(render(report, "text").rstrip(), err=True)
    return DONE if passed else BREAKS_SHAPE


def _query_names(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The saved queries whose names begin with INCOMPLETE, for the shell's completion."""
    from click.shell_completion import CompletionItem

    from .queries.catalogue import catalogue

    return [CompletionItem(name) for name in sorted(catalogue()) if name.startswith(incomplete)]


@cli.command()
@click.argument("name", required=False, shell_complete=_query_names)
@click.option("--graph", "-g", "graphs", multiple=True, type=_FILE, help="A graph's file; may be repeated.")
@click.option("--endpoint", metavar="URL", help="Ask a SPARQL endpoint instead of a file.")
@click.option(
    "--param", "-p", "pairs", multiple=True, metavar="NAME=VALUE", help="Narrow the question; may be repeated."
)
@_format_option(ANSWER_FORMATS)
def query(
    name: str | None, graphs: tuple[Path, ...], endpoint: str | None, pairs: tuple[str, ...], formats: tuple[str, ...]
) -> None:
    """Answer a saved question, or a SPARQL query of your own.

    NAME is a saved query, or a file that ends in .rq; without it, the saved queries are listed, each with the question
    that it answers. Without --graph or --endpoint, the graph of the two bundled articles is asked.

    \b
    Examples:
      inspectkg query
      inspectkg query police-information-sharing
      inspectkg query ratings --graph inspections.trig --format csv=ratings.csv
    """
    from .queries.formats import FORMATS, render

    if endpoint and graphs:
        raise UsageError("--graph and --endpoint exclude each other: give the one to ask")
    wanted = targets(formats, FORMATS, "table")
    if not name and (graphs or endpoint or pairs):
        raise UsageError("which question? Give its name; `inspectkg query` alone lists them")
    answer = _answer(name, graphs, endpoint, _parameters(pairs)) if name else _listing()
    for target in wanted:
        text = _catalogue_text() if not name and target.format == "table" else render(answer, target.format)
        emit(text, target.path)


def _answer(name: str, graphs: Sequence[Path], endpoint: str | None, parameters: dict[str, list[str]]) -> Answer:
    """What files, or the endpoint, say to one query."""
    from .queries.catalogue import load_query

    saved = load_query(name)
    if endpoint:
        from .queries.endpoint import run_on_endpoint

        return run_on_endpoint(saved, endpoint, parameters)
    from .queries.running import run_on_files

    return run_on_files(saved, graphs, parameters)


def _parameters(pairs: Iterable[str]) -> dict[str, list[str]]:
    """What `-p NAME=VALUE` gives: several values where a name is repeated."""
    found: dict[str, list[str]] = {}
    for pair in pairs:
        name, given, value = pair.partition("=")
        if not given:
            raise UsageError(f"--param {pair}: a name and a value were expected, as in -p body=Derby")
        found.setdefault(name, []).append(value)
    return found


def _listing() -> Answer:
    """The saved queries as a table: name, question, and the parameters that narrow it."""
    from pyoxigraph import Literal

    from .queries.answers import Table
    from .queries.catalogue import catalogue

    rows = [
        (Literal(name), Literal(saved.question), Literal(" ".join(parameter.name for parameter in saved.parameters)))
        for name, saved in catalogue().items()
    ]
    return Table(("name", "question", "parameters"), tuple(rows))


def _catalogue_text() -> str:
    """The saved queries for people: each name with its question, and the parameters that narrow it."""
    import textwrap

    from .queries.catalogue import catalogue

    found = catalogue()
    width = max(map(len, found)) + 2
    lines: list[str] = []
    for name, saved in found.items():
        question = textwrap.wrap(saved.question, WIDTH - width) or [""]
        narrowed = [" ".join(f"-p {parameter.name}=…" for parameter in saved.parameters)] if saved.parameters else []
        lines += [f"{name:<{width}}{question[0]}", *(" " * width + line for line in [*question[1:], *narrowed])]
    return "\n".join([*lines, "", "Ask one: inspectkg query NAME", ""])


@cli.command()
@click.argument("files", nargs=-1, type=_FILE, metavar="[FILE]...")
@click.option("--shapes", "-s", multiple=True, type=_FILE, help="SHACL shapes of your own; may be repeated.")
@_format_option(REPORT_FORMATS)
@click.option("--fail-on", type=_FAIL_ON, default="violation", show_default=True, help="What ends with exit code 1.")
def validate(files: tuple[Path, ...], shapes: tuple[Path, ...], formats: tuple[str, ...], fail_on: Severity) -> int:
    """Check a graph against SHACL shapes: ours, or your own.

    FILE is a graph (.ttl .trig …); several are taken together. Without any, the graph of the two bundled articles is
    checked. Each complaint says what is wrong, where, and how to mend it.

    \b
    Examples:
      inspectkg validate inspections.trig
      inspectkg validate inspections.trig --fail-on warning --format json=report.json
    """
    from .shapes.rendering import FORMATS, render
    from .shapes.validation import validate_files
    from .store import bundled_graph

    wanted = targets(formats, tuple(FORMATS), "text")
    report = validate_files(files or [bundled_graph()], shapes)
    for target in wanted:
        emit(render(report, target.format), target.path)
    return DONE if report.conforms(fail_on) else BREAKS_SHAPE


@cli.command()
@click.option("--graph", "-g", type=_FILE, help="The graph's file.  [default: the graph of the bundled articles]")
@_format_option(EXPORT_FORMATS)
@click.option("--output", "-o", type=_FILE, help="The file to write; without --format, its suffix names the format.")
def export(graph: Path | None, formats: tuple[str, ...], output: Path | None) -> None:
    """Write a graph in another format.

    Turtle is the default, and one of the forms of RDF. The spreadsheets csv and xlsx have one row for each claim, with
    the words that it rests on; in csv, an apostrophe leads what a spreadsheet would run as a formula. graphml, for
    programs such as Gephi, is a network with things as nodes and relations as edges.

    \b
    Examples:
      inspectkg export --output inspections.xlsx
      inspectkg export --graph inspections.trig --format csv --format graphml=network.graphml
    """
    from .graph.export import BINARY_FORMATS, FORMATS, format_of, serialise
    from .store import bundled_graph, read_quads

    default = format_of(output) if output else "turtle"
    wanted = targets(formats, tuple(FORMATS), default, output)
    for target in wanted:
        if target.path is None and target.format in BINARY_FORMATS and sys.stdout.isatty():
            raise UsageError(f"{target.format} is no text for a terminal: give --output FILE")
    quads = read_quads(graph or bundled_graph())
    for target in wanted:
        emit(serialise(quads, target.format, note=say), target.path)


@cli.command()
@click.argument("sources", nargs=-1, type=_FILE, metavar="[SOURCE]...")
@_format_option(FIGURE_FORMATS)
@click.option("--counts", is_flag=True, help="Give the numbers alone; as csv, a row for each article.")
@click.option("--expect", "expected", type=_FILE, metavar="FILE", help="Bounds for the counts: code 1 where missed.")
@click.option("--write-expect", "written", type=_FILE, metavar="FILE", help="Write what is read now as such bounds.")
def review(
    sources: tuple[Path, ...], formats: tuple[str, ...], counts: bool, expected: Path | None, written: Path | None
) -> int:
    """List what in articles was not understood, and count what was read.

    SOURCE is as for build; without any, the two bundled articles are read. Listed are the sentences that hold a figure,
    a grade, an agency or a word of judgement and gave no statement, and the names, speakers and dates that could not be
    resolved, with line, reason, and the rule that left them out.

    FILE holds bounds, as TOML, so that a silent drop in what is read fails; expected.toml in a folder is taken without
    being named. --write-expect makes one of what is read now; then nothing is checked, unless --expect says so.

    \b
    Examples:
      inspectkg review my-articles/
      inspectkg review my-articles/ --format csv=not-understood.csv
      inspectkg review my-articles/ --write-expect my-articles/expected.toml
    """
    from .review.expectations import BUNDLED, missed, without_expectation
    from .review.expectations import written as written_expectations
    from .review.report import FORMATS, render
    from .review.reviewing import review as reviewed

    wanted = targets(formats, FORMATS, "text")
    made = reviewed(sources, _show_progress)
    for message in made.messages:
        say(message)
    if not made.articles:
        say("error: no article could be read")
        return WRONG_INPUT
    found = () if written else made.expectations if sources else (BUNDLED,)
    files = [expected] if expected else sorted(found)
    short = missed(made, files, anywhere=expected is not None)
    if files and (unknown := without_expectation(made, files)):
        say(f"note: nothing is expected of {', '.join(unknown)}")
    for target in wanted:
        emit(render(made, short, target.format, counts=counts), target.path)
    if written:
        emit(written_expectations(made), written)
    if short:
        say(f"{len(short)} expectation{'s were' if len(short) != 1 else ' was'} missed")
    return WRONG_INPUT if made.failed else FALLS_SHORT if short else DONE


@cli.command()
@click.argument("statement", metavar="IRI-OR-TEXT")
@click.option("--graph", "-g", type=_FILE, help="The graph's file.  [default: the graph of the bundled articles]")
def explain(statement: str, graph: Path | None) -> None:
    """Show what a statement rests on.

    That is the sentence, the article, the speaker, and the rule that read it. Give the IRI of a statement (the column
    `finding` or `statement` of a query), in full or with its prefix, or some words of the sentence.

    \b
    Examples:
      inspectkg explain "sharing information"
      inspectkg explain finding:1f0c2d3e4b5a6978-812
    """
    from .graph.explaining import explain as explained
    from .store import bundled_graph

    emit(f"{explained(statement, graph or bundled_graph()).rstrip()}\n")


@cli.command()
@click.argument("addresses", type=_FILE, metavar="LIST")
@click.option("--output", "-o", type=_FILE, required=True, metavar="FOLDER", help="Where to save the pages.")
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
    from .fetching.listing import read_list
    from .fetching.saving import fetch as fetched
    from .fetching.settings import Settings
    from .files import MEBIBYTE

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
    from .fetching.visiting import Failure

    if isinstance(outcome, Failure):
        moved = "" if outcome.final_url == outcome.url else f" (redirected to {outcome.final_url})"
        say(f"error: {outcome.url}{moved}: {outcome.reason}")
    elif sys.stderr.isatty():
        say(f"saved {number} of {total}: {outcome.url}")


@cli.command()
@click.argument("folders", nargs=-1, required=True, type=_FILE, metavar="FOLDER...")
@_format_option(FIGURE_FORMATS)
@click.option("--by", type=click.Choice(["article"]), help="Give the figures of each article too.")
@click.option("--details", is_flag=True, help="List what was missed, is extra or differs, by article and line.")
@click.option("--min", "least", multiple=True, metavar="NAME=VALUE", help="End with code 1 below it; may be repeated.")
def evaluate(
    folders: tuple[Path, ...], formats: tuple[str, ...], by: str | None, details: bool, least: tuple[str, ...]
) -> int:
    """Measure how well articles are read, by facts that you noted in them.

    FOLDER holds articles, and beside each NAME.txt the facts noted in it, NAME.gold.json; CONTRIBUTING.md tells how to
    note them. They are compared with what saved queries answer: how many facts are noted (gold), told (said) and both
    (hit); the share of those told that are right (precision), of those noted that are told (recall), and their
    harmonic mean (F1). As csv, --details gives the list alone.

    \b
    Examples:
      inspectkg evaluate my-articles/
      inspectkg evaluate my-articles/ --details --by article
      inspectkg evaluate my-articles/ --min findings=0.85 --min facts=0.9
    """
    from .evaluation.evaluating import evaluate as evaluated
    from .evaluation.figures import floors, shortfalls
    from .evaluation.report import FORMATS, render

    wanted, floor = targets(formats, FORMATS, "text"), floors(least)
    made = evaluated(folders, _show_progress)
    for note in made.notes:
        say(note)
    for target in wanted:
        emit(render(made, target.format, articles=by == "article", details=details), target.path)
    short = shortfalls(made.figures, floor)
    for line in short:
        say(f"falls short: {line}")
    return FALLS_SHORT if short else DONE


def _interrupted() -> int:
    """End as a process ends that Ctrl-C stopped, so that a calling script stops too; nothing is left half-written."""
    say("interrupted; every file is as it was before, or complete")
    if os.name == "posix":
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGINT)
    return 130


def _trace(debug: bool) -> None:
    if debug or os.environ.get("INSPECTKG_DEBUG"):
        traceback.print_exc()
