"""The encodings in which people save texts: each is read, or refused with the place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectkg.errors import InputError
from inspectkg.loader.documents.decoding import decode

FILE = Path("a.txt")
PROSE = "Inspectors said the unit’s work was “inadequate” – the lowest rating. It cost £30m at a café."


class TestDecode:
    """Bytes are text in an encoding that they show, or refused."""

    @pytest.mark.parametrize(
        ("data", "text"),
        [
            (b"one\ntwo", "one\ntwo"),
            (b"one\r\ntwo\rthree", "one\ntwo\nthree"),
            ("\ufeffé".encode(), "é"),
            ("a\u0096b\u00a0c".encode(), "a\u0096b\u00a0c"),
        ],
    )
    def test_utf_8(self, data, text):
        """Is read as it is: line ends made plain, one mark dropped, everything else kept, and no note."""
        assert decode(data, FILE) == decode(text.encode(), FILE)
        assert decode(data, FILE).text == text and decode(data, FILE).notes == ()

    @pytest.mark.parametrize("codec", ["utf-16", "utf-32", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
    @pytest.mark.parametrize("text", [PROSE, "One is.\nTwo are."])
    def test_utf_16_and_32(self, codec, text):
        """With a mark, or without one where the zero bytes show it; a note says so."""
        found = decode(text.encode(codec), FILE)
        assert found.text == text
        assert found.notes == (f"read as {codec.upper()}, since it is not UTF-8",)

    @pytest.mark.parametrize(
        ("codec", "name"),
        [("cp1252", "Windows-1252"), ("mac_roman", "Mac Roman"), ("gb18030", "GB18030")],
    )
    @pytest.mark.parametrize("text", [PROSE, "The unit’s work.", "It was “good” – inspectors said so."])
    def test_old_encodings(self, codec, name, text):
        """English prose is known by its quotation marks and dashes, in short texts as in long ones."""
        found = decode(text.encode(codec), FILE)
        assert (found.text, found.notes) == (text, (f"read as {name}, since it is not UTF-8",))

    @pytest.mark.parametrize("text", ["café", "It cost £1,000 to the service.", "ÉCOLE", "naïve coöperation"])
    def test_a_single_letter_is_windows(self, text):
        """Where a byte or two have to do, the most frequent encoding is meant."""
        assert decode(text.encode("cp1252"), FILE).text == text

    def test_mixed(self):
        """A text pasted from two sources is read piece by piece."""
        found = decode("one’s ".encode() + "two’s".encode("cp1252"), FILE)
        assert found.text == "one’s two’s" and "mixed" in found.notes[0]

    @pytest.mark.parametrize(
        ("data", "declared", "text"),
        [
            (PROSE.encode("cp1252"), "utf-8", PROSE),
            (PROSE.encode(), "iso-8859-1", PROSE),
            (PROSE.encode("cp1252"), "iso-8859-1", PROSE),
            (PROSE.encode("cp1252"), "US-ASCII", PROSE),
            ("работа".encode("cp1251"), "windows-1251", "работа"),
            ("’".encode("shift_jis"), "Shift_JIS", "’"),
            (PROSE.encode(), "utf-7", PROSE),
            (PROSE.encode("cp1252"), "zip", PROSE),
            (PROSE.encode("cp1252"), "no such thing\x00", PROSE),
            (b"a\x81b", "latin1", "a\x81b"),
        ],
    )
    def test_what_a_page_declares(self, data, declared, text):
        """Is believed where the bytes allow it; Latin-1 means Windows-1252, and valid UTF-8 is UTF-8."""
        assert decode(data, FILE, declared).text == text

    def test_garbled_text_stays_and_is_told(self):
        """What an earlier program garbled is in the text as it stands; a note gives an example."""
        garbled = PROSE.encode().decode("cp1252", "replace")
        found = decode(garbled.encode(), FILE)
        assert found.text == garbled
        assert found.notes == (
            "has characters that an earlier program garbled, as in 'unitâ€™s'; they are left as they are",
        )

    @pytest.mark.parametrize(
        ("data", "wanted", "place"),
        [
            (b"\x89PNG\r\n\x00\x01", "binary", (None, None)),
            (b"text with a \x00 in it", "binary", (None, None)),
            (b"\xff\xfe\x00\xd8\x00\x00", "begins as UTF-16", (None, None)),
            ("one\ntwo работа шла хорошо".encode("cp1251"), "0xf0", (2, 5)),
        ],
    )
    def test_refused(self, data, wanted, place):
        """What is no text, or in no encoding that is known, is told with its place."""
        with pytest.raises(InputError, match=wanted) as caught:
            decode(data, FILE)
        assert (caught.value.line, caught.value.column) == place
        assert str(caught.value).startswith("a.txt")

    @given(
        st.one_of(
            st.binary(),
            st.binary().map(lambda data: b"\xff\xfe" + data),
            st.binary().map(lambda data: b"\xfe\xff" + data),
            st.text().map(lambda text: text.encode("cp1252", "ignore")),
        ),
        st.sampled_from(["", "utf-8", "latin1", "gb18030", "rot13"]),
    )
    def test_nothing_but_input_errors(self, data, declared):
        """Whatever the bytes: a text without carriage returns, or an InputError."""
        try:
            text = decode(data, FILE, declared).text
        except InputError:
            return
        assert "\r" not in text and "\x00" not in text

    @given(st.text(st.characters(codec="utf-8", exclude_characters="\r\ufeff", exclude_categories=["Cc"])))
    def test_utf_8_is_never_taken_for_anything_else(self, text):
        """What is valid UTF-8 is read as that."""
        assert decode(text.encode(), FILE).text == text
