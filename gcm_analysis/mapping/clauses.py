"""A text split into clauses, and the stretches of it that are denied."""

from __future__ import annotations

import re
from bisect import bisect_right

from gcm_analysis.mapping.reading import Span

LINK = re.compile(r"\]\([^)]*\)|(?:https?://|www\.)\S+")
"""Addresses, by themselves or behind the words of a link: no words of the answer."""
LINE_END = re.compile(r"[\n\r•·●▪]+")

ABBREVIATION = (
    r"(?<!\b[A-ZÁÉÍÓÚa-z])(?<!\bObj)(?<!\bobj)(?<!\bart)(?<!\bNo)(?<!\bno)(?<!\bnúm)"
    r"(?<!\bDr)(?<!\bSr)(?<!\betc)"
)
SENTENCE_END = re.compile(
    rf"{ABBREVIATION}[.!?…]+(?=\s|$)|[;\n\r•·●▪|]+|(?<=\s)[-–—*](?=\s)"
    r"|(?:(?<=\s)|^)\(?\d{1,2}\s?[.)](?=\s*[^\W\d])|(?:(?<=\s)|^)\(?[a-h]\)(?=\s)|\s/\s"
)
CLAUSE_END = re.compile(
    r"[,:()]|(?<=\s)(?:y|e|and|et|&|así como|as well as|ainsi que|bem como|assim como|además de"
    r"|sino(?:\s+también|\s+que|\s+de)?|but(?:\s+also)?|mais(?=\s)|mas(?=\s)|pero)(?=\s)",
    re.IGNORECASE,
)

ONLY = r"(?:s[oó]lo|solamente|[uú]nicamente|only|just|merely|seulement|uniquement|apenas|somente)"
NOT = r"(?:no|not|non|pas|n[aã]o|n['’]est\s+pas|ne\b.{0,30}?\bpas|non\s+pas|isn['’]t|aren['’]t)"
BUT = r"(?:sino(?!\s+tambi[eé]n)|but(?!\s+also)|mais(?!\s+aussi)|mas(?!\s+tamb[eé]m)|e\s+sim)"
CONTRAST = re.compile(
    rf"(?<!\w){NOT}(?!\w)(?!\s+{ONLY})((?:(?![.;\n]).){{2,160}}?)(?<!\w){BUT}(?!\w)",
    re.IGNORECASE | re.DOTALL,
)
RATHER_THAN = re.compile(
    r"(?<!\w)(?:rather\s+than|instead\s+of|more\s+than(?!\s+\d)|en\s+lugar\s+de|en\s+vez\s+de|antes\s+que"
    r"|m[aá]s\s+que(?!\s+nunca)|plut[oô]t\s+que|au\s+lieu\s+d[e'’]|plus\s+que(?!\s+jamais)"
    r"|em\s+vez\s+d[eoa]s?|em\s+lugar\s+d[eoa]s?|ao\s+inv[eé]s\s+d[eoa]s?|mais\s+do\s+que"
    r"|excepto|salvo|except(?:\s+for)?|sauf|exceto|a\s+excepci[oó]n\s+de|excluding|sin\s+incluir"
    r"|no\s+incluye|does\s+not\s+include)(?!\w)([^.;,\n]{2,120})",
    re.IGNORECASE,
)
NO_PRIORITY_AFTER = re.compile(
    r"([^.;,\n]{2,120}?)(?<!\w)(?:no\s+(?:es|son|ser[aá]n?)|is\s+not|are\s+not|isn['’]t|aren['’]t"
    r"|n['’]est\s+pas|ne\s+sont\s+pas|n[aã]o\s+(?:[eé]|s[aã]o))\s+(?:una?\s+|a\s+|an\s+|une?\s+|uma?\s+|de\s+)?"
    r"(?:prioridad|priorit|priority|prioridade|relevante|relevant|pertinent|nuestro\s+tema|our\s+topic)\w*",
    re.IGNORECASE,
)
DENIALS = (CONTRAST, RATHER_THAN, NO_PRIORITY_AFTER)


def hide_links(text: str) -> str:
    """Return a text with blanks in the place of addresses, every word where it stood.

    >>> hide_links("[retorno](https://example.org/media) digno")
    '[retorno                             digno'
    """
    return LINK.sub(lambda match: " " * len(match.group()), text)


def cut(text: str, ends: re.Pattern[str], within: Span) -> list[Span]:
    """Return the stretches between `ends`, without the blanks around them."""
    spans: list[Span] = []
    start = within.start
    for match in [*ends.finditer(text, within.start, within.end), None]:
        end = match.start() if match else within.end
        piece = text[start:end]
        if re.search(r"\w", piece):
            lead = len(piece) - len(piece.lstrip(" \t\r\n,;:.-–—\"'“”«»"))
            spans.append(Span(start + lead, start + len(piece.rstrip())))
        start = match.end() if match else end
    return spans


def split_sentences(text: str) -> list[Span]:
    """Return the sentences and items of lists that a text is made of."""
    return cut(text, SENTENCE_END, Span(0, len(text)))


def split_lines(text: str) -> list[Span]:
    """Return the lines and bullets of a text: each is an answer of its own."""
    return cut(text, LINE_END, Span(0, len(text)))


def split_clauses(text: str) -> list[Span]:
    """Return the clauses of a text: its sentences, cut at commas and conjunctions.

    >>> text = "vías regulares y retorno digno"
    >>> [text[clause.start:clause.end] for clause in split_clauses(text)]
    ['vías regulares', 'retorno digno']
    """
    return [
        clause for sentence in split_sentences(text) for clause in cut(text, CLAUSE_END, sentence)
    ]


def find_denied(text: str) -> list[Span]:
    """Return the stretches that a text sets aside: "not X but ...", "rather than X".

    A lack ("no tienen acceso a la salud") is no denial: the lack is the topic.
    """
    return [Span(*match.span(1)) for pattern in DENIALS for match in pattern.finditer(text)]


def is_within(start: int, end: int, spans: list[Span]) -> bool:
    """Tell whether a stretch lies in one of `spans`."""
    return any(span.start <= start and end <= span.end for span in spans)


def find_clause(position: int, clauses: list[Span]) -> Span:
    """Return the clause that holds a position, or the one before it."""
    index = bisect_right([clause.start for clause in clauses], position) - 1
    return clauses[max(index, 0)]
