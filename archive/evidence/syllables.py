"""Syllables: how a Vietnamese word is built: an onset, a rhyme, and a tone that the rhyme bears."""

import re
import unicodedata
from functools import lru_cache

from archive.evidence.letters import fold

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_STOP_TONES = ("", "\u0301", "\u0323")
_ONSET = "(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?"
_RHYMES = (
    "a|ac|ach|ai|am|an|ang|anh|ao|ap|at|au|ay|ăc|ăm|ăn|ăng|ăp|ăt|âc|âm|ân|âng|âp|ât|âu|ây"
    "|e|ec|em|en|eng|eo|ep|et|ê|êch|êm|ên|ênh|êp|êt|êu|i|ia|ich|im|in|inh|ip|it|iu"
    "|iêc|iêm|iên|iêng|iêp|iêt|iêu|yên|yêm|yêt|yêu|o|oc|oi|om|on|ong|op|ot|oa|oac|oach|oai|oam|oan|oang|oanh"
    "|oao|oap|oat|oay|oăc|oăm|oăn|oăng|oăt|oe|oen|oeo|oet|oong|ooc|ô|ôc|ôi|ôm|ôn|ông|ôp|ôt|ơ|ơi|ơm|ơn|ơp|ơt"
    "|u|ua|uc|ui|um|un|ung|up|ut|uân|uâng|uât|uây|uê|uêch|uênh|uô|uôc|uôi|uôm|uôn|uông|uôt|uơ|uy|uya|uych|uyn"
    "|uynh|uyp|uyt|uyu|uyên|uyêt|ư|ưa|ưc|ưi|ưng|ưt|ưu|ươc|ươi|ươm|ươn|ương|ươp|ươt|ươu|y|yt|ych|ynh"
)
_SYLLABLE = re.compile(f"{_ONSET}(?P<rhyme>{_RHYMES})")
_BARE = re.compile(fold(f"{_ONSET}(?:{_RHYMES})"))


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Whether ``word`` (NFC) could be a Vietnamese syllable: onset, rhyme, a tone that the rhyme bears."""
    bare: list[str] = []
    tone = ""
    for character in unicodedata.normalize("NFD", word.lower()):
        if character in _TONES:
            if tone:
                return False
            tone = character
        else:
            bare.append(character)
    text = unicodedata.normalize("NFC", "".join(bare))
    found = _SYLLABLE.fullmatch(text)
    if not found:
        return False
    return tone in _STOP_TONES or not found["rhyme"].endswith(("c", "p", "t", "ch"))


def is_bare_syllable(letters: str) -> bool:
    """Whether ``letters`` (folded) could be a syllable whose marks were left out."""
    return bool(_BARE.fullmatch(letters))
