"""What stands around the figure: survey text is shown as text, the evidence marked."""

from html.parser import HTMLParser

import pytest
from small_forum import FORUM, HOSTILE

from gcm_analysis.explorer import Material, chart_choice, choose_scope, read_material
from gcm_analysis.explorer.answer_table import mark_pieces, write_answers
from gcm_analysis.explorer.links import Focus
from gcm_analysis.explorer.words import write_chart_head, write_chart_table, write_head
from gcm_analysis.language import Language, get_language
from gcm_analysis.workspace import Workspace

ES = get_language("es")


class Reading(HTMLParser):
    """The tags, the text and the marked words of markup."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.cells: list[str] = []
        self.marked: list[str] = []
        self._open: list[str] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)
        self._open.append(tag)
        if tag == "td":
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "td" in self._open:
            self.cells[-1] += data
        if self._open and self._open[-1] == "mark":
            self.marked.append(data)


def test_a_survey_s_markup_is_text(material: Material, language: Language) -> None:
    read = Reading(write_answers(material, material.answered, Focus(10), language))
    assert read.tags <= {"h3", "div", "table", "thead", "tbody", "tr", "th", "td", "span", "bdi",
                         "mark", "p"}  # fmt: skip
    assert any(cell.startswith(HOSTILE) for cell in read.cells)
    assert "trata" in " ".join(read.marked)


def test_every_answer_has_its_source_sheet_and_cell(material: Material) -> None:
    read = Reading(write_answers(material, ["CRI"], Focus(5), ES))
    rows = [read.cells[start : start + 8] for start in range(0, len(read.cells), 8)]
    assert [row[-3:] for row in rows] == [
        ["estados", "Respuestas", "B3"], ["estados", "Respuestas", "F3"],
    ]  # fmt: skip
    assert rows[1][2] == "Obj. 5 y 8"


def test_who_says_nothing_is_named(material: Material) -> None:
    markup = write_answers(material, material.answered, Focus(3), ES, pending=("PER",))
    assert "ninguna respuesta de todos los países elegidos" in markup
    assert "Respondieron y no lo dicen: Colombia, Costa Rica, Ecuador y México." in markup
    assert "No se le ofreció: Canadá." in markup
    assert "Respuesta pendiente: Perú." in markup
    assert "Respuesta pendiente" not in write_answers(material, ["CAN"], Focus(3, "CAN"), ES)


@pytest.mark.parametrize("objective", range(1, 24))
def test_every_objective_can_be_asked_about(
    material: Material, language: Language, objective: int
) -> None:
    read = Reading(write_answers(material, material.answered, Focus(objective), language))
    assert "h3" in read.tags


def test_without_a_choice_there_is_a_hint(material: Material, language: Language) -> None:
    markup = write_answers(material, material.answered, None, language)
    assert language.text("explorer.hint") in markup


def test_pieces_of_evidence_are_marked_where_they_stand() -> None:
    assert mark_pieces("a < b y c", ["c", "a"]) == "<mark>a</mark> &lt; b y <mark>c</mark>"
    assert mark_pieces("abc", ["ab", "bc"]) == "<mark>ab</mark>c"


def test_the_head_says_what_is_invented_and_for_whom(workspace: Workspace) -> None:
    for audience in ("internal", "participants"):
        material = read_material(workspace, FORUM, audience)  # type: ignore[arg-type]
        markup = write_head(material, ES, "<i>Foro</i>")
        assert "&lt;i&gt;Foro&lt;/i&gt;" in markup
        assert ES.text("report.stamp") in markup
        assert (ES.text("explorer.audience_note") in markup) == (audience != "internal")


def test_the_figure_can_be_read_without_seeing_it(material: Material, language: Language) -> None:
    chart = chart_choice(material, choose_scope(material, "ALL"), language)
    read = Reading(write_chart_table(chart, language))
    assert len(read.cells) == 23 * 5
    assert chart.alt in write_chart_table(chart, language)
    assert chart.title in write_chart_head(chart)
