"""From answers to mentions of the 23 objectives, and the review that keeps what people decide.

What needs pandas or openpyxl is loaded when it is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gcm_analysis.lazy import load_on_use

if TYPE_CHECKING:
    from gcm_analysis.mapping.answers import MappedAnswers, map_answers
    from gcm_analysis.mapping.audiences import being_read, counted_mentions
    from gcm_analysis.mapping.decisions import WrongObjectives, cleared_answers, hash_text
    from gcm_analysis.mapping.principles import find_principles
    from gcm_analysis.mapping.reading import ObjectiveReading, PrincipleReading, Span, TextReading
    from gcm_analysis.mapping.redaction import shown_text
    from gcm_analysis.mapping.review import (
        Agreement,
        ImportResult,
        Lesson,
        NotAReview,
        WrongReview,
        compare_reviews,
        export_review,
        import_review,
        promote_lessons,
        promote_reviewed,
    )
    from gcm_analysis.mapping.texts import map_texts, read_texts

_HOMES = {
    "Agreement": "review",
    "ImportResult": "review",
    "Lesson": "review",
    "MappedAnswers": "answers",
    "NotAReview": "review",
    "ObjectiveReading": "reading",
    "PrincipleReading": "reading",
    "Span": "reading",
    "TextReading": "reading",
    "WrongObjectives": "decisions",
    "WrongReview": "review",
    "being_read": "audiences",
    "cleared_answers": "decisions",
    "compare_reviews": "review",
    "counted_mentions": "audiences",
    "export_review": "review",
    "find_principles": "principles",
    "hash_text": "decisions",
    "import_review": "review",
    "map_answers": "answers",
    "map_texts": "texts",
    "promote_lessons": "review",
    "promote_reviewed": "review",
    "read_texts": "texts",
    "shown_text": "redaction",
}

__all__ = [
    "Agreement",
    "ImportResult",
    "Lesson",
    "MappedAnswers",
    "NotAReview",
    "ObjectiveReading",
    "PrincipleReading",
    "Span",
    "TextReading",
    "WrongObjectives",
    "WrongReview",
    "being_read",
    "cleared_answers",
    "compare_reviews",
    "counted_mentions",
    "export_review",
    "find_principles",
    "hash_text",
    "import_review",
    "map_answers",
    "map_texts",
    "promote_lessons",
    "promote_reviewed",
    "read_texts",
    "shown_text",
]

__getattr__ = load_on_use(__name__, _HOMES)
