"""The two illustrative forums, run once through the command line, and a browser to read them.

All workers of pytest-xdist share one workspace. `GCM_TEST_WORKSPACE` names a folder in which it
is kept between sessions: a finished run in it is not repeated.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from filelock import FileLock

sys.path.insert(0, str(Path(__file__).parent))

FORUMS = ("ejemplo-2023", "ejemplo-2024")
KEPT = "GCM_TEST_WORKSPACE"
LONGEST_RUN = 1200


class Outcome(NamedTuple):
    """What a command ended with."""

    code: int
    out: str
    err: str


class Reader:
    """One reader with a screen and no network; notes what the page asks for and complains of."""

    def __init__(self, browser: Any, width: int, *, scripts: bool = True) -> None:
        self.context = browser.new_context(
            viewport={"width": width, "height": 900}, offline=True, java_script_enabled=scripts
        )
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.dialogs: list[str] = []
        self.context.route("**/*", self.let_pass)
        self.page = self.context.new_page()
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", self.dismiss)

    def let_pass(self, route: Any) -> None:
        """Let what lies on the disk pass; note and stop all else."""
        if route.request.url.startswith(("file:", "data:", "blob:")):
            route.continue_()
        else:
            self.requests.append(route.request.url)
            route.abort()

    def dismiss(self, dialog: Any) -> None:
        """Note a dialog that no page of ours opens."""
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def open(self, path: Path) -> Any:
        """Open a page from the disk."""
        self.page.goto(path.as_uri())
        return self.page

    def draw_all(self) -> None:
        """Go from figure to figure, as a reader who scrolls, until all are drawn."""
        for figure in self.page.locator("figure.chart").all():
            figure.scroll_into_view_if_needed()
            self.page.wait_for_function(
                "key => document.querySelector(`[data-key='${key}'] .live .main-svg`)",
                arg=figure.get_attribute("data-key"),
            )


def run_command(root: Path, *arguments: str, **environment: str) -> Outcome:
    """Run `gcm-analysis` on a folder in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "gcm_analysis", *arguments, "--root", str(root)],
        cwd=root,
        env=os.environ | environment,
        capture_output=True,
        encoding="utf-8",
        timeout=LONGEST_RUN,
        check=False,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="session")
def command() -> Callable[..., Outcome]:
    """`command(root, "run", ...)`: the command line."""
    return run_command


@pytest.fixture(scope="session")
def new_workspace(repository: Path) -> Callable[..., Path]:
    """Copies what a run needs, and nothing that was run before, to a folder."""

    def copy(root: Path, forums: tuple[str, ...] = FORUMS) -> Path:
        shutil.rmtree(root, ignore_errors=True)
        for forum in forums:
            shutil.copytree(repository / "data" / "raw" / forum, root / "data" / "raw" / forum)
        (root / "notebooks").mkdir()
        for notebook in sorted((repository / "notebooks").glob("*.ipynb")):
            shutil.copy2(notebook, root / "notebooks" / notebook.name)
        return root

    return copy


@pytest.fixture(scope="session")
def share(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[str, Callable[[Path], None]], Path]:
    """Makes a folder once for all workers: the first that asks makes it, the others wait."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    home = Path(os.environ.get(KEPT) or base / "end-to-end")

    def make_once(name: str, make: Callable[[Path], None]) -> Path:
        home.mkdir(parents=True, exist_ok=True)
        ready = home / f"{name}.ready"
        with FileLock(home / f"{name}.lock"):
            if not ready.exists():
                make(home / name)
                ready.touch()
        return home / name

    return make_once


def demand(outcome: Outcome) -> Outcome:
    """Stop where a run that should have succeeded did not."""
    if outcome.code:
        pytest.fail(f"exit code {outcome.code}\n{outcome.out}\n{outcome.err}")
    return outcome


@pytest.fixture(scope="session")
def workspace(share: Any, new_workspace: Any) -> Path:
    """Both forums, run for the secretariat in both languages, with figures where drawn."""

    def make(root: Path) -> None:
        new_workspace(root)
        demand(run_command(root, "run"))

    return Path(share("both-forums", make))


@pytest.fixture(scope="session")
def solo(share: Any, new_workspace: Any) -> Callable[..., Path]:
    """Runs the forum of 2024 by itself, without figures: what a test changes in it is seen soon."""

    def run_solo(name: str, prepare: Callable[[Path], None], *arguments: str) -> Path:
        def make(root: Path) -> None:
            new_workspace(root, FORUMS[1:])
            folder = root / "data" / "raw" / FORUMS[1]
            (folder / "crosswalk.yml").unlink()
            text = (folder / "forum.yml").read_text("utf-8")
            without = text.replace("earlier_forums: [ejemplo-2023]\n", "")
            assert without != text
            (folder / "forum.yml").write_text(without, "utf-8")
            prepare(folder)
            demand(run_command(root, "run", "--no-figures", *arguments))

        return Path(share(name, make))

    return run_solo


@pytest.fixture
def open_reader(chromium: Any) -> Iterator[Callable[..., Reader]]:
    """Opens readers, and closes them after the test."""
    readers: list[Reader] = []

    def start(width: int = 768, **options: bool) -> Reader:
        readers.append(Reader(chromium, width, **options))
        return readers[-1]

    yield start
    for reader in readers:
        reader.context.close()


@pytest.fixture(scope="session")
def hash_tree() -> Callable[[Path], dict[str, str]]:
    """Tells what every file below a folder holds."""

    def hash_files(folder: Path) -> dict[str, str]:
        return {
            path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.suffix != ".lock"
        }

    return hash_files
