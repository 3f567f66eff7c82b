"""A night in miniature: thirty reruns while spreadsheets are added, corrected, broken, repaired."""

from __future__ import annotations

import hashlib
import os
import random
import re
from pathlib import Path

import pytest

from gcm_analysis.errors import GcmError
from gcm_analysis.run import RunOptions, run_forums
from gcm_analysis.workspace import Workspace

from .tiny_forum import (
    FIRST,
    FORUM,
    SOURCE,
    STATES,
    Rows,
    count_mentions,
    list_counts,
    make_workspace,
    read_published,
    read_workbook,
    write_rows,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no warm engine"),
]

SEED = 20240905
N_RERUNS = 30
LATE = "respuestas-tardias.csv"


class Night:
    """The folder of the forum as people leave it, and what it says by our own count.

    Parameters
    ----------
    root : Path
        The workspace.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.chance = random.Random(SEED)
        self.early: Rows = {name: FIRST[name] for name in ("México", "Honduras")}
        self.late: Rows = {}
        self.broken: str | None = None
        self.write()

    @property
    def folder(self) -> Path:
        return self.root / "data" / "raw" / FORUM

    @property
    def rows(self) -> Rows:
        return {**self.early, **self.late}

    def write(self) -> None:
        """Write the files as they are meant."""
        write_rows(self.root, self.early)
        if self.late:
            write_rows(self.root, self.late, name=LATE)

    def draw_row(self) -> dict[str, str]:
        chosen = self.chance.sample(["laboral", "trata", "retorno"], self.chance.randint(1, 3))
        number = self.chance.choice([2, 7, 14, 16, 23])
        return {**dict.fromkeys(chosen, "x"), "words": f"Objetivo {number}"}

    def add(self) -> None:
        """A government sends its answers in a file of its own."""
        missing = [name for name in STATES if name not in self.rows]
        if not missing:
            return self.correct()
        self.late[missing[0]] = self.draw_row()
        return self.write()

    def correct(self) -> None:
        """Someone corrects an answer in the file where it stands."""
        name = self.chance.choice(sorted(self.rows))
        (self.late if name in self.late else self.early)[name] = self.draw_row()
        self.write()

    def leave(self) -> None:
        """Nothing is received."""

    def unknown_country(self) -> None:
        self.broken = "Atlántida"
        write_rows(self.root, {**self.early, "Atlántida": self.draw_row()})

    def lost_column(self) -> None:
        self.broken = "Explique sus prioridades"
        for path in self.folder.glob("*.csv"):
            text = path.read_text("utf-8")
            path.write_text(text.replace("Explique sus prioridades", "Q4"), "utf-8")

    def torn_file(self) -> None:
        self.broken = ""
        (self.folder / SOURCE).write_bytes(b"\xff\xfe\x00")

    def lost_file(self) -> None:
        self.broken = "respuestas"
        for path in self.folder.glob("*.csv"):
            path.unlink()

    def mistyped_forum(self) -> None:
        self.broken = "forum.yml"
        path = self.folder / "forum.yml"
        path.write_text(path.read_text("utf-8").replace("timezone:", "time_zone:"), "utf-8")

    def repair(self) -> None:
        """What was broken is put right."""
        path = self.folder / "forum.yml"
        path.write_text(path.read_text("utf-8").replace("time_zone:", "timezone:"), "utf-8")
        self.broken = None
        self.write()


BREAKING = ("unknown_country", "lost_column", "torn_file", "lost_file", "mistyped_forum")


def run(root: Path) -> bool:
    options = RunOptions(engine="warm", with_figures=False, countries=("MEX",))
    return bool(run_forums(Workspace(root), options))


def hash_reports(root: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((root / "reports").rglob("*"))
        if path.is_file()
    }


def require_right(night: Night) -> None:
    """Compare what was published with our own count of the same spreadsheets."""
    assert read_published(night.root) == count_mentions(night.rows)
    assert read_workbook(night.root) == list_counts(night.rows)
    page = (night.root / "reports" / FORUM / "internal" / "es" / "index.html").read_text("utf-8")
    for path in night.folder.glob("*.csv"):
        assert hashlib.sha256(path.read_bytes()).hexdigest() in page
    n = len(night.rows)
    assert re.search(rf"\b{n} de (los )?4\b", re.sub(r"<[^>]+>|\s+", " ", page))


def test_a_night_of_thirty_reruns(tmp_path: Path) -> None:
    night = Night(make_workspace(tmp_path / "root"))
    assert run(night.root)
    require_right(night)
    told = published = quiet = 0
    for number in range(N_RERUNS):
        before, rows = hash_reports(night.root), repr(night.rows)
        if night.broken is not None:
            happened = "repair"
        elif number % 4 == 1:
            happened = BREAKING[(number // 4) % len(BREAKING)]
        else:
            happened = night.chance.choice(["add", "correct", "leave"])
        getattr(night, happened)()
        if night.broken is None:
            published += run(night.root)
            require_right(night)
            if happened == "leave":
                quiet += 1
                assert hash_reports(night.root) == before
        else:
            with pytest.raises(GcmError) as refused:
                run(night.root)
            told += 1
            assert night.broken in str(refused.value), happened
            assert "\n" not in str(refused.value)
            assert hash_reports(night.root) == before
        assert happened in ("add", "correct") or repr(night.rows) == rows
    assert told >= len(BREAKING)
    assert quiet
    assert published >= 8
