"""Who speaks: the inspectorate, somebody else, or the writer."""

from __future__ import annotations

import pytest
from articles import article, of_kind, slug, told

from inspectkg.loader.discourse import tell
from inspectkg.loader.dividing import divide
from inspectkg.loader.statements import Finding
from inspectkg.loader.story import Side, Voice


def _voices(*lines: str) -> list[Voice]:
    text = article(*lines)
    return [sentence.voice for sentence in tell(text, divide(text)).sentences][1:]


def _sides(*lines: str) -> list[Side]:
    return [voice.side for voice in _voices(*lines)]


ITS, OTHER, WRITER = Side.INSPECTORATE, Side.OTHER, Side.WRITER


class TestSpeakers:
    """The side on which a sentence is told."""

    @pytest.mark.parametrize(
        "line",
        [
            "Inspectors found staff were tired.",
            "The watchdog said staff were tired.",
            "The report said staff were tired.",
            "Staff were tired, according to the inspectorate.",
            "It was noted that staff were tired.",
            "The inspection found staff were tired.",
            "HMI Probation warned of tired staff.",
            "Practitioners told inspectors they were tired.",
            "Martin Jones, the chief inspector, said staff were tired.",
        ],
    )
    def test_the_inspectorate(self, line):
        """Inspectors, the report, its passives and the views it passes on are the inspectorate's words."""
        assert _sides(line) == [ITS]

    @pytest.mark.parametrize(
        "line",
        [
            "Napo said staff were tired.",
            "Councillors said staff were tired.",
            "The MP said staff were tired.",
            "Ministers said staff were tired.",
            "The charity said staff were tired.",
            "One officer said staff were tired.",
            "The head of the unit said staff were tired.",
            "A spokesperson for the Ministry of Justice said staff were tired.",
            "Derbyshire Constabulary said staff were tired.",
            "Staff were tired, according to Napo.",
            "Ann Cole, Labour MP for Derby, said staff were tired.",
            "HM Inspectorate of Prisons said staff were tired.",
        ],
    )
    def test_others(self, line):
        """Unions, politicians, councils, ministries, charities and unit heads speak for themselves."""
        assert _sides(line) == [OTHER]

    @pytest.mark.parametrize("line", ["Staff were tired.", "The offices are in Derby.", "She spoke for an hour."])
    def test_the_writer(self, line):
        """Without a speaker the writer tells."""
        assert _sides(line) == [WRITER]

    @pytest.mark.parametrize(
        ("line", "speaker"),
        [
            ("A Ministry of Justice spokesperson said it was tired.", "ministry-of-justice"),
            ("A spokeswoman for the MoJ said it was tired.", "ministry-of-justice"),
            ("Derbyshire Constabulary said it was tired.", "derbyshire-constabulary"),
            ("Inspectors said it was tired.", "hmi-probation"),
        ],
    )
    def test_whom_they_speak_for(self, line, speaker):
        """A spokesperson stands for the body they speak for, abbreviations resolved."""
        (voice,) = _voices(line)
        assert slug(voice.speaker) == speaker


class TestAttribution:
    """Where the speaker is named, and how far the naming reaches."""

    def test_before_after_and_inside(self):
        """The speaker may stand before, after or inside the quotation."""
        lines = [
            "The inspectorate said: 'Plans were late and thin.'",
            "'Plans were late and thin,' the inspectorate said.",
            "'Plans were late,' the inspectorate said, 'and they were thin.'",
        ]
        voices = _voices(*lines)
        assert [voice.side for voice in voices] == [ITS] * 3
        assert {voice.manner for voice in voices} == {"quoted"}

    def test_carried_through_a_quotation_of_several_sentences(self):
        """Every sentence of a quotation is its speaker's."""
        assert _sides("Napo said: 'Plans were late. Reviews were thin. Nobody came.' The offices are in Derby.") == [
            OTHER
        ] * 3 + [WRITER]

    def test_a_quotation_that_reopens_each_paragraph(self):
        """A quotation that is not closed goes on in the paragraph that opens with a mark again."""
        assert _sides(
            "Napo said: “Plans were late.", "“Reviews were thin.", "“Nobody came.”", "The offices are in Derby."
        ) == [
            OTHER,
            OTHER,
            OTHER,
            WRITER,
        ]

    def test_a_quotation_alone_goes_on_from_the_speaker_before(self):
        """A paragraph that is nothing but speech is the last speaker's."""
        assert _sides("'Plans were late,' said Napo.", "'Reviews were thin.'") == [OTHER, OTHER]

    def test_a_pronoun_resumes_the_speaker(self):
        """It and they beside a verb of saying are the speaker of the sentence before."""
        assert _sides("The report said plans were late.", "It also said reviews were thin.") == [ITS, ITS]
        assert _sides("Napo said plans were late.", "It also said reviews were thin.") == [OTHER, OTHER]

    def test_a_pronoun_without_saying_resumes_nobody(self):
        """It as the subject of another verb is no speaker."""
        assert _sides("Napo said plans were late.", "It is a large unit.") == [OTHER, WRITER]

    def test_a_list_is_told_by_whoever_announces_it(self):
        """The items of a list are the words of the speaker in its lead-in."""
        assert _sides("The report found:", "Plans were late", "Reviews were thin")[1:] == [ITS, ITS]
        assert _sides("Napo said:", "Plans were late", "Reviews were thin")[1:] == [OTHER, OTHER]

    def test_words_in_a_quotation_name_no_speaker(self):
        """An MP who says "the report said" does not make the speech the report's."""
        assert _sides("The MP said: 'I read that the report said plans were late.'") == [OTHER]

    def test_a_title_and_surname_is_the_person_named_before(self):
        """Mr and a surname stand for whoever was introduced by full name."""
        first, second = _voices(
            "Jane Okafor, head of the unit, said plans were late.", "Ms Okafor said reviews were thin."
        )
        assert (first.name, second.name) == ("Jane Okafor", "Jane Okafor")

    def test_a_name_alone_is_no_speaker_for_the_inspectorate(self):
        """What a regional paper's MP says is no finding, what the chief inspector says is one."""
        said = "said reviews were too thin."
        assert told(Finding, f"Ann Cole, Labour MP for Derby, {said}") == []
        (finding,) = told(Finding, f"Martin Jones, chief inspector of probation, {said}")
        assert finding.manner == "reported"

    def test_phrases_picked_out_are_no_speech(self):
        """A word or two in quotation marks leave the sentence reported."""
        (voice,) = _voices("Inspectors noted a 'clear commitment' to staff.")
        assert voice.manner == "reported"

    def test_an_unclosed_quotation_does_not_swallow_the_article(self):
        """The next paragraph that does not reopen it is the writer's again."""
        text = article("Napo said: 'Plans were late.", "The report found reviews were too thin.")
        assert len(of_kind(Finding, text)) == 1
