"""The round trip in LibreOffice itself: what it shows of a workbook, and what comes back."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from gcm_analysis.forum import load_corrections, load_decisions
from gcm_analysis.language import get_language
from gcm_analysis.mapping.answers import map_answers
from gcm_analysis.mapping.review import export_review, import_review
from gcm_analysis.mapping.review.layout import COUNTRY_COLUMNS, DOUBT_COLUMNS
from gcm_analysis.reference import objective

pytestmark = pytest.mark.slow

HAND = Path(__file__).with_name("office_hand.py")
SYSTEM_PYTHON = Path("/usr/bin/python3")
PATIENCE = 240
LONG = "Ampliar las vías regulares, promover el retorno digno que pide Ana Mora"
TRICKS = ("=visas y ventanillas", "+1 visas", "-2 visas", "@visas", "007 visas", "1/2")
ENDINGS = (".xlsx", ".ods")


@dataclass(frozen=True)
class Office:
    """LibreOffice, listening on a pipe."""

    pipe: str
    folder: Path

    def do(self, path: Path, *deeds: list[Any], look: dict[str, list[str]]) -> dict[str, Any]:
        """Fill in a workbook, save it in both formats; return what is seen before and after."""
        job = {
            "open": str(path),
            "deeds": deeds,
            "save": [str(self.saved(path, ending)) for ending in ENDINGS],
            "look": look,
        }
        order = self.folder / f"{path.stem}.json"
        order.write_text(json.dumps(job), "utf-8")
        return json.loads(self.call(str(order)))

    def saved(self, path: Path, ending: str) -> Path:
        return path.with_name(f"{path.stem}-saved{ending}")

    def call(self, order: str) -> str:
        done = subprocess.run(
            [SYSTEM_PYTHON, HAND, self.pipe, order],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    program = find_office()
    folder = tmp_path_factory.mktemp("office")
    pipe = f"gcm-analysis-{os.getpid()}"
    listening = subprocess.Popen(
        [
            program,
            "--headless",
            "--norestore",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            f"--accept=pipe,name={pipe};urp;",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    office = Office(pipe, folder)
    try:
        yield office
        office.call("end")
        listening.wait(PATIENCE)
    finally:
        if listening.poll() is None:
            listening.kill()
            listening.wait()


def find_office() -> str:
    """Return the program; skip without it and its bridge, or fail where all must be there."""
    program = shutil.which("soffice")
    if program and SYSTEM_PYTHON.is_file():
        ask = [SYSTEM_PYTHON, "-c", "import uno"]
        if subprocess.run(ask, capture_output=True, check=False).returncode == 0:
            return program
    reason = (
        "LibreOffice Calc or its bridge to Python is not installed here: on Debian or Ubuntu "
        "sudo apt-get install --no-install-recommends libreoffice-calc-nogui python3-uno"
    )
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture
def answers(forum, make_answers):
    states = ("GTM", "PER", "COL", "CRI", "HND", "PAN")
    table = make_answers(
        ("MEX", "temas", "vias", "Vías regulares"),
        ("MEX", "abierta", "text", LONG),
        *((iso3, "abierta", "text", words) for iso3, words in zip(states, TRICKS, strict=True)),
        ("COL", "retos", "text", "protección consular"),
        ("CRI", "retos", "text", "protección consular"),
    )
    write_source(forum.folder / "respuestas.xlsx", table)
    return table


def write_source(path: Path, answers: Any) -> None:
    """Write the survey file that the answers stand in."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "Sheet1"
    for cell, text in zip(answers["source_cell"], answers["text"], strict=True):
        sheet[cell].value = text
        sheet[cell].data_type = "s"
    workbook.save(path)


@pytest.fixture
def export(forum, answers, make_respondents, read, tmp_path) -> Callable[..., Path]:
    def write(language: str, country: str | None = None) -> Path:
        mapped = map_answers(forum, answers, load_decisions(forum), read=read)
        return export_review(
            tmp_path / f"libro-{language}-{country}.xlsx",
            forum=forum,
            answers=answers,
            respondents=make_respondents(answers),
            mentions=mapped.mentions,
            language=language,
            country=country,
            read=read,
        )

    return write


def column(key: str, columns: Any = DOUBT_COLUMNS) -> str:
    return get_column_letter([one.key for one in columns].index(key) + 1)


def find_row(path: Path, answer_id: str, columns: Any = DOUBT_COLUMNS, sheet: int = 0) -> int:
    letter = column("answer_id", columns)
    cells = load_workbook(path).worksheets[sheet][letter]
    return next(cell.row for cell in cells if cell.value == answer_id)


def sign(number: int, row: int) -> list[list[Any]]:
    """Who decides and when, as a person types them."""
    return [
        ["type", number, f"{column('reviewer')}{row}", "Ana"],
        ["type", number, f"{column('date')}{row}", "2024-07-31"],
    ]


OPEN = "formulario:MEX:abierta:text"
FORMULA = "formulario:GTM:abierta:text"
HELD, DELETED = "formulario:COL:retos:text", "formulario:CRI:retos:text"


@pytest.mark.parametrize("language", ["es", "en"])
def test_what_is_decided_in_libreoffice_comes_back_from_xlsx_and_ods(
    office: Office, export: Callable[..., Path], forum, answers, language: str
) -> None:
    path = export(language)
    row, other = find_row(path, OPEN), find_row(path, FORMULA)
    held, deleted = (find_row(path, one, sheet=1) for one in (HELD, DELETED))
    yes, no = (get_language(language).text(f"review.say_{word}") for word in ("yes", "no"))
    seen = office.do(
        path,
        ["choose", 0, f"{column('decision_1')}{row}", "21 · "],
        ["type", 0, f"{column('decision_2')}{row}", "5"],
        ["type", 0, f"{column('redact')}{row}", "Ana Mora"],
        ["choose", 0, f"{column('circulate')}{row}", no],
        ["type", 0, f"{column('learn')}{other}", "visas"],
        ["choose", 0, f"{column('decision_1')}{other}", "15 · "],
        ["choose", 1, f"{column('confirm')}{held}", yes],
        *sign(0, row), *sign(0, other), *sign(1, held),
        ["sort", 0, f"{column('country')}2", False],
        ["keep_only", 0, f"{column('country')}2", "Perú" if language == "es" else "Peru"],
        ["delete_row", 1, f"A{deleted}"],
        look={"0": [f"{column('text')}{row}", f"{column('decision_1')}{row}"]},
    )  # fmt: skip
    check_shown(seen["before"], language, row)
    for ending in ENDINGS:
        check_kept(seen[ending], language)
        found = [
            (one.kind, one.target, one.value, one.decided_by, one.decided_on)
            for one in import_review(forum, office.saved(path, ending), answers=answers).decisions
        ]
        who = ("Ana", "2024-07-31")
        wanted = {
            ("mentions", OPEN, "5;21", *who),
            ("redact", OPEN, "Ana Mora", *who),
            ("clear", OPEN, "no", *who),
            ("mentions", FORMULA, "15", *who),
            ("mentions", HELD, "14", *who),
        }
        assert set(found) == (wanted if ending == ENDINGS[0] else set())
    again = import_review(forum, office.saved(path, ".ods"), answers=answers)
    assert (again.n_known, len(again.lessons)) == (5, 1)


def check_shown(book: dict[str, Any], language: str, row: int) -> None:
    """What stands in sight, can be filtered, chosen, and is marked."""
    assert book["hidden"] == ["lists", "meta"]
    first, second, last = book["sheets"]
    assert first["frozen"] == second["frozen"] == [2, 2]
    assert last["frozen"] is None
    assert first["filter"].endswith("$A$2:$W$9")
    answer = first["cells"][f"{column('text')}{row}"]
    assert answer["says"] == LONG
    assert answer["bold"] == [LONG.split(",")[1]]
    offered = first["cells"][f"{column('decision_1')}{row}"]["offers"]
    names = [objective(number).short[language] for number in range(1, 24)]
    assert offered == [f"{number} · {name}" for number, name in enumerate(names, start=1)]


def check_kept(book: dict[str, Any], language: str) -> None:
    """What is there still when the saved file is opened again."""
    assert book["hidden"] == ["lists", "meta"]
    first, second, _ = book["sheets"]
    assert first["filter"].endswith("$A$2:$W$9")
    assert first["hidden_rows"] == 6
    assert second["filter"].endswith("$A$2:$W$3")
    offers = [cell["offers"] for cell in first["cells"].values()]
    assert [len(one) for one in offers if one] == [23]


def test_words_that_look_like_formulas_numbers_or_dates_stay_words(
    office: Office, export: Callable[..., Path]
) -> None:
    path = export("es")
    states = ("GTM", "PER", "COL", "CRI", "HND", "PAN")
    rows = [find_row(path, f"formulario:{iso3}:abierta:text") for iso3 in states]
    names = [f"{column('text')}{row}" for row in rows]
    seen = office.do(path, look={"0": names})
    for when in ("before", *ENDINGS):
        cells = seen[when]["sheets"][0]["cells"]
        assert [(cells[name]["type"], cells[name]["says"]) for name in names] == [
            ("TEXT", words) for words in TRICKS
        ]


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_countrys_reply_written_in_libreoffice_comes_back(
    office: Office, export: Callable[..., Path], forum, answers, language: str
) -> None:
    path = export(language, "GTM")
    row = find_row(path, FORMULA, COUNTRY_COLUMNS)
    top = row - 1
    words = "Más visas\nde trabajo"
    seen = office.do(
        path,
        ["choose", 0, f"B{top - 5}", "no"],
        ["type", 0, f"B{top - 4}", "Luz Vera, directora"],
        ["type", 0, f"B{top - 3}", "Nota 12"],
        ["type", 0, f"B{top - 2}", "2024-08-02"],
        ["choose", 0, f"{column('decision_1', COUNTRY_COLUMNS)}{row}", "5 · "],
        ["type", 0, f"{column('new_text', COUNTRY_COLUMNS)}{row}", words],
        look={"0": [f"{column('text', COUNTRY_COLUMNS)}{row}"]},
    )
    (shown,) = seen["before"]["sheets"][0]["cells"].values()
    assert (shown["type"], shown["says"]) == ("TEXT", TRICKS[0])
    is_corrected = answers["answer_id"] == FORMULA
    reread = answers.assign(text=answers["text"].mask(is_corrected, words))
    for ending, known in zip(ENDINGS, (answers, reread), strict=True):
        result = import_review(forum, office.saved(path, ending), answers=known)
        assert (result.validation, result.country) == ("corrected", "GTM")
    assert [
        (one.kind, one.target, one.value, one.decided_by, one.decided_on)
        for one in load_decisions(forum)
    ] == [
        ("mentions", FORMULA, "5", "GTM: Luz Vera, directora", "2024-08-02"),
        ("validation", "GTM", "corrected", "GTM: Luz Vera, directora", "2024-08-02"),
    ]
    (correction,) = load_corrections(forum)
    assert (correction.old_value, correction.new_value) == (TRICKS[0], words)
