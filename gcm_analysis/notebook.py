"""How a notebook opens: parameters checked strictly, the forum and its tables at hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from gcm_analysis.errors import GcmError, find_nearest, say_expected
from gcm_analysis.forum.model import Audience
from gcm_analysis.language import LANGUAGES, Language, get_language
from gcm_analysis.reads import note_only_country
from gcm_analysis.store import TableStore
from gcm_analysis.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

    from gcm_analysis.country_rows import CountryRows
    from gcm_analysis.forum.model import Forum
    from gcm_analysis.priorities import AnsweredForum, Disclosure, Priorities
    from gcm_analysis.priorities.disclosure import Part
    from gcm_analysis.report import Section

PARAMETERS: dict[str, type] = {
    "root": str,
    "forum": str,
    "language": str,
    "audience": str,
    "as_of": str,
    "output": str,
    "country": str,
}
"""Every parameter a notebook may have, and its type."""

AUDIENCES: tuple[Audience, ...] = get_args(Audience)
Choice = TypeVar("Choice", bound=str)


@dataclass(eq=False)
class UnknownParameter(GcmError):
    """A notebook was given a parameter it does not have."""

    name: str
    notebook: str = "this notebook"

    def sentence(self) -> str:
        """Name the parameter and the nearest one there is."""
        hint = say_expected(tuple(PARAMETERS), find_nearest(self.name, PARAMETERS))
        return f"The parameter {self.name!r} is unknown to {self.notebook}: {hint}."


@dataclass(eq=False)
class WrongParameter(GcmError):
    """A parameter has a value it cannot have."""

    name: str
    value: object
    expected: str

    def sentence(self) -> str:
        """Name the parameter, its value and what was expected."""
        return f"The parameter {self.name!r} is {self.value!r}: expected {self.expected}."


@dataclass(frozen=True)
class NotebookPage:
    """What a notebook works with.

    Parameters
    ----------
    workspace : Workspace
        The folders.
    forum : Forum
        The forum as its forum.yml tells it.
    language : Language
        The language of everything the notebook shows.
    audience : str
        "internal", "participants" or "public".
    as_of : date or None
        Cut-off date; none: the latest submission.
    store : TableStore
        Tables that are the same for every audience.
    counted : TableStore
        Tables that depend on which mentions count for the audience (rule 12).
    country : str or None
        ISO 3166-1 alpha-3 code, for a page of one country.
    """

    workspace: Workspace
    forum: Forum
    language: Language
    audience: Audience
    as_of: dt.date | None
    store: TableStore
    counted: TableStore
    country: str | None

    @property
    def words(self) -> dict[str, Any]:
        """What every chart and finding is told of the reader: the forum and the language."""
        return {"forum": self.forum, "language": self.language}

    @cached_property
    def disclosure(self) -> Disclosure:
        """What the audience may see, by who answered."""
        from gcm_analysis.priorities import decide_disclosure, list_counted

        tables = self.store.read("respondents"), self.store.read("answers")
        return decide_disclosure(self.forum, self.audience, list_counted(self.forum, *tables))

    @property
    def scopes(self) -> tuple[str, ...]:
        """Of ALL, RCM and SACM, those whose figures the audience sees."""
        return self.disclosure.scopes

    def may_show(self, part: Part) -> bool:
        """Tell whether a part of the report is for the audience (`Disclosure.may_show`)."""
        return self.disclosure.may_show(part)

    def section(self, key: str) -> Section:
        """Return the heading of a section of the page."""
        from gcm_analysis.report import head_section, offers_topics

        return head_section(
            key,
            self.language,
            of_country=self.country is not None,
            in_own_words=not offers_topics(self.forum),
            in_ranges=self.audience == "public",
        )

    def title_of(self, forum: Forum) -> str:
        """Return the short title of a forum in the page's language."""
        from gcm_analysis.charts.wording import name_forum

        return name_forum(forum, self.language)

    def save(self, **tables: pd.DataFrame) -> None:
        """Write tables that are the same for every audience."""
        for name, table in tables.items():
            self.store.write(name, table)

    def save_counted(self, **tables: pd.DataFrame) -> SimpleNamespace:
        """Write what the audience may see of tables that depend on it, and return it by name."""
        priorities = tables.get("priorities")
        shown = {
            name: self.disclosure.cut(name, table, priorities=priorities)
            for name, table in tables.items()
        }
        for name, table in shown.items():
            self.counted.write(name, table)
        return SimpleNamespace(**shown)

    def count_priorities(self) -> Priorities:
        """Count the priorities for the audience; what of them it sees, `save_counted` decides."""
        from gcm_analysis.priorities import count_priorities

        named = ("respondents", "answers", "mentions")
        tables = (self.store.read(name) for name in named)
        return count_priorities(self.forum, *tables, audience=self.audience)

    def whole_counts(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Return `priorities` and `conference_priorities` before anything is left out of them.

        Only for what is computed from single governments: what is shown of it goes through
        `save_counted`.
        """
        if self.may_show("countries"):
            return self.counted.read("priorities"), self.counted.read("conference_priorities")
        counted = self.count_priorities()
        return counted.priorities, counted.conference_priorities

    def own_rows(self) -> CountryRows:
        """Return what the page's country answered and was read to say, and nothing of others.

        Raises
        ------
        WrongParameter
            The notebook is for no country.
        """
        from gcm_analysis.country_rows import read_country_tables

        if self.country is None:
            raise WrongParameter(name="country", value=None, expected="a country's ISO code")
        with note_only_country(self.country):
            return read_country_tables(self.forum, self.store, self.counted).rows_of(self.country)

    def answered_forum(self) -> AnsweredForum:
        """Return this forum with its answers."""
        return read_answered(self.forum, self.store)

    def earlier_forums(self) -> tuple[AnsweredForum, ...]:
        """Return the forums that this one is compared with, each with its answers."""
        from gcm_analysis.forum import load_forum

        return tuple(
            read_answered(
                load_forum(self.workspace, name),
                TableStore(self.workspace.processed_forum(name)),
            )
            for name in self.forum.earlier_forums
        )


def read_answered(forum: Forum, store: TableStore) -> AnsweredForum:
    """Return a forum with its answers as its last run wrote them."""
    from gcm_analysis.priorities import AnsweredForum

    return AnsweredForum(
        forum, store.read("respondents"), store.read("answers"), store.read("mentions")
    )


def open_notebook(namespace: Mapping[str, Any]) -> NotebookPage:
    """Check a notebook's parameters and open its forum.

    Parameters
    ----------
    namespace : mapping
        The notebook's `globals()` right after its parameters: every plain value in it whose
        name does not start with an underscore must be a parameter.

    Returns
    -------
    NotebookPage
        The forum, the language, the tables.

    Raises
    ------
    UnknownParameter
        A value was injected that no notebook reads.
    WrongParameter
        A parameter has the wrong type or a value that is not offered.
    """
    given = collect_parameters(namespace)
    workspace = Workspace(find_root(given.get("root", ".")))
    from gcm_analysis.forum import load_forum

    forum = load_forum(workspace, given["forum"])
    audience = expect_one_of("audience", given.get("audience", "internal"), AUDIENCES)
    code = expect_one_of("language", given.get("language", "es"), LANGUAGES)
    formats = {str(key): locale for key, locale in forum.number_format.items()}
    output = given.get("output") or str(workspace.processed_forum(forum.forum))
    folder = Path(output)
    return NotebookPage(
        workspace=workspace,
        forum=forum,
        language=get_language(code, formats.get(code)),
        audience=audience,
        as_of=read_day("as_of", given.get("as_of", "")),
        store=TableStore(folder),
        counted=TableStore(folder if audience == "internal" else folder / audience),
        country=given.get("country"),
    )


def collect_parameters(namespace: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters of a notebook, each checked for its name and type."""
    given: dict[str, Any] = {}
    for name, value in namespace.items():
        if name.startswith("_") or name in IPYTHON_NAMES or not is_plain(value):
            continue
        if name not in PARAMETERS:
            raise UnknownParameter(name=name)
        if not isinstance(value, PARAMETERS[name]):
            raise WrongParameter(name=name, value=value, expected=f"a {PARAMETERS[name].__name__}")
        given[name] = value
    if not given.get("forum"):
        raise WrongParameter(name="forum", value=given.get("forum"), expected="a forum's name")
    return given


IPYTHON_NAMES = frozenset({"In", "Out", "exit", "quit", "get_ipython", "open", "display"})


def is_plain(value: object) -> bool:
    """Tell whether a value is of a kind that papermill can inject."""
    return value is None or isinstance(value, str | int | float | bool | list | tuple | dict)


def expect_one_of(name: str, value: str, valid: tuple[Choice, ...]) -> Choice:
    """Return the value if it is offered, else raise."""
    if value not in valid:
        raise WrongParameter(
            name=name, value=value, expected=say_expected(valid, find_nearest(value, valid))
        )
    return next(one for one in valid if one == value)


def read_day(name: str, text: str) -> dt.date | None:
    """Return the day written as YYYY-MM-DD, or None for an empty text."""
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise WrongParameter(name=name, value=text, expected="a day as YYYY-MM-DD") from error


def find_root(root: str) -> Path:
    """Return the folder that holds `data/raw`: the one named, or one above it for ".".

    JupyterLab starts a notebook in its own folder, so "." is looked for upward.
    """
    start = Path(root).resolve()
    candidates = [start, *start.parents] if root == "." else [start]
    for folder in candidates:
        if (folder / "data" / "raw").is_dir():
            return folder
    raise WrongParameter(name="root", value=root, expected="a folder that holds data/raw")
