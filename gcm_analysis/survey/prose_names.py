"""Personal data inside the prose of an answer: warned of, never quoted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from gcm_analysis.survey.answers import Row
from gcm_analysis.survey.findings import Findings
from gcm_analysis.survey.fold import fold

CODE = "personal_data_in_text"
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(
    r"""\+\d[\d\s().-]{6,}\d                                    # +503 2222 2222
    | (?:tel|tél|teléfono|telefone|phone|cel|móvil|fax|whatsapp)\w*\W{1,3}\d[\d\s().-]{5,}\d
    | \(\d{2,4}\)\s?\d{3,4}[\s-]\d{3,4}                         # (503) 2222-2222
    """,
    re.IGNORECASE | re.VERBOSE,
)
OFFICE = (
    r"(?:Vice|Sub)?(?:[Mm]inist|[Ss]ecret|[Dd]irect|[Pp]resid|[Cc]ancill|[Ee]mbajad|[Cc]oordin"
    r"|[Jj]ef[ae]|[Cc]omision|[Aa]mbassad|[Cc]hancel)"
)
"""How the names of offices begin: "Sra. Ministra" is no person's name."""
NAME_WORD = r"[A-ZÁÉÍÓÚÜÑÂÊÔÃÕÇÀÈ][\w'’-]+"
NAME = re.compile(
    rf"""\b(?:Sr|Sra|Srta|Sres|Dr|Dra|Lic|Licda|Ing|Arq|Mtro|Mtra|Don|Doña|Mr|Mrs|Ms|Mme|Mlle
        |Embajador|Embajadora|Ambassador|Ambassadeur|Señor|Señora|Senhor|Senhora|Monsieur|Madame)
        \b\.?\s+(?!{OFFICE})(?:(?:don|doña|de|da|la)\s+)*{NAME_WORD}(?:\s+(?:(?:de|da|del|la)\s+)*{NAME_WORD})+
    """,
    re.VERBOSE,
)
"""A form of address and at least two capitalised words: offices are no persons."""


def find_personal(text: str, known: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the kinds of personal data that a text seems to hold.

    Parameters
    ----------
    text : str
    known : iterable of str
        Names that stand in the personal columns of the same submission.

    Returns
    -------
    tuple of str
        Of "name", "email" and "phone".

    Examples
    --------
    >>> find_personal("Contacto: Lic. Ana María Mora, ana@rica.example")
    ('name', 'email')
    >>> find_personal("Sra. Ministra: el Plan 2018-2024 prevé 5, 6 y 18")
    ()
    """
    folded = fold(text)
    is_named = any(
        re.search(rf"(?<!\w){re.escape(name)}(?!\w)", folded)
        for name in map(fold, known)
        if " " in name
    )
    found = {
        "name": is_named or NAME.search(text) is not None,
        "email": EMAIL.search(text) is not None,
        "phone": PHONE.search(text) is not None,
    }
    return tuple(kind for kind, is_found in found.items() if is_found)


def warn_of_personal(
    answers: Iterable[Row], known: Mapping[str, frozenset[str]], findings: Findings
) -> None:
    """Warn of every answer in own words that seems to name a person, without the words.

    What the reader of the file has warned of is not told again.

    Parameters
    ----------
    answers : iterable of dict
        Rows of the table `answers`.
    known : mapping
        For each `respondent_id` the values of its personal columns.
    findings : Findings
        Gets the warnings.
    """
    told = {
        (issue.source_file, issue.source_sheet, issue.source_cell)
        for issue in findings.issues
        if issue.code == CODE
    }
    for row in answers:
        place = row["source_file"], row["source_sheet"], row["source_cell"]
        is_own_words = row["topic_id"] is None and row["option_id"] is None
        if row["text"] is None or not is_own_words or place in told:
            continue
        if kinds := find_personal(row["text"], known.get(row["respondent_id"], ())):
            findings.warn(
                CODE,
                f"The answer {row['answer_id']!r} seems to hold personal data "
                f"({', '.join(kinds)}): redact it in review before it circulates.",
                source_file=row["source_file"],
                source_sheet=row["source_sheet"],
                source_cell=row["source_cell"],
            )
