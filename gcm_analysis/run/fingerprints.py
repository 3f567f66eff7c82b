"""What an execution has read, under names that outlive the run, and a hash of each."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from gcm_analysis.forum import Forum
from gcm_analysis.run.inputs import EDITORIAL_FILES, WHOLE_FOLDER, hash_folder
from gcm_analysis.run.manifest import KnownFiles
from gcm_analysis.store import TableStore
from gcm_analysis.workspace import Workspace

if TYPE_CHECKING:
    from gcm_analysis.country_rows import CountryTables

ABSENT = "absent"
TABLE, FORUM, FILE, FOLDER, COUNTRY = "table", "forum", "file", "folder", "country"


class Fingerprints:
    """Names and hashes what executions of one run read.

    Parameters
    ----------
    workspace : Workspace
    forum : Forum
    tables, counted : Path
        The run's folder of tables, and that of the tables of its audience.
    inputs : mapping
        What went into the run, as `hash_inputs` found it when the run began: a file that is
        changed later ends the run, so that these hashes are of what was read.
    known : KnownFiles
    """

    def __init__(
        self,
        workspace: Workspace,
        forum: Forum,
        *,
        tables: Path,
        counted: Path,
        inputs: Mapping[str, str],
        known: KnownFiles,
    ) -> None:
        self.workspace = workspace
        self.forum = forum
        self.tables = Path(os.path.realpath(tables))
        self.raw = Path(os.path.realpath(workspace.raw))
        self.root = Path(os.path.realpath(workspace.root))
        self.counted = counted
        self.inputs = inputs
        self.known = known
        self._rows: dict[str, str] = {}

    def name_file(self, path: str) -> str:
        """Return the name of a file that was read."""
        place = Path(path)
        if place.is_relative_to(self.tables):
            return f"{TABLE}:{place.relative_to(self.tables).as_posix()}"
        if place.is_relative_to(self.raw):
            folder, *below = place.relative_to(self.raw).parts
            if below and (len(below) > 1 or below[0] not in EDITORIAL_FILES):
                return f"{FORUM}:{folder}"
        if place.is_relative_to(self.root):
            return f"{FILE}:{place.relative_to(self.root).as_posix()}"
        return f"{FILE}:{path}"

    def name_folder(self, path: str) -> str | None:
        """Return the name of a folder that was listed; None where it tells nothing.

        Which forums there are decides only whether a forum.yml may name them as earlier ones,
        and that is checked before anything is executed.
        """
        place = Path(path)
        if place == self.raw:
            return None
        if place.is_relative_to(self.raw):
            return f"{FORUM}:{place.relative_to(self.raw).parts[0]}"
        return f"{FOLDER}:{path}"

    def hash(self, name: str) -> str:
        """Return the hash of what a name stands for now."""
        kind, _, what = name.partition(":")
        if kind == TABLE:
            return self.hash_file(self.tables / what)
        if kind == FORUM:
            known = self.inputs.get(f"{what}/{WHOLE_FOLDER}")
            return known or hash_folder(self.raw / what)
        if kind == COUNTRY:
            return self.hash_country(what)
        if kind == FOLDER:
            return hash_listing(Path(what))
        return self.hash_named_file(what)

    def hash_named_file(self, what: str) -> str:
        """Return the hash of a file beside the tables, absent ones included."""
        path = self.root / what  # what is not below the root has its whole path
        if path.is_relative_to(self.raw):
            name = path.relative_to(self.raw).as_posix()
            forum = name.partition("/")[0]
            if f"{forum}/{WHOLE_FOLDER}" in self.inputs:
                return self.inputs.get(name, ABSENT)
        return self.hash_file(path)

    def hash_file(self, path: Path) -> str:
        """Return the hash of a file, or that it is not there."""
        return self.known.hash_file(path) if path.is_file() else ABSENT

    def hash_country(self, country: str) -> str:
        """Return the hash of a country's own rows, which every language reads."""
        if country not in self._rows:
            self._rows[country] = self.country_tables.rows_of(country).fingerprint()
        return self._rows[country]

    @cached_property
    def country_tables(self) -> CountryTables:
        """The tables that country pages are cut from, once this run has them."""
        from gcm_analysis.country_rows import read_country_tables

        return read_country_tables(self.forum, TableStore(self.tables), TableStore(self.counted))


def hash_listing(folder: Path) -> str:
    """Return the hash of the names in a folder."""
    if not folder.is_dir():
        return ABSENT
    names = "\0".join(sorted(os.listdir(folder)))  # noqa: PTH208 - names are all that is asked
    return hashlib.sha256(names.encode("utf-8", "surrogateescape")).hexdigest()
