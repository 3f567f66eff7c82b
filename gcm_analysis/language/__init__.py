"""Every string a reader sees, per language; numbers, dates and lists."""

from gcm_analysis.language.codes import LANGUAGES, LanguageCode, UnknownLanguage
from gcm_analysis.language.reader import Language, get_language
from gcm_analysis.language.strings import UnknownString, all_strings

__all__ = [
    "LANGUAGES",
    "Language",
    "LanguageCode",
    "UnknownLanguage",
    "UnknownString",
    "all_strings",
    "get_language",
]
