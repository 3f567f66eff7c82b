"""Rows added to the small tables of a forum's folder: whole or not at all, one writer at a time."""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

LINE_END = re.compile(r"\r\n?")


def append_rows(path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
    """Write a file anew with further rows; what stands there stays as it is.

    Parameters
    ----------
    path : Path
        The file; where there is none it gets a header.
    columns : sequence of str
        The columns of a new file; an old one keeps the order of its own.
    rows : sequence of dict
        Text by column.
    """
    there = path.read_bytes() if path.is_file() else b""
    newline = "\r\n" if b"\r\n" in there else "\n"
    written = _read_columns(there) if there.strip() else tuple(columns)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, written, lineterminator=newline, extrasaction="ignore")
    if not there.strip():
        there = b""
        writer.writeheader()
    writer.writerows(rows)
    if there and not there.endswith(b"\n"):
        there += newline.encode()
    _replace(path, there + text.getvalue().encode("utf-8"))


def tidy_value(text: str) -> str:
    """Return a value as it will be read again: no spaces around it, one kind of line end."""
    return LINE_END.sub("\n", text.strip())


@contextmanager
def lock_folder(folder: Path) -> Iterator[None]:
    """Let one process at a time write; the lock file lies outside the forum's folder."""
    import hashlib

    from filelock import FileLock

    name = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
    with FileLock(Path(tempfile.gettempdir()) / f"gcm-analysis-{name}.lock"):
        yield


def _read_columns(content: bytes) -> tuple[str, ...]:
    first = next(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    return tuple(name.strip() for name in first)


def _replace(path: Path, content: bytes) -> None:
    handle, scratch = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(scratch).chmod(path.stat().st_mode & 0o777 if path.is_file() else 0o644)
        Path(scratch).replace(path)
    except BaseException:
        Path(scratch).unlink(missing_ok=True)
        raise
