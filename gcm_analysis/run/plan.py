"""What a run executes: a graph of notebooks by stage, country and language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

STAGES = ("01_responses", "02_objectives", "03_priorities", "04_conferences", "05_forums")
COUNTRY = "country"
READS = {
    "01_responses": (),
    "02_objectives": ("01_responses",),
    "03_priorities": ("02_objectives",),
    "04_conferences": ("03_priorities",),
    "05_forums": ("02_objectives",),
    COUNTRY: ("03_priorities",),
}
"""The stages whose tables each notebook reads, directly; those read what came before."""


@dataclass(frozen=True)
class Execution:
    """One notebook executed once.

    Parameters
    ----------
    key : str
        Unique within a run, e.g. "es/03_priorities" or "en/country/MEX".
    notebook : Path
        The notebook as committed.
    parameters : tuple of (str, str)
        What it is given.
    output : Path
        Where the executed notebook goes.
    after : tuple of str
        Keys of the executions whose tables it reads.
    """

    key: str
    notebook: Path
    parameters: tuple[tuple[str, str], ...]
    output: Path
    after: tuple[str, ...]

    @property
    def language(self) -> str:
        """The language of what it shows."""
        return dict(self.parameters)["language"]

    @property
    def country(self) -> str | None:
        """The country of a country page, else None."""
        return dict(self.parameters).get("country")


@dataclass(frozen=True)
class RunRequest:
    """What one run of one forum is asked for.

    Parameters
    ----------
    root : Path
        The workspace's root.
    forum : str
        The forum's name.
    languages : tuple of str
        Published together.
    audience : str
        "internal", "participants" or "public".
    countries : tuple of str
        ISO 3166-1 alpha-3 codes that get a page.
    as_of : str
        Cut-off date as YYYY-MM-DD, or "" for the latest submission.
    """

    root: Path
    forum: str
    languages: tuple[str, ...]
    audience: str
    countries: tuple[str, ...]
    as_of: str


def plan_executions(request: RunRequest, notebooks: Path, tables: Path) -> tuple[Execution, ...]:
    """Return the executions of a run, each after those it depends on.

    Parameters
    ----------
    request : RunRequest
        What is asked for.
    notebooks : Path
        Folder of the committed notebooks.
    tables : Path
        Folder that this run writes its tables and executed notebooks to.
    """
    return tuple(
        execution
        for language in request.languages
        for execution in plan_language(request, notebooks, tables, language)
    )


def plan_language(
    request: RunRequest, notebooks: Path, tables: Path, language: str
) -> Iterator[Execution]:
    """Yield the stages in order, then the country pages."""
    executed = tables / "notebooks" / request.audience / language
    common = (
        ("root", str(request.root)),
        ("forum", request.forum),
        ("language", language),
        ("audience", request.audience),
        ("as_of", request.as_of),
        ("output", str(tables)),
    )
    for stage in STAGES:
        yield Execution(
            key=f"{language}/{stage}",
            notebook=notebooks / f"{stage}.ipynb",
            parameters=common,
            output=executed / f"{stage}.ipynb",
            after=list_forerunners(request, stage),
        )
    for country in request.countries:
        yield Execution(
            key=f"{language}/{COUNTRY}/{country}",
            notebook=notebooks / f"{COUNTRY}.ipynb",
            parameters=(*common, ("country", country)),
            output=executed / "countries" / f"{country}.ipynb",
            after=list_forerunners(request, COUNTRY),
        )


def list_forerunners(request: RunRequest, stage: str) -> tuple[str, ...]:
    """Return the executions whose tables a stage reads, in whichever language.

    Every language writes the same tables: those of the first are enough.
    """
    return tuple(f"{request.languages[0]}/{read}" for read in READS[stage])
