"""Text as rules see it, sentences, quotation marks, clauses and numbers."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectkg.loader.clauses import clauses
from inspectkg.loader.numbers import number, scaled
from inspectkg.loader.quotations import quotations
from inspectkg.loader.sentences import sentences
from inspectkg.loader.text import Span, fold, straighten

LINES = st.text(
    st.one_of(st.sampled_from(list("aB3 .?!…'\"’‘“”()-:;,\u00a0")), st.characters(exclude_characters="\n\r")),
    max_size=60,
)


def _sentences(text: str) -> list[str]:
    return [span.of(text) for span in sentences(text, Span(0, len(text)))]


def _quotes(text: str) -> list[tuple[str, bool]]:
    return [(quote.span.of(text), quote.closed) for quote in quotations(straighten(text), Span(0, len(text)))]


class TestFold:
    """Folded text is plain, in lower case, and as long as it was."""

    @given(st.text())
    def test_it_keeps_every_offset(self, text):
        """Whatever the characters, each stays at its place."""
        assert len(fold(text)) == len(straighten(text)) == len(text)

    @given(st.text())
    def test_it_is_settled(self, text):
        """Folding twice is folding once, but for letters that lower case turns into two."""
        assert fold(fold(text)) == fold(text)

    @pytest.mark.parametrize(
        ("written", "plain"),
        [
            ("“A”", '"a"'),
            ("‘A’", "'a'"),
            ("\x93A\x94", '"a"'),
            ("\x91A\x92", "'a'"),
            ("10\u00a0%", "10 %"),
            ("a–b—c", "a-b-c"),
            ("İstanbul", "İstanbul"),
            ("ẞ", "ß"),
        ],
    )
    def test_marks_are_made_plain(self, written, plain):
        """Typographic and Windows-1252 marks, dashes and hard spaces are read as plain ones."""
        assert fold(written) == plain

    def test_spans_know_their_place(self):
        """Spans cover, overlap and shift as stretches of text do."""
        assert Span(0, 5).covers(Span(1, 5)) and not Span(1, 5).covers(Span(0, 5))
        assert Span(0, 2).overlaps(Span(1, 3)) and not Span(0, 2).overlaps(Span(2, 3))
        assert Span(1, 3).shifted(4) == Span(5, 7) and len(Span(5, 7)) == 2


class TestSentences:
    """Sentences end where a reader would end them."""

    @pytest.mark.parametrize(
        ("text", "wanted"),
        [
            ("Staff left. Few came.", ["Staff left.", "Few came."]),
            ("Mr Jones left. He was tired.", ["Mr Jones left.", "He was tired."]),
            ("Dr. Cole left early.", ["Dr. Cole left early."]),
            ("The unit (St. Helens) was late. Staff left.", ["The unit (St. Helens) was late.", "Staff left."]),
            ("It cost £4.2 million. Good.", ["It cost £4.2 million.", "Good."]),
            ("The I.T. system failed. It did.", ["The I.T. system failed.", "It did."]),
            ("Why? Because! Yes… So it was.", ["Why?", "Because!", "Yes…", "So it was."]),
            ("It was late.” Staff left.", ["It was late.”", "Staff left."]),
            ("'Go away. Now.' Then he left.", ["'Go away.", "Now.'", "Then he left."]),
            ("Para. 4 was late.", ["Para. 4 was late."]),
            ("No capital. after it", ["No capital. after it"]),
            ("A text that stops mid-wo", ["A text that stops mid-wo"]),
        ],
    )
    def test_ends(self, text, wanted):
        """A full stop ends a sentence unless it belongs to an abbreviation, a number or an initial."""
        assert _sentences(text) == wanted

    @given(LINES)
    def test_they_cover_all_but_spaces_and_never_overlap(self, line):
        """Nothing of a line is lost or read twice."""
        spans = sentences(line, Span(0, len(line)))
        covered = {at for span in spans for at in range(span.start, span.end)}
        assert sum(map(len, spans)) == len(covered)
        assert all(line[at].isspace() for at in range(len(line)) if at not in covered)
        assert spans == sorted(spans)

    @given(LINES, LINES)
    def test_they_stay_in_their_block(self, before, line):
        """The sentences of a block are the same wherever the block stands."""
        text = f"{before}\n{line}"
        start = len(before) + 1
        alone = sentences(line, Span(0, len(line)))
        assert sentences(text, Span(start, len(text))) == [span.shifted(start) for span in alone]


class TestQuotations:
    """Quotation marks are paired as writers mean them."""

    @pytest.mark.parametrize(
        ("text", "wanted"),
        [
            ("He said 'go away' twice.", [("'go away'", True)]),
            ("He said “go” and ‘stay’.", [("“go”", True), ("‘stay’", True)]),
            ("the unit's staff and the officers' room", []),
            ("It was \"a 'b' c\" then.", [("\"a 'b' c\"", True)]),
            ("He said: 'It was late.\"", [("'It was late.\"", True)]),
            ("He said: 'It was late", [("'It was late", False)]),
            ('"It\'s late," he said. "Go."', [('"It\'s late,"', True), ('"Go."', True)]),
            ("", []),
        ],
    )
    def test_pairs(self, text, wanted):
        """Straight, curly, mixed and forgotten marks are read; an apostrophe is none."""
        assert _quotes(text) == wanted

    @given(LINES, LINES)
    def test_they_lie_in_their_block(self, before, line):
        """A quotation lies in the block, begins with a mark, and overlaps no other."""
        text = straighten(f"{before}\n{line}")
        block = Span(len(before) + 1, len(text))
        found = quotations(text, block)
        assert all(block.covers(quote.span) and text[quote.span.start] in "'\"" for quote in found)
        assert all(one.span.end <= other.span.start for one, other in pairwise(found))
        assert all(quote.closed for quote in found[:-1])


class TestClauses:
    """What one clause says is not laid to another."""

    @pytest.mark.parametrize(
        ("text", "wanted"),
        [
            ("staff were kind, but plans were late", ["staff were kind", ", but plans were late"]),
            ("plans were late while reviews were thin", ["plans were late", " while reviews were thin"]),
            ("plans were late; reviews were thin", ["plans were late", "; reviews were thin"]),
            ("plans and reviews were late", ["plans and reviews were late"]),
        ],
    )
    def test_cuts(self, text, wanted):
        """Clauses end at but, while and semicolons, not at every "and"."""
        assert [span.of(text) for span in clauses(text)] == wanted

    @given(LINES.map(fold))
    def test_they_cover_the_sentence(self, folded):
        """Clauses together are the sentence."""
        assert "".join(span.of(folded) for span in clauses(folded)) == folded


def _words(value: int) -> str:
    units = (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen"
    ).split()
    tens = "twenty thirty forty fifty sixty seventy eighty ninety".split()
    hundreds, rest = divmod(value, 100)
    small = units[rest] if rest < 20 else tens[rest // 10 - 2] + (f"-{units[rest % 10]}" if rest % 10 else "")
    if not hundreds:
        return small
    return f"{units[hundreds]} hundred" + (f" and {small}" if rest else "")


class TestNumbers:
    """Numbers in digits and words, and sums of money."""

    @given(st.integers(0, 999))
    def test_words_up_to_999(self, value):
        """Every number that articles spell out is read back."""
        assert number(_words(value)) == value
        assert number(_words(value).replace("-", " ").upper()) == value

    @given(st.integers(0, 10**12))
    def test_digits_with_commas(self, value):
        """Thousands may be parted by commas."""
        assert number(f"{value:,}") == number(str(value)) == value

    @pytest.mark.parametrize(
        ("words", "value"), [("a hundred and five", 105), ("52.5", 52.5), (" 1,300 ", 1300), ("two thousand", 2000)]
    )
    def test_forms(self, words, value):
        """Articles count as "a hundred", with decimals, and with spaces around."""
        assert number(words) == value

    @pytest.mark.parametrize("words", ["many", "a dozen eggs", "tenfold"])
    def test_no_number(self, words):
        """What is no number is refused."""
        with pytest.raises(ValueError, match="no number"):
            number(words)

    @pytest.mark.parametrize(
        ("digits", "scale", "value"),
        [
            ("4.2", " million", 4_200_000),
            ("9", "m", 9_000_000),
            ("1.1", "bn", 1_100_000_000),
            ("85,000", "", 85_000),
            ("4.35", "m", 4_350_000),
        ],
    )
    def test_sums(self, digits, scale, value):
        """A sum is told in full, exact to the penny."""
        assert scaled(digits, scale) == value
