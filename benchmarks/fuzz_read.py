"""Change bytes of sample exports and read them: a SurveyExport or a GcmError, never anything else.

Run it as `python benchmarks/fuzz_read.py FOLDER [--cases 10000] [--seed 1]`. Readings happen in
worker processes, so that a hang or a killed process is seen, counted, and its file kept.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ENDINGS = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv"}
LARGEST = 300_000
BATCH = 50
MOST_SECONDS = 30
WORKER = """
import sys, warnings
from pathlib import Path
warnings.simplefilter("error")
from gcm_analysis.errors import GcmError
from gcm_analysis.survey.read import read_export
for line in sys.stdin:
    path = Path(line.strip())
    print("start", path, flush=True)
    try:
        export = read_export(path)
        assert not export.ledger.duplicated(["source_sheet", "source_cell"]).any()
        outcome = "read"
    except GcmError as error:
        outcome = "refused " + type(error).__name__ if "\\n" not in str(error) else "lines"
    except BaseException as error:
        outcome = "WRONG " + type(error).__name__ + " " + str(error)[:120].replace("\\n", " ")
    print("end", outcome, flush=True)
"""


def change(content: bytes, draw: random.Random) -> bytes:
    """Return a file's bytes with something changed: bytes flipped, cut, doubled or put in."""
    data = bytearray(content)
    for _ in range(draw.choice((1, 1, 2, 8, 64))):
        if not data:
            break
        place = draw.randrange(len(data))
        match draw.randrange(6):
            case 0:
                data[place] ^= 1 << draw.randrange(8)
            case 1:
                data[place] = draw.choice((0, 255, 34, 44, 59, 10, draw.randrange(256)))
            case 2:
                del data[place : place + draw.randrange(1, 64)]
            case 3:
                data[place:place] = data[place : place + draw.randrange(1, 256)]
            case 4:
                data[place : place + 4] = draw.choice((b"\xff" * 4, b"\0" * 4, b"\x7f\xff\xff\xff"))
            case _:
                data[place:place] = bytes(draw.randrange(256) for _ in range(draw.randrange(1, 16)))
    if draw.random() < 0.05:
        data = data[: draw.randrange(len(data) + 1)]
    return bytes(data)


def rezip(content: bytes, draw: random.Random) -> bytes:
    """Return a workbook one of whose parts was changed inside its archive."""
    import io
    import zipfile

    changed = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as source:
            names = source.namelist()
            target = draw.choice(names)
            with zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as copy:
                for name in names:
                    part = source.read(name)
                    copy.writestr(name, change(part, draw) if name == target else part)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        return change(content, draw)
    return changed.getvalue()


def make_case(sample: Path, draw: random.Random) -> bytes:
    """Return a changed copy of a sample: outside its archive or inside it."""
    content = sample.read_bytes()
    if sample.suffix in {".xlsx", ".xlsm", ".xlsb", ".ods"} and draw.random() < 0.7:
        return rezip(content, draw)
    return change(content, draw)


def read_batch(paths: list[Path]) -> list[str]:
    """Return the outcome of each file, read one after the other in one process."""
    outcomes: list[str] = []
    left = list(paths)
    while left:
        try:
            done = subprocess.run(
                [sys.executable, "-c", WORKER], input="\n".join(map(str, left)),
                capture_output=True, text=True, timeout=MOST_SECONDS * 4,
            )  # fmt: skip
            lines, ending = done.stdout.splitlines(), f"WRONG process ended {done.returncode}"
        except subprocess.TimeoutExpired as error:
            lines, ending = (error.stdout or b"").decode().splitlines(), "WRONG hang"
        ended = [line[4:] for line in lines if line.startswith("end ")]
        outcomes += ended
        left = left[len(ended) :]
        if left:
            # A batch may be slow because the machine is: what hangs, hangs alone as well.
            is_slow = ending == "WRONG hang" and len(paths) > 1
            outcomes += read_batch(left[:1]) if is_slow else [ending]
            left = left[1:]
    return outcomes


def main() -> None:
    """Read changed copies of every sample below a folder, and print how each ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-failures"))
    chosen = parser.parse_args()
    samples = sorted(
        path
        for path in chosen.folder.rglob("*")
        if path.suffix in ENDINGS and path.stat().st_size <= LARGEST
    )
    draw = random.Random(chosen.seed)
    ends: Counter[str] = Counter()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        for first in range(0, chosen.cases, BATCH):
            paths = []
            for number in range(first, min(first + BATCH, chosen.cases)):
                sample = samples[number % len(samples)]
                path = Path(folder) / f"case{number}{sample.suffix}"
                path.write_bytes(make_case(sample, draw))
                paths.append(path)
            for path, outcome in zip(paths, read_batch(paths), strict=True):
                ends[outcome] += 1
                if outcome.startswith("WRONG") or outcome == "lines":
                    chosen.keep.mkdir(exist_ok=True)
                    (chosen.keep / path.name).write_bytes(path.read_bytes())
                    print(path.name, outcome, flush=True)
                path.unlink()
    for outcome, count in ends.most_common():
        print(f"{count:7} {outcome}")
    print(f"{chosen.cases} cases in {time.monotonic() - started:.0f} s, seed {chosen.seed}")
    sys.exit(any(outcome.startswith("WRONG") or outcome == "lines" for outcome in ends))


if __name__ == "__main__":
    main()
