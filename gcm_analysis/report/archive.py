"""A whole report as one zip file: the same bytes for the same files, links that work inside."""

from __future__ import annotations

import zipfile
from pathlib import Path

FIXED_TIME = (1980, 1, 1, 0, 0, 0)
PACKED_ALREADY = {".pdf", ".png", ".xlsx", ".zip"}


def zip_folder(folder: Path, target: Path) -> Path:
    """Write all files of a folder into a zip file, below the folder's own name.

    Parameters
    ----------
    folder : Path
        A report of one audience and language, or of all its languages.
    target : Path
        The zip file; replaced whole or not at all. It may lie in the folder itself, and is
        then left out.

    Returns
    -------
    Path
        `target`.
    """
    scratch = target.with_name(f".{target.name}.tmp")
    left_out = {target.resolve(), scratch.resolve()}
    paths = sorted(
        (path for path in folder.rglob("*") if path.is_file() and path.resolve() not in left_out),
        key=lambda path: path.relative_to(folder).as_posix(),
    )
    try:
        with zipfile.ZipFile(scratch, "w") as archive:
            for path in paths:
                name = f"{folder.name}/{path.relative_to(folder).as_posix()}"
                entry = zipfile.ZipInfo(name, FIXED_TIME)
                is_packed = path.suffix in PACKED_ALREADY
                entry.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
                entry.create_system = 3
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, path.read_bytes(), compresslevel=6)
        scratch.replace(target)
    except BaseException:
        scratch.unlink(missing_ok=True)
        raise
    return target
