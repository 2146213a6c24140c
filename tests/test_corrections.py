"""Corrections by hand: they do just what they say, are kept with their reason, and fail loudly where they cannot."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from articles import OPENING, article
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st

from inspectkg.errors import InputError
from inspectkg.graph.building import Build, build
from inspectkg.loader.corrections import correct, corrections_file
from inspectkg.loader.documents.article import Article
from inspectkg.loader.fields import KINDS, described, kind_of
from inspectkg.loader.reading import read
from inspectkg.loader.statements import Finding, Pledge, Rating, Reading, Statement, Statistic
from inspectkg.ontology.namespaces import iri
from inspectkg.shapes.validation import validate_quads

GRADES = "The unit was rated 'inadequate' overall, and 'good' for leadership."
LATE = "Reviews of risk were late in 6 of 50 cases."
PROMISE = "A Ministry of Justice spokesperson said: 'We will recruit 1,300 officers by March.'"
PLAIN = "The kettle in the office was old."
LEADERSHIP = 'aspect = "leadership"\n'
MIXED = 'polarity = "mixed"\n'
TEXT = article(GRADES, LATE, PROMISE, PLAIN, PLAIN)


_read = cache(read)


def _correct(tmp_path: Path, entries: str, text: str = TEXT, head: str = 'by = "Jane Roe"\n') -> Reading:
    """What is read from TEXT, with the ENTRIES of a file."""
    path = tmp_path / "a.txt.corrections.toml"
    path.write_text(head + entries, encoding="utf-8")
    return correct(_read(text), Article("a.txt", text), path)


def _entry(table: str, kind: str, quote: str, more: str = "", why: str = "It says so.") -> str:
    return f"[[{table}]]\nkind = '{kind}'\nquote = \"{quote}\"\n{more}\nwhy = '{why}'\n"


def _told(reading: Reading, kind: type[Statement]) -> list[str]:
    return [described(one) for one in reading.statements if isinstance(one, kind)]


class TestRemove:
    """What was read wrongly goes, and nothing else."""

    def test_one_of_two_in_a_sentence(self, tmp_path):
        """Fields choose among several statements of a kind; the rest stays as it was."""
        found = _correct(tmp_path, _entry("remove", "rating", GRADES, 'aspect = "leadership"'))
        before = read(TEXT)
        assert [one for one in before.statements if one not in found.statements] == [
            one for one in before.statements if isinstance(one, Rating) and one.aspect == iri("aspect:leadership")
        ]
        (made,) = found.corrections
        assert (made.action, made.kind, made.by, made.why) == ("removed", "rating", "Jane Roe", "It says so.")
        assert made.before == "body: Derby City; aspect: leadership; grade: good; previous: false"
        assert made.after == ""

    def test_the_inspection_and_all_that_was_told_of_it(self, tmp_path):
        """An article that is about something else yields nothing once all of it is removed."""
        text = article("The unit was rated 'good'.")
        entries = "".join(_entry("remove", kind_of(one), one.quote.of(text)) for one in read(text).statements)
        found = _correct(tmp_path, entries, text)
        assert (found.statements, found.bodies) == ((), ())


class TestChange:
    """A statement says something else, at the same words, read by the same rule."""

    @pytest.mark.parametrize(
        ("kind", "quote", "more", "after"),
        [
            ("statistic", LATE, "set = { numerator = 7 }", "numerator: 7; denominator: 50"),
            ("inspection", OPENING, "set = { recommendationCount = 5 }", "recommendationCount: 5"),
            ("statistic", "in 6 of 50", 'set = { population = "files", percent = 12.5 }', "percent: 12.5"),
            ("statistic", LATE, 'set = { qualifier = "under" }', "qualifier: under"),
            ("statistic", LATE, "set = { topics = [] }", "population: cases"),
            ("pledge", PROMISE, 'set = { deadline = "2027" }', "deadline: 2027"),
            ("pledge", PROMISE, "set = { deadline = 2027-03-09 }", "deadline: 2027-03-09"),
            ("pledge", PROMISE, 'set = { deadline = "", qualifier = "up-to" }', "qualifier: up-to"),
            ("pledge", PROMISE, 'set = { by = "HMPPS", value = 0, unit = "GBP" }', "by: hmpps"),
            (
                "rating",
                GRADES,
                'aspect = "overall"\nset = { grade = "Requires improvement" }',
                "grade: requires-improv",
            ),
            (
                "rating",
                GRADES,
                'aspect = "overall"\nset = { previous = true, reported = "2022-03" }',
                "reported: 2022-03",
            ),
            ("rating", GRADES, 'aspect = "overall"\nset = { speaker = "Martin Jones" }', "speaker: martin-jones"),
            ("finding", LATE, 'set = { polarity = "mixed", agencies = ["courts"] }', "agencies: courts"),
        ],
    )
    def test_fields(self, tmp_path, kind, quote, more, after):
        """Values are written as the columns of queries have them, or as labels."""
        found = _correct(tmp_path, _entry("change", kind, quote, more))
        (made,) = found.corrections
        assert after in made.after and made.before != made.after
        (changed,) = (one for one in found.statements if one.correction == made)
        old = next(one for one in read(TEXT).statements if kind_of(one) == kind and one.rule == changed.rule)
        assert changed.quote == old.quote

    def test_the_body_takes_all_along(self, tmp_path):
        """Where the article is on another body, everything that it tells is."""
        found = _correct(tmp_path, _entry("change", "inspection", OPENING, 'set = { body = "pdu:derbyshire" }'))
        assert [body.label for body in found.bodies] == ["Derbyshire"]
        told = "".join(_told(found, Rating) + _told(found, Statistic) + _told(found, Finding))
        assert "Derbyshire" in told and "Derby City" not in told

    def test_the_words_of_the_deadline_stay(self, tmp_path):
        """What is mended is how they were understood."""
        found = _correct(tmp_path, _entry("change", "pledge", PROMISE, 'set = { deadline = "2027-03" }'))
        (pledge,) = (one for one in found.statements if isinstance(one, Pledge))
        assert pledge.deadline is not None
        assert (pledge.deadline.latest, pledge.deadline.stated) == (date(2027, 3, 31), "by march")

    def test_the_region_of_a_unit_that_no_list_has(self, tmp_path):
        """It can be told; where the unit turns out to be a listed one, the region is the list's again."""
        text = article("Reviews were late.", opening=OPENING.replace("Derby City", "Trumpton"))
        region = _entry("change", "inspection", OPENING.replace("Derby City", "Trumpton"), 'set = { region = "wales" }')
        assert "region: Wales" in _correct(tmp_path, region, text).corrections[0].after
        known = region.replace('region = "wales"', 'body = "pdu:leeds"')
        assert "region" not in _correct(tmp_path, known, text).corrections[0].after

    def test_a_grade_that_is_the_outcome_has_no_earlier_month(self, tmp_path):
        """The month goes with the mistake of taking the grade for an earlier one."""
        line = "The unit was rated good, up from requires improvement in March 2022."
        entry = _entry("change", "rating", line, 'grade = "requires improvement"\nset = { previous = false }')
        (made,) = _correct(tmp_path, entry, article(line)).corrections
        assert "reported: 2022-03" in made.before and "reported" not in made.after

    def test_a_deadline_that_is_told_to_the_day_is_named_by_its_month(self, tmp_path):
        """As the question with fixed columns has it."""
        line = PROMISE.replace("by March", "by 9 March 2026")
        entry = _entry("change", "pledge", line, 'deadline = "2026-03"\nset = { value = 1400 }')
        (made,) = _correct(tmp_path, entry, article(line)).corrections
        assert "deadline: 2026-03-09" in made.after


class TestAdd:
    """What the rules missed."""

    @pytest.mark.parametrize(
        ("kind", "more", "after"),
        [
            ("rating", 'aspect = "reviewing"\ngrade = "good"', "aspect: reviewing; grade: good; previous: false"),
            ("finding", 'polarity = "negative"', "body: Derby City; polarity: negative"),
            ("finding", MIXED + 'topics = ["police-information-sharing"]\nagencies = ["police"]', "topics: "),
            ("statistic", "percent = 30\nqualifier = 'about'", "percent: 30; qualifier: about"),
            ("recommendation", 'addressees = ["HMPPS"]', "agencies: hmpps; addressees: hmpps"),
            ("pledge", 'by = "Ministry of Justice"', "by: ministry-of-justice; pledgeKind: other"),
            ("pledge", 'by = "HMPPS"\nvalue = 2\nunit = "kettles"\ndeadline = "2026"', "unit: kettles; deadline: 2026"),
            ("person", 'name = "Martin Jones"\nrole = "chief inspector"', "name: Martin Jones; role: chief inspector"),
            ("inspection", 'body = "north-east"', "body: North East"),
        ],
    )  # fmt: skip
    def test_kinds(self, tmp_path, kind, more, after):
        """Each kind can be added, is checked by the shapes, and says that it is by hand."""
        (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8", newline="")
        line = TEXT.count("\n", 0, TEXT.index(PLAIN)) + 1
        entry = _entry("add", kind, PLAIN, f"line = {line}\n{more}")
        (tmp_path / "a.txt.corrections.toml").write_text(f'by = "Jane Roe"\n{entry}', encoding="utf-8")
        built = build([tmp_path])
        assert not built.failed, built.problems
        reading = built.sources[0].reading
        assert after in reading.corrections[0].after
        (added,) = (one for one in reading.statements if one.correction is not None)
        assert (added.quote.start, added.rule) == (TEXT.index(PLAIN), "correction-by-hand")
        assert validate_quads(built.quads, texts=built.texts).conforms("violation")

    def test_several_bodies_need_the_inspection_first(self, tmp_path):
        """A statement on a body stands beside the report of its inspection, in whatever order they are written."""
        finding = _entry("add", "finding", LATE, 'polarity = "mixed"\nbody = "pdu:leeds"\n', "So.").replace(
            LATE, GRADES
        )
        with pytest.raises(InputError, match="whose inspection it does not report"):
            _correct(tmp_path, finding)
        found = _correct(tmp_path, finding + _entry("add", "inspection", LATE, 'body = "pdu:leeds"'))
        assert [body.label for body in found.bodies] == ["Derby City", "Leeds"]


REFUSED = [
    (_entry("remove", "rating", GRADES), "2: [[remove]]: 2 statements fit; say which, by their fields: (body:"),
    (_entry("remove", "rating", LATE), "no rating like that was read from these words; there is: finding (body:"),
    (_entry("remove", "rating", GRADES, 'aspect = "staffing"'), "no rating like that"),
    (_entry("remove", "rating", GRADES.replace("overall", "in all")), f'nearest is: "{GRADES}"'),
    (_entry("remove", "rating", "Wholly other words"), "the article does not have these words: 'Wholly other words'"),
    (_entry("remove", "rating", PLAIN), "not once in the article, but in line 7 (start ="),
    (_entry("remove", "rating", PLAIN, "line = 2"), "not there in the article"),
    (_entry("remove", "ratting", GRADES), "kind 'ratting' is not known; did you mean rating?"),
    (_entry("remove", "rating", GRADES, 'aspekt = "x"'), "aspekt is not known here; did you mean aspect"),
    (_entry("remove", "rating", GRADES, 'aspect = "leadershp"'), "'leadershp' is not known; did you mean leadership"),
    (_entry("remove", "statistic", LATE) * 2, "7: [[remove]]: this statistic was put right already, in line 2"),
    (_entry("change", "statistic", LATE), "what to change is missing"),
    (_entry("change", "statistic", LATE, "set = { numerator = 6 }"), "changes nothing"),
    (_entry("change", "statistic", LATE, "set = { numerator = nan }"), "numerator: a number, zero or more"),
    (_entry("change", "statistic", LATE, "set = { numerator = true }"), "numerator: a number"),
    (_entry("change", "statistic", LATE, 'set = { numerator = "" }'), "needs a numerator or a percent"),
    (_entry("change", "statistic", LATE, 'set = { denominator = "" }'), "has both numerator and denominator"),
    (_entry("change", "statistic", LATE, 'set = { numerator = "", percent = 12 }'), "has both numerator and denom"),
    (_entry("change", "statistic", LATE, "set = { denominator = 0 }"), "denominator is 0"),
    (_entry("change", "statistic", LATE, "set = { numerator = 0, denominator = 0 }"), "denominator is 0"),
    (_entry("change", "statistic", LATE, "set = { numerator = 60 }"), "numerator is 60, more than the denominator, 50"),
    (_entry("change", "statistic", LATE, "set = { percent = 112.5 }"), "percent is 112.5: a share is 100 at most"),
    (_entry("add", "statistic", PLAIN, "line = 7\nnumerator = 3"), "has both numerator and denominator"),
    (_entry("change", "rating", GRADES, LEADERSHIP + 'set = { reported = "2021-11" }'), "set previous = true as well"),
    (_entry("add", "rating", LATE, LEADERSHIP + 'grade = "good"\nreported = "2021-11"'), "set previous = true as well"),
    (_entry("change", "inspection", OPENING, 'set = { region = "north east" }'), "have Derby City in East Midlands"),
    (_entry("add", "inspection", LATE, 'body = "pdu:leeds"\nregion = "wales"'), "lists have Leeds in Yorkshire"),
    (_entry("add", "inspection", LATE, 'body = "region:wales"\nregion = "wales"'), "the lists have Wales in"),
    (_entry("change", "statistic", LATE, "set = { nominator = 6 }"), "a statistic has no nominator; did you mean "),
    (_entry("change", "pledge", PROMISE, 'set = { deadline = "soon" }'), "a year, month or day was expected"),
    (_entry("change", "pledge", PROMISE, 'set = { deadline = "2026-02-30" }'), "there is no such day"),
    (_entry("change", "pledge", PROMISE, 'set = { unit = "" }'), "both value and unit"),
    (_entry("change", "finding", LATE, 'set = { body = "pdu:leeds" }'), "whose inspection it does not report"),
    (_entry("change", "finding", LATE, 'set = { body = "Nowhere" }'), "body: 'nowhere' is not known"),
    (_entry("add", "finding", LATE, 'polarity = "positive"'), "this sentence has a finding already"),
    (_entry("add", "rating", GRADES, 'aspect = "leadership"\ngrade = "good"'), "is there already: body: Derby City"),
    (_entry("add", "rating", LATE, 'aspect = "leadership"'), "grade is missing: a rating needs body and"),
    (_entry("add", "finding", GRADES, 'polarity = "bad"'), "polarity: 'bad' is not known"),
    (_entry("add", "finding", GRADES, 'polarity = "mixed"', why=" "), "why must be words"),
    (_entry("remove", "inspection", OPENING), "the article then has a rating on Derby City"),
    ("[[drop]]\nkind = 'rating'\n", "drop is not known here; there are: by, [[add]], [[change]], [[remove]]"),
    ("", "has no entry"),
    ("[[add]\n", ":2:6: is not valid TOML"),
]  # fmt: skip


class TestRefused:
    """Nothing is guessed: what does not fit is an error with its place, and what is near."""

    @pytest.mark.parametrize(("entries", "words"), REFUSED)
    def test_wrong_entries(self, tmp_path, entries, words):
        """The message names the file, the line of the entry and what there is."""
        with pytest.raises(InputError) as error:
            _correct(tmp_path, entries)
        assert words in str(error.value)
        assert str(error.value).startswith(str(tmp_path / "a.txt.corrections.toml"))

    def test_somebody_answers_for_it(self, tmp_path):
        """Without a name there are no corrections."""
        with pytest.raises(InputError, match="does not say who"):
            _correct(tmp_path, _entry("remove", "statistic", LATE), head="")

    @given(st.sampled_from(sorted(KINDS)), st.text(max_size=30), st.sampled_from(["add", "change", "remove"]))
    def test_any_words(self, tmp_path_factory, kind, quote, table):
        """Whatever is given as a quote, the file is followed or refused."""
        folder = tmp_path_factory.mktemp("any")
        written = "".join(f"\\U{ord(char):08x}" for char in quote if not 0xD800 <= ord(char) < 0xE000)
        try:
            found = _correct(folder, _entry(table, kind, written))
        except InputError:
            return
        assert found.corrections


class TestBuilding:
    """Corrections beside articles."""

    def _folder(self, tmp_path: Path, entries: str) -> Path:
        folder = tmp_path / "in"
        folder.mkdir(exist_ok=True)
        (folder / "a.txt").write_text(TEXT, encoding="utf-8", newline="")
        (folder / "b.txt").write_text(article("It rained."), encoding="utf-8", newline="")
        (folder / "a.txt.corrections.toml").write_text(f'by = "Jane Roe"\n{entries}', encoding="utf-8")
        return folder

    def _values(self, built: Build, prefixed: str) -> list[str]:
        return sorted(quad.object.value for quad in built.quads if quad.predicate.value == iri(prefixed))

    def test_it_is_in_the_graph_and_survives_a_rebuild(self, tmp_path):
        """The changed claim names its correction, which says who, why, what it was, and in which file."""
        entries = _entry("change", "statistic", LATE, "set = { numerator = 7 }")
        folder = self._folder(tmp_path, entries + _entry("remove", "finding", LATE))
        built = build([folder])
        assert [source.article.name for source in built.sources] == ["a.txt", "b.txt"]
        assert self._values(built, "ikg:numerator") == ["7"]
        assert len(self._values(built, "ikg:correctedBy")) == 1
        assert self._values(built, "ikg:reason") == ["It says so."] * 2
        assert len(set(self._values(built, "ikg:correctionsSha256"))) == 1
        assert "note: a.txt: 2 statements put right by hand, by Jane Roe" in built.problems
        assert build([folder]).quads == built.quads == build(sorted(folder.iterdir())).quads
        assert validate_quads(built.quads, texts=built.texts).conforms("violation")

    def test_a_wrong_file_stops_its_article_alone(self, inside: Run, tmp_path):
        """The article is not built from guesses, the others are, and the exit code is 2."""
        folder = self._folder(tmp_path, _entry("remove", "rating", GRADES))
        done = inside("build", folder, "--output", "g.trig")
        assert done.code == 2
        assert f"error: {folder / 'a.txt.corrections.toml'}:2: [[remove]]: 2 statements fit" in done.err
        graph = (tmp_path / "g.trig").read_text(encoding="utf-8")
        assert '"b.txt"' in graph and '"a.txt"' not in graph

    def test_corrections_without_their_article(self, tmp_path):
        """A file beside nothing is a mistake in its name."""
        folder = self._folder(tmp_path, _entry("remove", "statistic", LATE))
        (folder / "c.txt.corrections.toml").write_text("", encoding="utf-8")
        built = build([folder])
        assert built.failed and len(built.sources) == 2
        assert any("c.txt.corrections.toml: there is no article 'c.txt' beside it" in line for line in built.problems)

    def test_explained_and_listed(self, inside: Run, tmp_path):
        """`explain` shows what was changed and removed, the query lists both."""
        entries = _entry("change", "statistic", LATE, "set = { numerator = 7 }") + _entry("remove", "finding", LATE)
        inside("build", self._folder(tmp_path, entries), "--output", "g.trig")
        shown = " ".join(inside("explain", "late in 6 of 50", "--graph", "g.trig").text.split())
        assert "corrected changed by Jane Roe: It says so. Before: body: Derby City; numerator: 6;" in shown
        assert "removed removed by Jane Roe: It says so. Before: body: Derby City; polarity: negative;" in shown
        listed = inside("query", "corrections", "--graph", "g.trig", "--format", "csv").text
        assert listed.count("Jane Roe") == 2 and "a.txt,changed,statistic," in listed

    def test_the_file_of_an_article(self):
        """It has the article's whole name."""
        assert corrections_file(Path("in/a.txt")) == Path("in/a.txt.corrections.toml")
