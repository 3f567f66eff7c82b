"""The review round trip: a workbook out, people's decisions in."""

from gcm_analysis.mapping.review.agreement import Agreement, compare_reviews, measure_agreement
from gcm_analysis.mapping.review.exporting import export_review, find_doubts
from gcm_analysis.mapping.review.filled import NotAReview, WrongReview
from gcm_analysis.mapping.review.importing import ImportResult, import_review
from gcm_analysis.mapping.review.promotion import promote_lessons, promote_reviewed
from gcm_analysis.mapping.review.rows import Lesson

__all__ = [
    "Agreement",
    "ImportResult",
    "Lesson",
    "NotAReview",
    "WrongReview",
    "compare_reviews",
    "export_review",
    "find_doubts",
    "import_review",
    "measure_agreement",
    "promote_lessons",
    "promote_reviewed",
]
