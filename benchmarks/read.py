"""Time and memory of reading surveys: this reader against pandas and polars on the same files.

Run it as `python benchmarks/read.py [--sizes 40x150 1000x40 ...] [--output FILE]`. Each reading
happens in a process of its own, of small files several, one reader after the other, and the
shortest counts: what others do on the same processors only lengthens it. The ratios compare
processor time with pandas on calamine and on openpyxl.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import importlib.util
import random
import subprocess
import sys
import tempfile
from pathlib import Path

SIZES = ("40x150", "1000x40", "10000x40", "100000x40")
REPEATS = ((100_000, 9), (1_000_000, 3))
"""Files of fewer cells than this are read so often, larger ones once."""
READERS = ("gcm_analysis", "pandas+calamine", "pandas+openpyxl", "polars")
TOPICS = ("Trata, tráfico y explotación", "Datos", "Vías regulares", "Reintegración", "Protección")
LEVELS = ("Nada importante", "Poco importante", "Importante", "Muy importante")
PROGRAM = """
import resource, sys, time
reader, path = sys.argv[1:]
if reader == "gcm_analysis":
    from gcm_analysis.survey.read import read_export as read
elif reader == "polars":
    from polars import read_excel as read
else:
    import pandas
    read = lambda path: pandas.read_excel(path, engine=reader.split("+")[1])
start, used = time.perf_counter(), time.process_time()
result = read(path)
if reader == "gcm_analysis":
    assert len(result.answers) and len(result.ledger) and len(result.cells)
took, used = time.perf_counter() - start, time.process_time() - used
unit = 2**20 if sys.platform == "darwin" else 2**10
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
print(f"{took:.3f} {used:.3f} {peak:.0f}")
"""


def write_survey(path: Path, n_rows: int, n_columns: int) -> None:
    """Write a survey in the conventions of Microsoft Forms: every kind of question."""
    import openpyxl

    draw = random.Random(n_rows * n_columns)
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet("Sheet1")
    own = ["ID", "Start time", "Completion time", "Email", "Name"]
    sheet.append([*own, *(f"Pregunta {number}" for number in range(n_columns - len(own)))])
    sent = dt.datetime(2024, 5, 2, 9)
    for row in range(n_rows):
        values: list[object] = [row + 1, sent, sent, f"p{row}@example.org", f"Persona {row}"]
        for number in range(n_columns - len(own)):
            kinds = (
                draw.choice(LEVELS),
                draw.choice(TOPICS),
                ";".join(draw.sample(TOPICS, 3)) + ";",
                draw.randint(1, 10),
                f"Respuesta abierta sobre el tema {draw.randint(0, 10**6)} de la migración",
            )
            values.append(kinds[number % 5])
        sheet.append(values)
    workbook.save(path)


def measure(reader: str, path: Path) -> tuple[float, float, float] | None:
    """Return seconds, processor seconds and peak MiB of one reading, or None where it fails."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, reader, str(path)], capture_output=True, text=True
    )
    if done.returncode:
        print(f"  {reader} failed: {done.stderr.strip().splitlines()[-1:]}")
        return None
    took, used, peak = map(float, done.stdout.split())
    return took, used, peak


def measure_all(path: Path, n_cells: int) -> dict[str, tuple[float, float, float] | None]:
    """Return what each reader takes: of several readings the shortest by processor time."""
    taken: dict[str, list[tuple[float, float, float]]] = {reader: [] for reader in list_readers()}
    for _ in range(next((times for most, times in REPEATS if n_cells < most), 1)):
        for reader, figures in taken.items():
            if found := measure(reader, path):
                figures.append(found)
    return {
        reader: min(figures, key=lambda one: one[1]) if figures else None
        for reader, figures in taken.items()
    }


def list_readers() -> list[str]:
    """Return the readers that are installed."""
    return [
        reader
        for reader in READERS
        if reader != "polars" or importlib.util.find_spec("polars") is not None
    ]


def main() -> None:
    """Measure every reader on every size, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", default=SIZES, metavar="ROWSxCOLUMNS")
    parser.add_argument("--output", type=Path, help="write the figures as CSV too")
    chosen = parser.parse_args()
    rows: list[list[object]] = []
    with tempfile.TemporaryDirectory() as folder:
        for size in chosen.sizes:
            n_rows, n_columns = map(int, size.split("x"))
            path = Path(folder) / f"{size}.xlsx"
            write_survey(path, n_rows, n_columns)
            found = measure_all(path, n_rows * n_columns)
            base, slow = found["pandas+calamine"], found["pandas+openpyxl"]
            for reader, figures in found.items():
                if figures is None or base is None or slow is None:
                    continue
                ratio, faster = figures[1] / base[1], slow[1] / figures[1]
                rows.append([size, reader, *figures, round(ratio, 2), round(faster, 1)])
                print(
                    f"{size:>10}  {reader:<16} {figures[0]:8.2f} s  {figures[1]:8.2f} s processor  "
                    f"{figures[2]:7.0f} MiB  {ratio:5.2f} x pandas+calamine, "
                    f"{faster:4.1f} x faster than pandas+openpyxl"
                )
    if chosen.output:
        with chosen.output.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            names = ("seconds", "processor_seconds", "peak_mib", "ratio", "faster_than_openpyxl")
            writer.writerow(["size", "reader", *names])
            writer.writerows(rows)


if __name__ == "__main__":
    main()
