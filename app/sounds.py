"""How a name sounds: one code for the spellings of it in Latin and in Arabic letters.

Arabic writes consonants and long vowels, and who writes Arabic names in Latin letters agrees about neither the
vowels nor the letters that Latin lacks. So a code keeps the consonants only, in classes that transliterations
mix (g, j, gh; d, z, dh; t, th; s, sh, ch; k, q, kh; b, p; f, v, ph), and marks a vowel at the beginning.
"""

import re

PARTICLES = frozenset({"al", "el", "ul", "ال"})
"""The article: who writes it apart, joined or not at all means the same name."""
SERVANT = frozenset({"abd", "abdul", "abdel", "abdal", "abdur", "abdus", "عبد"})
"""The first part of names such as Abdul Rahman, which is written apart or together."""
SHORT = {"md": "mohammed", "mhd": "mohammed", "mohd": "mohammed", "muhd": "mohammed"}
"""What passports of several countries abbreviate."""
_JOINED = re.compile(r"(?:abd[uea]l|عبدال)(?=\w{2})")
_ARTICLE = re.compile(r"ال(?=\w{3})")
_DIGRAPHS = (
    ("تش", "s"),
    ("kh", "k"),
    ("gh", "g"),
    ("dh", "d"),
    ("th", "t"),
    ("sh", "s"),
    ("ch", "s"),
    ("ph", "f"),
    ("bh", "b"),
    ("jh", "g"),
    ("ck", "k"),
    ("x", "ks"),
)
_SOFT_C = re.compile(r"c(?=[eiy])")
_LATIN = dict(zip("bcdfghjklmnpqrstvwxyzaeiou", "bkdfghgklmnbkrstf~k~d~~~~~", strict=True))
_ARABIC = {
    **dict.fromkeys("اعويى", "~"),
    **dict.fromkeys("بپ", "b"),
    **dict.fromkeys("تثطٹ", "t"),
    **dict.fromkeys("جغگ", "g"),
    **dict.fromkeys("حه", "h"),
    **dict.fromkeys("خقك", "k"),
    **dict.fromkeys("دذزضظڈ", "d"),
    **dict.fromkeys("رڑ", "r"),
    **dict.fromkeys("سشصچ", "s"),
    **dict.fromkeys("فڤ", "f"),
    **dict.fromkeys("ل", "l"),
    **dict.fromkeys("م", "m"),
    **dict.fromkeys("نں", "n"),
}
_CLASS = str.maketrans({**_LATIN, **_ARABIC})
_TWICE = re.compile(r"(.)\1+")


def codes(name: str) -> frozenset[str]:
    """The code of each word of a folded name: "mohammed ali" and "محمد علي" both give "mhmd" and "al"."""
    return frozenset(_code(word) for word in _words(name.split()))


def _words(words: list[str]) -> list[str]:
    """The words that sound: without the article, with the parts of a servant's name as one."""
    found: list[str] = []
    for word in words:
        if word in PARTICLES:
            continue
        if found and found[-1] in SERVANT:
            found[-1] = "abd" + _ARTICLE.sub("", word, count=1)
        else:
            found.append(SHORT.get(word, word))
    return found


def _code(word: str) -> str:
    plain = _ARTICLE.sub("", _JOINED.sub("abd", word, count=1), count=1) if word not in SERVANT else "abd"
    for pair, sound in _DIGRAPHS:
        plain = plain.replace(pair, sound)
    classes = _SOFT_C.sub("s", plain).translate(_CLASS)
    beginning = "a" if classes.startswith("~") else ""
    consonants = classes.replace("~", "")
    if len(consonants) > 1:
        consonants = consonants.removesuffix("h")  # Fatima, Fatimah: heard by some, written by some
    return _TWICE.sub(r"\1", beginning + consonants)
