"""What a click on the figure means."""

from __future__ import annotations

import re
from dataclasses import dataclass

LINK = re.compile(r"(?P<country>[A-Z]{3})?(?:#objective-(?P<objective>\d{1,2}))?")


@dataclass(frozen=True)
class Focus:
    """The objective whose answers are looked at, and whose: "" for all that are chosen."""

    objective: int
    country: str = ""

    @property
    def link(self) -> str:
        """What the figure carries where a click leads to this focus."""
        return f"{self.country}#objective-{self.objective}"


def read_link(link: str) -> Focus | str | None:
    """Return what a link of the figure leads to.

    Parameters
    ----------
    link : str
        "#objective-5", "MEX#objective-5" or "MEX".

    Returns
    -------
    Focus, str or None
        The answers behind an objective; a country's ISO3 code; None: nowhere.

    Examples
    --------
    >>> read_link("MEX#objective-5")
    Focus(objective=5, country='MEX')
    >>> read_link("MEX")
    'MEX'
    """
    found = LINK.fullmatch(link or "")
    if not link or not found:
        return None
    if found["objective"] is None:
        return found["country"]
    return Focus(int(found["objective"]), found["country"] or "")
