"""How wide a text is drawn, and where it breaks: labels are wrapped, never clipped."""

from __future__ import annotations

import unicodedata

# Advance widths of Helvetica (Adobe font metrics, thousandths of the font size), which Arial and
# Liberation Sans share and which Segoe UI and Roboto stay within a few percent of.
WIDTHS_BY_GLYPHS = {
    "ijl'": 222,
    " !,./:;I[\\]ft|·": 278,
    '()-`r"': 333,
    "*": 389,
    "^": 469,
    "ckJsvxyz": 500,
    "#$_?0123456789abdeghnopquL–": 556,
    "+<=>~": 584,
    "FTZ": 611,
    "ABEKPSVXY&": 667,
    "CDHNRUw": 722,
    "GOQ": 778,
    "mM": 833,
    "%": 889,
    "W": 944,
    "@—…": 1000,
}
WIDTHS = {glyph: width for glyphs, width in WIDTHS_BY_GLYPHS.items() for glyph in glyphs}
UNKNOWN_WIDTH = 700
BOLD_FACTOR = 1.08
SAFETY = 1.05
"""Room for the fonts of the stack that run wider than Helvetica."""


def measure_text(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of one line of text.

    Parameters
    ----------
    text : str
        Plain text, no markup.
    size : float
        Font size in px.
    bold : bool
        Whether it is drawn bold.

    Returns
    -------
    float
        Width in px, rather too wide than too narrow.

    >>> measure_text("", 12)
    0.0
    >>> 50 < measure_text("Honduras", 12) < 60
    True
    """
    letters = unicodedata.normalize("NFD", text)
    widths = (WIDTHS.get(letter, UNKNOWN_WIDTH) for letter in letters if not is_mark(letter))
    return sum(widths) / 1000 * size * (BOLD_FACTOR if bold else 1.0) * SAFETY


def is_mark(letter: str) -> bool:
    """Tell whether a character is drawn above or below the one before it."""
    return unicodedata.combining(letter) != 0


def wrap_text(text: str, width: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
    """Break a text into lines that fit a width.

    Parameters
    ----------
    text : str
        Plain text; every run of white space counts as one space.
    width : float
        Room in px.
    size : float
        Font size in px.
    bold : bool
        Whether it is drawn bold.

    Returns
    -------
    tuple of str
        At least one line. A word wider than the room is broken inside.

    >>> wrap_text("Vías de migración regular", 80, 12)
    ('Vías de', 'migración', 'regular')
    """
    lines: list[str] = []
    line = ""
    for word in text.split():
        for piece in break_word(word, width, size, bold=bold):
            longer = f"{line} {piece}" if line else piece
            if line and measure_text(longer, size, bold=bold) > width:
                lines.append(line)
                line = piece
            else:
                line = longer
    return (*lines, line)


def break_word(word: str, width: float, size: float, *, bold: bool) -> tuple[str, ...]:
    """Cut a word that is wider than the room into pieces that fit."""
    if measure_text(word, size, bold=bold) <= width:
        return (word,)
    pieces = [""]
    for letter in word:
        if pieces[-1] and measure_text(pieces[-1] + letter, size, bold=bold) > width:
            pieces.append("")
        pieces[-1] += letter
    return tuple(pieces)
