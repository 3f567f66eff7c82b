"""Broken and hostile files end in one sentence, soon and in little memory."""

import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gcm_analysis.errors import GcmError
from gcm_analysis.survey import ReadingLimits, SurveyExport, read_export
from gcm_analysis.survey.workbook.limits import WrongLimit

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
START = f'<worksheet xmlns="{MAIN}"><sheetData>'
END = "</sheetData></worksheet>"
WorkbookWriter = Callable[..., Path]


def cell(address: str, text: str) -> str:
    return f'<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>'


@pytest.fixture
def write_parts(tmp_path: Path) -> WorkbookWriter:
    """Write an .xlsx part by part, as no program would."""

    def write(sheet: str | bytes, before: str = "", **parts: bytes) -> Path:
        path = tmp_path / "hostile.xlsx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(
                "xl/workbook.xml",
                f'{before}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
                '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
            )
            for folder, target, kind in (
                ("_rels/.rels", "xl/workbook.xml", "officeDocument"),
                ("xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "worksheet"),
            ):
                archive.writestr(
                    folder,
                    f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" '
                    f'Type="{OFFICE}/{kind}" Target="{target}"/></Relationships>',
                )
            archive.writestr("xl/worksheets/sheet1.xml", sheet)
            for name, content in parts.items():
                archive.writestr(f"xl/{name}.xml", content)
        return path

    return write


def refusal(path: Path, **options: object) -> str:
    """Return the sentence with which a file is refused."""
    started = time.monotonic()
    with pytest.raises(GcmError) as caught:
        read_export(path, **options)  # type: ignore[arg-type]
    assert time.monotonic() - started < 30
    sentence = str(caught.value)
    assert sentence.startswith(path.name)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


def test_declared_rows_that_are_not_there_cost_nothing(write_parts) -> None:
    rows = "".join(
        f'<row r="{row}">{cell(f"A{row}", f"a{row}")}{cell(f"B{row}", f"b{row}")}</row>'
        for row in range(1, 6)
    )
    sheet = f'<worksheet xmlns="{MAIN}"><dimension ref="A1:AV10000000"/><sheetData>{rows}{END}'
    export = read_export(write_parts(sheet))
    assert len(export.respondents) == 4


@pytest.mark.parametrize("state", ["", ' hidden="true"'])
def test_a_last_row_without_cells_is_no_data(write_parts, state) -> None:
    """LibreOffice writes one once a row of the sheet has been deleted."""
    rows = "".join(
        f'<row r="{row}"{state if row == 5 else ""}>{cell(f"A{row}", f"a{row}")}</row>'
        for row in range(1, 6)
    )
    path = write_parts(START + rows + '<row r="1048576" ht="12.8"></row>' + END)
    assert len(read_export(path, limits=ReadingLimits(cells=1_000)).answers) > 0


@pytest.mark.parametrize(
    ("sheet", "words"),
    [
        (START + f'<row r="1">{cell("A1", "a")}</row><row r="1048576">{cell("XFD1048576", "b")}'
         "</row>" + END, "spread over"),
        (START + f'<row r="1">{cell("A1", "a")}{cell("ZZZ1", "b")}</row>' + END, "columns"),
        (START + "<row>" + "<c/>" * 200_000 + "</row>" + END, "more cells"),
        (START + "<row/>" * 30_000 + END, "more rows"),
    ],
)  # fmt: skip
def test_cells_beyond_measure_are_refused(write_parts, sheet, words) -> None:
    assert words in refusal(write_parts(sheet), limits=ReadingLimits(cells=100_000, rows=10_000))


def test_cells_without_addresses_are_read_apart_within_a_memory(write_parts) -> None:
    sheet = START + '<row r="1">' + "<c t='str'><v>a</v></c>" * 16_384 + (
        f'</row><row r="1048576">{cell("A1048576", "b")}</row>' + END
    )  # fmt: skip
    assert "memory" in refusal(write_parts(sheet))


def test_a_zip_bomb_is_refused_while_it_is_unpacked(write_parts) -> None:
    sheet = (START + " " * 3_000_000 + END).encode()
    assert "unpack" in refusal(write_parts(sheet), limits=ReadingLimits(unpacked_bytes=2_000_000))


def test_texts_beyond_measure_are_refused(write_parts) -> None:
    path = write_parts(START + END, sharedStrings=b"<sst>" + b"<si/>" * 200_000)
    assert "more texts" in refusal(path, limits=ReadingLimits(cells=100_000))


def test_entities_are_refused(write_parts) -> None:
    laughs = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    assert "entities" in refusal(write_parts(START + END, before=laughs))


def test_a_parts_name_does_not_break_the_sentence(write_parts) -> None:
    path = write_parts(START + END, **{"a\nb": b"<!DOCTYPE l>"})
    assert "entities" in refusal(path)
    path = write_parts(START + END, **{"a\nb": b"<a/>" * 500})
    assert "xl/a b.xml more bytes" in refusal(path, limits=ReadingLimits(unpacked_bytes=12_000))


def test_two_sheets_of_one_name_are_told_apart(write_sheet) -> None:
    path = write_sheet([["País"], ["Perú"], ["Chile"]], Otra=[["Nota"]])
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b'"Otra"', b'"Sheet1"')
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    ledger = read_export(path).ledger
    assert not ledger.duplicated(["source_sheet", "source_cell"]).any()
    assert set(ledger["source_sheet"]) == {"Sheet1", "Sheet1 (2)"}


def test_merged_cells_that_overlap_do_no_harm(write_parts) -> None:
    rows = f'<row r="1">{cell("A1", "País")}{cell("B1", "Tema")}</row>' + (
        f'<row r="2">{cell("A2", "México")}{cell("B2", "Trata")}</row>'
    )
    merged = "".join(
        f'<mergeCell ref="{span}"/>' for span in ("A1:B2", "B2:A1", "A1:XFD1048576", "B1:B1")
    )
    sheet = START + rows + f"</sheetData><mergeCells>{merged}</mergeCells></worksheet>"
    assert isinstance(read_export(write_parts(sheet)), SurveyExport)


def test_links_and_macros_are_noted_and_neither_followed_nor_run(write_parts) -> None:
    rows = f'<row r="1">{cell("A1", "Tema")}</row><row r="2">{cell("A2", "Trata")}</row>'
    path = write_parts(START + rows + END, **{"externalLinks/externalLink1": b"<externalLink/>"})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf")
    export = read_export(path)
    assert {"links_not_followed", "macros_not_run"} <= set(export.issues["code"])
    assert export.answers["text"].tolist() == ["Trata"]


def test_formulas_without_a_stored_value_are_issues_with_their_cells(write_parts) -> None:
    rows = f'<row r="1">{cell("A1", "Tema")}{cell("B1", "Otro")}</row>' + (
        f'<row r="2"><c r="A2"><f>[1]S!A1</f></c>{cell("B2", "x")}</row>'
        f'<row r="3"><c r="A3"><f>A3</f><v></v></c><c r="B3"><f>1/0</f><v>2</v></c></row>'
        f'<row r="4"><c r="A4" t="e"><v>#REF!</v></c>{cell("B4", "y")}</row>'
    )
    export = read_export(write_parts(START + rows + END))
    found = export.issues.set_index("source_cell")["code"]
    assert found["A2"] == found["A3"] == "formula_without_value"
    assert found["A4"] == "formula_error"
    fates = export.ledger.set_index("source_cell")["fate"].astype(str)
    assert fates[["A2", "A3", "A4", "B3"]].tolist() == ["issue", "issue", "issue", "answer"]


def test_merged_cells_without_end_take_time_as_their_number_does(write_parts) -> None:
    rows = f'<row r="1">{cell("A1", "País")}</row><row r="2">{cell("A2", "México")}</row>'
    spent = {}
    for n_merged in (5_000, 50_000):
        merged = "".join(f'<mergeCell ref="A{row}:XFD{row + 5}"/>' for row in range(1, n_merged))
        sheet = START + rows + f"</sheetData><mergeCells>{merged}</mergeCells></worksheet>"
        path = write_parts(sheet)
        started = time.process_time()
        assert isinstance(read_export(path), SurveyExport)
        spent[n_merged] = time.process_time() - started
    assert spent[50_000] < 20 * spent[5_000]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.csv", b"", "no cell"),
        ("nul.csv", b"a,b\nx,\0y\n", "line 2"),
        ("line.csv", b"a," * 2_000_000, "a line of"),
        ("quote.csv", b'a,b\n"' + b"a,b\n" * 50_000, "never closed"),
        ("wide.csv", b"," * 20_000, "columns"),
        ("long.csv", b"a\n" * 30_000, "lines"),
        ("page.xlsx", b"<html><table><tr><td>a", "a web page"),
        ("text.xlsx", b"a,b\n1,2\n", "plain text"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n", "a picture"),
        ("~$lock.xlsx", b"\x05user" + b" " * 160, "lock"),
        ("cut.xlsx", b"PK\x03\x04" + b"\0" * 100, "damaged"),
        ("cut.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "damaged"),
    ],
)
def test_a_file_that_is_no_survey_is_refused(tmp_path, name, content, words) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    limits = ReadingLimits(line_bytes=1_000_000, rows=10_000)
    if name == "quote.csv":
        limits = ReadingLimits()
    assert words in refusal(path, limits=limits)


def test_a_missing_file_and_a_folder_are_refused(tmp_path) -> None:
    assert "no such file" in refusal(tmp_path / "none.xlsx")
    assert "folder" in refusal(tmp_path)


def test_protected_and_broken_real_files_are_refused(fixtures) -> None:
    messy = fixtures / "messy"
    for name in ("pass_protected.xlsx", "pass_protected.ods"):
        assert "password" in refusal(messy / "calamine" / name)
    assert "password" in refusal(messy / "messytables" / "encrypted_no_password.xls")
    assert "damaged" in refusal(messy / "calamine" / "OOM_alloc3.xls")
    assert "a zip archive" in refusal(messy / "messytables" / "simple.zip")


def test_a_truncated_workbook_is_refused(fixtures, tmp_path) -> None:
    for name in ("deaths.xlsx", "deaths.xls"):
        content = (fixtures / "messy" / "readxl" / name).read_bytes()
        path = tmp_path / name
        path.write_bytes(content[: len(content) // 2])
        assert "damaged" in refusal(path)


def test_limits_are_settings(monkeypatch) -> None:
    monkeypatch.setenv("GCM_READ_CELLS", "7")
    assert ReadingLimits.from_environment().cells == 7
    monkeypatch.setenv("GCM_READ_CELLS", "many")
    with pytest.raises(WrongLimit, match="GCM_READ_CELLS"):
        ReadingLimits.from_environment()


def test_a_source_goes_by_its_alias_in_messages(tmp_path) -> None:
    path = tmp_path / "Respuesta de Ana Pérez.csv"
    path.write_bytes(b"")
    with pytest.raises(GcmError, match=r"^mexico holds no cell"):
        read_export(path, file="mexico")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the peak of one program is told there")
@pytest.mark.parametrize(
    ("piece", "times", "words"),
    [
        (b"a", 100_000_000, "a line of 100,000,000 bytes"),
        (b"a\n", 50_000_000, "50,000,000 lines"),
        (b"abc," * 24 + b"abc\n", 1_000_000, "more cells"),
    ],
    ids=["line", "lines", "cells"],
)
def test_a_hundred_megabytes_of_text_stay_below_a_gibibyte(tmp_path, piece, times, words) -> None:
    path = tmp_path / "line.csv"
    path.write_bytes(piece * times)
    program = (
        "import resource, sys\n"
        "resource.setrlimit(resource.RLIMIT_AS, (2**30 + 2**29, 2**30 + 2**29))\n"
        "from gcm_analysis.survey import read_export\n"
        "from gcm_analysis.errors import GcmError\n"
        "try:\n    read_export(sys.argv[1])\n"
        "except GcmError as error:\n    print(error)\n"
        "status = open('/proc/self/status').read()\n"
        "print(status.split('VmHWM:')[1].split()[0])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
    )
    sentence, used = done.stdout.splitlines()
    assert words in sentence
    assert int(used) < 2**20


cells = st.one_of(
    st.text(st.characters(exclude_characters=";|\t", exclude_categories=("Cs",)), max_size=12),
    st.sampled_from(["", "X", "1", "2", "Muy importante", "N/A", "a, b"]),
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.lists(cells, max_size=6), min_size=1, max_size=8))
def test_any_grid_is_read_or_refused_and_accounted_for(tmp_path, grid) -> None:
    import csv

    path = tmp_path / "grid.csv"
    with path.open("w", encoding="utf-8", newline="", errors="surrogatepass") as stream:
        csv.writer(stream).writerows(grid)
    try:
        export = read_export(path)
    except GcmError:
        return
    places = export.ledger["source_cell"]
    assert places.is_unique
    with path.open(encoding="utf-8-sig", newline="") as stream:
        written = sum(cell != "" for row in csv.reader(stream) for cell in row)
    assert export.columns["letter"].is_unique
    assert len(places) == written or "\0" in path.read_text("utf-8")
