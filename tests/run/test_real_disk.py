"""A disk that is really full, and one that is really read-only: nothing is lost by either."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from gcm_analysis.run.disk import DiskRefused

from .test_refusing_disk import hash_published, run
from .tiny_forum import FIRST, count_mentions, make_workspace, read_published, write_rows

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no warm engine"),
]

ROOMY = "size=200m"


class Disk:
    """A file system in memory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mount(ROOMY)

    def mount(self, *options: str) -> None:
        """Mount it, or mount it anew with other options."""
        command = ["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", str(self.folder)]
        subprocess.run(command, check=True, capture_output=True)

    def leave_room(self, n_bytes: int) -> None:
        """Let so much room be left."""
        used = shutil.disk_usage(self.folder).used
        self.mount("remount", f"size={(used + n_bytes) // 1024}k")

    def unmount(self) -> None:
        """Take it away."""
        subprocess.run(["umount", "--lazy", str(self.folder)], check=True, capture_output=True)


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Disk]:
    folder = tmp_path_factory.mktemp("disk")
    try:
        disk = Disk(folder)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this user may not mount a file system")
    yield disk
    disk.unmount()


@pytest.fixture
def root(disk: Disk) -> Iterator[Path]:
    """A forum on that disk that was published, with a change that is to be."""
    disk.mount("remount", ROOMY)
    root = make_workspace(disk.folder / "root")
    run(root)
    write_rows(root, FIRST, note="a remark")
    yield root
    disk.mount("remount", "rw", ROOMY)
    shutil.rmtree(root)


@pytest.mark.parametrize("n_bytes", [16_384, 1_000_000])
def test_a_full_disk_leaves_the_last_report_and_the_next_run_succeeds(
    disk: Disk, root: Path, n_bytes: int
) -> None:
    before = hash_published(root)
    disk.leave_room(n_bytes)
    with pytest.raises(DiskRefused, match="no room"):
        run(root)
    assert hash_published(root) == before
    disk.mount("remount", ROOMY)
    run(root)
    assert hash_published(root) != before
    assert read_published(root) == count_mentions(FIRST)


def test_a_read_only_disk_leaves_the_last_report(disk: Disk, root: Path) -> None:
    before = hash_published(root)
    disk.mount("remount", "ro", ROOMY)
    with pytest.raises(DiskRefused, match="nothing was published"):
        run(root)
    assert hash_published(root) == before
