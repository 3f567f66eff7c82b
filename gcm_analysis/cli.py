"""The command `gcm-analysis`: thin, one function a command."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal

import typer

from gcm_analysis.errors import GcmError
from gcm_analysis.workspace import Workspace

app = typer.Typer(
    name="gcm-analysis",
    help="From a forum's survey spreadsheets to the priorities of each country and conference.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
review = typer.Typer(
    help="The workbook of what needs a person's decision: out and in.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(review, name="review")

INPUT_IS_WRONG = 2
FAILED = 1

Root = Annotated[
    Path, typer.Option("--root", help="Folder that holds data/, notebooks/ and reports/.")
]
ForumName = Annotated[str, typer.Argument(metavar="FORUM", help="Folder in data/raw.")]
HERE = Path()


@app.command()
def run(
    forums: Annotated[
        list[str] | None, typer.Argument(metavar="[FORUM ...]", help="None: every forum.")
    ] = None,
    language: Annotated[
        list[str] | None, typer.Option(help="es or en; again for more. None: the forum's own.")
    ] = None,
    audience: Annotated[str, typer.Option(help="internal or participants.")] = "internal",
    country: Annotated[
        list[str] | None,
        typer.Option(help="ISO code of a country whose page is made; none: the whole roster."),
    ] = None,
    engine: Annotated[
        str | None, typer.Option(help="warm or papermill; none: the fastest there is here.")
    ] = None,
    workers: Annotated[int, typer.Option(help="Notebooks at once; 0: one per core.", min=0)] = 0,
    as_of: Annotated[
        str, typer.Option(help="Cut-off date YYYY-MM-DD; none: the latest submission.")
    ] = "",
    figures: Annotated[
        bool, typer.Option(help="Draw figures as files and print the page as PDF.")
    ] = True,
    force: Annotated[bool, typer.Option("--force", help="Run even if nothing changed.")] = False,
    scheduler: Annotated[
        str, typer.Option(help="Address of a Dask scheduler whose workers execute; none: here.")
    ] = "",
    exchange: Annotated[
        str,
        typer.Option(help="Where files travel to workers (fsspec); none: a folder they share."),
    ] = "",
    nightly: Annotated[
        bool,
        typer.Option("--nightly", help="Only while the survey is on; failures told for an e-mail."),
    ] = False,
    log_json: Annotated[
        bool, typer.Option("--log-json", help="Tell events as lines of JSON.")
    ] = False,
    log: Annotated[
        Path | None, typer.Option("--log", help="File that events are added to; none: shown.")
    ] = None,
    root: Root = HERE,
) -> None:
    """Make the reports of forums: read, map, count, publish."""
    from gcm_analysis.run import RunOptions, run_forums
    from gcm_analysis.run.engine import default_engine
    from gcm_analysis.run.event_log import open_log

    options = RunOptions(
        forums=tuple(forums or ()),
        languages=tuple(language or ()),
        audience=audience,
        countries=tuple(country or ()),
        engine=engine or default_engine(),
        workers=workers,
        as_of=as_of,
        with_figures=figures,
        force=force,
        scheduler=scheduler,
        exchange=exchange,
    )
    workspace = Workspace(root.resolve())
    with open_log(log, as_json=log_json) as events:
        if nightly:
            from gcm_analysis.run.nightly import run_nightly

            raise typer.Exit(run_nightly(workspace, options, log=events))
        if events:
            from gcm_analysis.run.nightly import run_logged

            raise typer.Exit(run_logged(workspace, options, events))
        run_forums(workspace, options)


@app.command()
def check(forum: ForumName, root: Root = HERE) -> None:
    """Tell everything that is wrong with a forum's folder."""
    from gcm_analysis.run.checking import check_all
    from gcm_analysis.run.telling import tell_problems

    if tell_problems(check_all(Workspace(root.resolve()), forum)):
        raise typer.Exit(INPUT_IS_WRONG)


@app.command()
def status(
    forum: ForumName,
    language: Annotated[str | None, typer.Option(help="es or en; none: the forum's first.")] = None,
    root: Root = HERE,
) -> None:
    """Tell who answered, what is pending, and the days to the forum."""
    from gcm_analysis.run.telling import tell_status

    tell_status(Workspace(root.resolve()), forum, language=language)


@app.command()
def diff(
    forum: ForumName,
    audience: Annotated[str, typer.Option(help="internal or participants.")] = "internal",
    against: Annotated[
        Literal["run", "release"],
        typer.Option("--with", help="The run before the last, or the last edition."),
    ] = "run",
    language: Annotated[str | None, typer.Option(help="es or en; none: the forum's first.")] = None,
    root: Root = HERE,
) -> None:
    """Tell what changed since the run before or the last release, and why."""
    from gcm_analysis.run.options import check_audience
    from gcm_analysis.run.telling_changes import tell_changes

    tell_changes(
        Workspace(root.resolve()),
        forum,
        audience=check_audience(audience),
        against=against,
        language=language,
    )


@app.command()
def release(
    forum: ForumName,
    audience: Annotated[str, typer.Option(help="internal, participants or public.")] = "internal",
    on: Annotated[
        str, typer.Option("--on", help="Day that the edition bears, YYYY-MM-DD; none: today.")
    ] = "",
    verify: Annotated[
        bool, typer.Option("--verify", help="Check the editions there are; release nothing.")
    ] = False,
    root: Root = HERE,
) -> None:
    """Freeze the current report as a numbered edition that no rerun touches."""
    from gcm_analysis.run.telling_editions import tell_release, tell_verified

    workspace = Workspace(root.resolve())
    if verify:
        tell_verified(workspace, forum)
    else:
        tell_release(workspace, forum, audience=audience, on=on)


@app.command()
def schedule(
    forum: ForumName,
    at: Annotated[str, typer.Option(help="Time of day, HH:MM, by this machine's clock.")] = "02:30",
    only: Annotated[
        Literal["cron", "service", "timer", "windows"] | None,
        typer.Option(help="Print this entry alone, as its scheduler reads it."),
    ] = None,
    language: Annotated[str | None, typer.Option(help="es or en; none: the forum's first.")] = None,
    root: Root = HERE,
) -> None:
    """Print entries for cron, systemd and Windows that run a forum every night."""
    from gcm_analysis.run.telling import tell_schedule

    tell_schedule(Workspace(root.resolve()), forum, at=at, only=only, language=language)


@app.command()
def new(
    forum: ForumName,
    export: Annotated[
        Path | None, typer.Option("--from", help="A survey tool's export to draft it from.")
    ] = None,
    language: Annotated[Literal["es", "en"], typer.Option(help="Of comments and marks.")] = "es",
    root: Root = HERE,
) -> None:
    """Write a forum's folder to fill in."""
    from gcm_analysis.survey import draft_forum

    typer.echo(draft_forum(Workspace(root.resolve()), forum, export=export, language=language))


@review.command("export")
def export_review(
    forum: ForumName,
    language: Annotated[str, typer.Option(help="es or en.")] = "es",
    country: Annotated[
        str | None, typer.Option(help="ISO code: the sheet for that country's focal point.")
    ] = None,
    root: Root = HERE,
) -> None:
    """Write a workbook of what needs a decision."""
    from gcm_analysis.run.reviewing import write_review

    typer.echo(write_review(Workspace(root.resolve()), forum, language, country))


@review.command("import")
def import_review(
    forum: ForumName,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The workbook, decided.")],
    root: Root = HERE,
) -> None:
    """Take the decisions of a workbook into the forum's folder."""
    from gcm_analysis.run.reviewing import read_review

    typer.echo(read_review(Workspace(root.resolve()), forum, file))


@review.command("compare")
def compare_reviews(
    forum: ForumName,
    first: Annotated[Path, typer.Argument(metavar="FILE_A", help="One reviewer's workbook.")],
    second: Annotated[Path, typer.Argument(metavar="FILE_B", help="Another reviewer's copy.")],
    language: Annotated[str | None, typer.Option(help="es or en; none: the forum's first.")] = None,
    root: Root = HERE,
) -> None:
    """Tell how far two reviewers agree; write the answers on which they do not."""
    from gcm_analysis.run.reviewing import tell_comparison

    tell_comparison(Workspace(root.resolve()), forum, first, second, language=language)


@review.command("promote")
def promote_phrase(
    forum: ForumName,
    answer: Annotated[
        str, typer.Argument(metavar="ANSWER", help="Code of a reviewed answer, as in the workbook.")
    ],
    phrase: Annotated[str, typer.Argument(metavar="PHRASE", help="Words that stand in it.")],
    objective: Annotated[
        int | None, typer.Option(help="Which objective they say, where several were decided.")
    ] = None,
    root: Root = HERE,
) -> None:
    """Read words of a reviewed answer as a phrase of its objective from now on."""
    from gcm_analysis.run.reviewing import learn_phrase

    typer.echo(learn_phrase(Workspace(root.resolve()), forum, answer, phrase, objective))


@app.command()
def lab(root: Root = HERE) -> None:
    """Open JupyterLab on the notebooks."""
    from gcm_analysis.run.lab import open_lab

    raise typer.Exit(open_lab(Workspace(root.resolve())))


def main(arguments: list[str] | None = None) -> None:
    """Run the command; end with 0 done, 2 the user's input is wrong, 1 anything else.

    `--debug`, anywhere, shows the traceback as well.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in given
    sys.exit(guard(lambda: app([one for one in given if one != "--debug"]), debug=debug))


def guard(command: Callable[[], object], *, debug: bool) -> int:
    """Run a command and return its exit code; say in one sentence why it failed."""
    try:
        command()
    except GcmError as error:
        return tell(error, INPUT_IS_WRONG, debug=debug)
    except KeyboardInterrupt:
        typer.echo("Interrupted: nothing was published.", err=True)
        return FAILED
    except Exception as error:  # the last word of the command line
        return tell(error, FAILED, debug=debug)
    return 0


def tell(error: Exception, code: int, *, debug: bool) -> int:
    """Say on standard error what went wrong; return the exit code."""
    if debug:
        import traceback

        traceback.print_exception(error)
    name = (
        ""
        if isinstance(error, GcmError) or str(error).endswith(".")
        else f"{type(error).__name__}: "
    )
    typer.echo(f"{name}{error}", err=True)
    return code
