"""A forum whose file is broken or hostile: `check` and `run` say so in one sentence, exit 2."""

import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="the peak of one program is told there"),
]
FORUM = {
    "forum": "prueba", "title": {"es": "Prueba"}, "languages": ["es"],
    "roster": {"governments": ["MEX"]},
    "topics": [{"id": "vias", "name": {"es": "Vías regulares"}, "objectives": [5]}],
    "questions": [
        {"id": "temas", "role": "priority", "kind": "multiple", "text": {"es": "Temas"},
         "column": "Temas", "topics": ["vias"]},
    ],
}  # fmt: skip
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
MEBIBYTE = 2**20
PROGRAM = """
import atexit, runpy, sys
def tell_peak():
    print("VmHWM:" + open("/proc/self/status").read().split("VmHWM:")[1], file=sys.stderr)
atexit.register(tell_peak)
runpy.run_module("gcm_analysis", run_name="__main__", alter_sys=True)
"""
"""The command, and at its end the most memory it held: a parent's does not count."""


def write_workbook(path: Path, pieces: list[bytes], head: bytes = b"") -> None:
    """Write an .xlsx whose one sheet is these pieces of XML."""
    relation = (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
        'Type="{office}/{kind}" Target="{target}"/></Relationships>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(
            "xl/workbook.xml",
            head
            + f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'.encode(),
        )
        for name, target, kind in (
            ("_rels/.rels", "xl/workbook.xml", "officeDocument"),
            ("xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "worksheet"),
        ):
            archive.writestr(name, relation.format(office=OFFICE, kind=kind, target=target))
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for piece in pieces:
                part.write(piece)


def row_of(number: int, cells: str) -> bytes:
    return f'<row r="{number}">{cells}</row>'.encode()


def cell(address: str, text: str) -> str:
    return f'<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>'


START = f'<worksheet xmlns="{MAIN}"><sheetData>'.encode()
END = b"</sheetData></worksheet>"
LAUGHS = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
FIRST_ROW = row_of(1, cell("A1", "Temas"))


def zip_bomb(path: Path) -> None:
    write_workbook(path, [START, FIRST_ROW, *[b" " * MEBIBYTE] * 800, END])


def far_cell(path: Path) -> None:
    write_workbook(path, [START, FIRST_ROW, row_of(1048576, cell("XFD1048576", "b")), END])


def wide(path: Path) -> None:
    write_workbook(path, [START, row_of(1, cell("A1", "a") + cell("ZZZ1", "b")), END])


def cells_without_address(path: Path) -> None:
    many = b'<row r="1">' + b"<c t='str'><v>a</v></c>" * 16_384 + b"</row>"
    write_workbook(path, [START, many, row_of(1048576, cell("A1048576", "b")), END])


def entities(path: Path) -> None:
    write_workbook(path, [START, FIRST_ROW, END], LAUGHS)


def endless_line(path: Path) -> None:
    path.write_bytes(b"Temas\n" + b"a" * 100_000_000)


HOSTILE: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "zip bomb": ("r.xlsx", zip_bomb, "too many bytes"),
    "far cell": ("r.xlsx", far_cell, "spread over"),
    "absurd columns": ("r.xlsx", wide, "columns"),
    "no addresses": ("r.xlsx", cells_without_address, "memory"),
    "entities": ("r.xlsx", entities, "entities"),
    "truncated": ("r.xlsx", lambda p: p.write_bytes(b"PK\x03\x04" + b"\0" * 500), "damaged"),
    "protected": (
        "r.xlsx",
        lambda p: p.write_bytes(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 9
        ),
        "password",
    ),
    "wrong extension": ("r.xlsx", lambda p: p.write_bytes(b"Temas\nTrata\n"), "plain text"),
    "endless line": ("r.csv", endless_line, "a line of"),
    "NUL bytes": ("r.csv", lambda p: p.write_bytes(b"Temas\nTra\0ta\n"), "NUL"),
    "nothing": ("r.csv", lambda p: p.write_bytes(b""), "no cell"),
}


@pytest.fixture
def command(tmp_path: Path) -> Callable[..., tuple[int, str, float, int]]:
    """Run a command on a forum with one file; return code, errors, seconds and peak KiB."""
    folder = tmp_path / "data" / "raw" / "prueba"
    folder.mkdir(parents=True)

    def run(name: str, file: str, write: Callable[[Path], object]) -> tuple[int, str, float, int]:
        source = {"alias": "estados", "files": [file], "country": {"value": "MEX"}}
        forum = {**FORUM, "sources": [source]}
        (folder / "forum.yml").write_text(yaml.safe_dump(forum, allow_unicode=True), "utf-8")
        write(folder / file)
        started = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, name, "prueba", "--root", str(tmp_path)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        seconds = time.monotonic() - started
        words, _, peak = (done.stdout + done.stderr).rpartition("VmHWM:")
        return done.returncode, words, seconds, int(peak.split()[0])

    return run


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_refused_in_one_sentence(command, tmp_path, case) -> None:
    file, write, words = HOSTILE[case]
    code, told, seconds, peak = command("check", file, write)
    assert code == 2, told
    about = [line for line in told.splitlines() if words in line]
    assert len(about) == 1, told
    assert "estados" in about[0]
    assert about[0].endswith(".")
    assert "Traceback" not in told
    assert peak < MEBIBYTE, f"{peak} KiB"
    assert seconds < 30, "the limit is 10 s on a machine with nothing else to do"
    assert not (tmp_path / "data" / "processed").exists()


@pytest.mark.parametrize("case", ["far cell", "protected", "NUL bytes"])
def test_a_run_stops_before_anything_is_written(command, tmp_path, case) -> None:
    file, write, words = HOSTILE[case]
    code, told, _, _ = command("run", file, write)
    assert code == 2, told
    assert re.search(words, told)
    assert "Traceback" not in told
    assert not (tmp_path / "reports").exists() or not any((tmp_path / "reports").iterdir())
