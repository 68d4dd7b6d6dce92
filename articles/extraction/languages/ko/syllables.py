"""Syllables of Korean in which endings show."""

# Those that end in the past tense's ㅆ; 있 and 겠 do not tell the past.
PAST = "".join(sign for n in range(399) if (sign := chr(0xAC00 + 28 * n + 20)) not in "있겠")
# Those that end in ㄴ, as the present tense of a verb does before 다: "연다", "떠난다".
NASAL = "".join(chr(0xAC00 + 28 * n + 4) for n in range(399))
# Those that end in ㅂ, as it does before 니다: "엽니다", "떠납니다"; 입 is that of a noun.
POLITE = "".join(sign for n in range(399) if (sign := chr(0xAC00 + 28 * n + 17)) not in "입습")


def has_final(syllable: str) -> bool:
    """Whether the syllable ends in a consonant."""
    return (ord(syllable) - 0xAC00) % 28 != 0
