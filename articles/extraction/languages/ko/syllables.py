"""Syllables of Korean in which endings show."""

# Those that end in the past tense's ㅆ; 있 and 겠 do not tell the past.
PAST = "".join(sign for n in range(399) if (sign := chr(0xAC00 + 28 * n + 20)) not in "있겠")
