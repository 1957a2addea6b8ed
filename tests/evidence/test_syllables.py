"""What a Vietnamese word can be, with its marks and without them."""

import pytest

from archive.evidence.letters import fold
from archive.evidence.syllables import is_bare_syllable, is_syllable


@pytest.mark.parametrize(
    "word", "nghiêng khuỷu Quốc ĐƯỜNG giếng gìn Huyện yếu oẳn xoèn thuở quýt ngoằn".split()
)
def test_syllables(word: str) -> None:
    assert is_syllable(word)
    assert is_bare_syllable(fold(word))


@pytest.mark.parametrize("word", "ngjh hßa tr­êng löôïng bàc tẹch strasse wow xyz việtnam á́".split())
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize("letters", ["", "tinhh", "giaing", "hoich", "viem1", "bnd", "Son", "truờng", "ytee"])
def test_letters_that_no_marks_make_a_syllable(letters: str) -> None:
    assert not is_bare_syllable(letters)
