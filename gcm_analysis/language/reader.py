"""One reader's language: strings, numbers, dates, lists, alphabetical order."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, TypeVar

from gcm_analysis.language.codes import DEFAULT_LOCALES, LANGUAGES, UnknownLanguage
from gcm_analysis.language.strings import find_text

if TYPE_CHECKING:
    from babel import Locale

Item = TypeVar("Item")


@dataclass(frozen=True)
class Language:
    """How one reader reads.

    Parameters
    ----------
    code : str
        "es" or "en".
    locale_name : str
        CLDR locale for numbers and dates, e.g. "es_SV".
    """

    code: str
    locale_name: str

    @cached_property
    def locale(self) -> Locale:
        """The Babel locale."""
        from babel import Locale

        return Locale.parse(self.locale_name)

    def text(self, key: str, /, **values: object) -> str:
        """Return the string of `key` with its fields filled in.

        Parameters
        ----------
        key : str
            `file.key`, the file being one of `language/strings/<code>/`.
        **values
            Fields. A whole number is written in the locale's format; where the text has
            plural forms the field `n` chooses. Anything else is put in as it is.

        Raises
        ------
        UnknownString
            The language has no such key.
        KeyError
            The text has a field that was not given.
        """
        found = find_text(self.code, key)
        if isinstance(found, dict):
            count = values["n"]
            assert isinstance(count, int | float), f"{key} needs a number n"
            form = self.locale.plural_form(count)
            found = found.get(form, found["other"])
        return found.format(**{name: self._write(value) for name, value in values.items()})

    def _write(self, value: object) -> str:
        if isinstance(value, bool) or not isinstance(value, int):
            return str(value)
        return self.number(value)

    def number(self, value: float, decimals: int = 0) -> str:
        """Write a number with a fixed count of decimals.

        >>> get_language("es").number(1234.5, 1)
        '1,234.5'
        """
        from babel.numbers import format_decimal

        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        return format_decimal(value, format=pattern, locale=self.locale)

    def percent(self, share: float) -> str:
        """Write a share (0 to 1) as whole percent."""
        from babel.numbers import format_percent

        return format_percent(share, locale=self.locale)

    def date(self, day: dt.date, style: str = "long") -> str:
        """Write a day, e.g. "25 de septiembre de 2024"."""
        from babel.dates import format_date

        return format_date(day, format=style, locale=self.locale)

    def list(self, items: Sequence[str]) -> str:
        """Join items as a sentence does: "a, b y c"."""
        from babel.lists import format_list

        return format_list(list(items), locale=self.locale) if items else ""

    def sort(self, items: Iterable[Item], key: Callable[[Item], str] = str) -> tuple[Item, ...]:
        """Return items in alphabetical order, accents and case aside, ñ after n."""
        return tuple(sorted(items, key=lambda item: (fold_for_order(key(item)), key(item))))


def fold_for_order(text: str) -> str:
    """Return a key that sorts as a dictionary of Spanish or English does."""
    marked = text.casefold().replace("ñ", "n\uffff")
    decomposed = unicodedata.normalize("NFKD", marked)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@cache
def get_language(code: str, locale_name: str | None = None) -> Language:
    """Return the language of a code.

    Parameters
    ----------
    code : str
        "es" or "en".
    locale_name : str or None
        CLDR locale of numbers and dates; the forum's choice, else the language's own.

    Raises
    ------
    UnknownLanguage
        There are no strings for the code.
    """
    if code not in LANGUAGES:
        raise UnknownLanguage(language=code)
    return Language(code=code, locale_name=locale_name or DEFAULT_LOCALES[code])
