"""The page as a file: sealed, complete, the same each time."""

import re
from typing import Any

import pytest

from gcm_analysis.report.blocks import Finding, Prose, Section
from gcm_analysis.report.checks import find_problems, forbidden_words
from gcm_analysis.report.packing import hash_plotly, unpack, unpack_figures
from gcm_analysis.report.page import build_page
from gcm_analysis.report.page_text import read_page
from gcm_analysis.report.reading import count_figures
from gcm_analysis.report.sections import PAGE_SECTIONS, MisplacedBlock


@pytest.fixture(scope="module")
def page(demo: Any) -> str:
    return demo.make_page()


def find_wrongs(demo: Any, html: str, language: str = "es") -> list[str]:
    n_figures = count_figures(demo.make_notebook(demo.make_blocks(language)))
    return [str(one) for one in find_problems(html, language=language, n_figures=n_figures)]


def test_a_good_page_has_nothing_wrong(demo: Any, page: str) -> None:
    assert find_wrongs(demo, page) == []
    assert find_wrongs(demo, demo.make_page("en", drawn=False), "en") == []


def test_sections_stand_in_order_with_those_the_page_makes(page: str) -> None:
    found = re.findall(r'<section id="(\w+)"', page)
    assert found == list(PAGE_SECTIONS)


def test_the_same_facts_give_the_same_bytes(demo: Any, page: str) -> None:
    assert demo.make_page() == page


def test_one_copy_of_plotly_travels_packed_and_is_the_installed_one(page: str) -> None:
    packed = re.findall(r'<script type="text/plain" id="plotly">([^<]+)</script>', page)
    assert len(packed) == 1
    assert unpack(packed[0]).startswith(b"/**\n* plotly.js")
    assert len(page.encode()) < 2_500_000


def test_the_policy_lets_two_scripts_run_and_no_network(page: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    text = policy[1].replace("&#39;", "'")
    assert text.startswith("default-src 'none'; script-src 'sha256-")
    assert hash_plotly() in text
    assert "unsafe-eval" not in text
    assert "http" not in text


def test_every_figure_travels_with_the_page(demo: Any, page: str) -> None:
    figures = unpack_figures(page)
    assert set(figures) == set(read_page(page).figures)
    assert len(figures) == count_figures(demo.make_notebook(demo.make_blocks("es")))


def test_survey_text_is_text(page: str) -> None:
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert "=HYPERLINK(&#34;http://example.invalid&#34;)" in page
    assert "😀" in page


def test_long_answers_are_folded_and_whole(demo: Any, page: str) -> None:
    assert '<details class="long">' in page
    assert demo.LONG in page


def test_stamp_audience_status_and_cut_off_are_said(page: str) -> None:
    words = " ".join(read_page(page).words)
    for text in (
        "Ejemplo ilustrativo: respuestas inventadas", "Uso interno", "Validado por 1 de 8",
        "Respuestas recibidas hasta el 13 de septiembre de 2024", "8 de 9",
    ):  # fmt: skip
        assert text in words


def test_the_stamp_stands_on_every_sheet_of_paper(page: str) -> None:
    assert '@top-center { content: "EJEMPLO ILUSTRATIVO"' in page


def test_countries_stand_in_the_alphabetical_order_of_the_language(page: str) -> None:
    block = page[
        page.index('class="countries"') : page.index("</nav>", page.index('class="countries"'))
    ]
    found = re.findall(r"countries/([A-Z]{3})\.html", block)
    assert found == ["CAN", "COL", "CRI", "ECU", "SLV", "HND", "MEX", "PAN", "PER"]


def test_the_other_language_is_one_link_away(page: str) -> None:
    assert '<a class="language" href="../en/index.html" hreflang="en"' in page


def test_a_finding_leads_to_its_figure(page: str) -> None:
    assert '<a class="reference" href="#figure-chart-topics"' in page


def test_a_finding_without_its_figure_is_an_error(demo: Any) -> None:
    blocks = [Section("asked", "Qué"), Prose("p", [Finding("Algo.", "missing")])]
    with pytest.raises(MisplacedBlock, match="missing"):
        build_page([demo.make_notebook(blocks)], demo.make_facts())


def test_rows_lead_to_countries_and_objectives(page: str) -> None:
    assert '<a href="countries/MEX.html#objective-9">' in page
    assert '<a href="#objective-5">' in page
    assert page.count('id="objective-5"') == 1


def test_a_drawn_country_page_is_small_and_carries_no_plotly(demo: Any) -> None:
    drawn = demo.make_country_page()
    assert len(drawn.encode()) < 200_000
    assert 'id="plotly"' not in drawn
    assert drawn.count('<div class="drawing"') == 1
    assert list(find_problems(drawn, language="es", n_figures=1)) == []


def test_a_country_page_without_drawings_carries_plotly(demo: Any) -> None:
    html = demo.make_country_page(drawn=False)
    assert 'id="plotly"' in html
    assert list(find_problems(html, language="es", n_figures=1)) == []


def test_a_country_page_says_how_to_correct_it_and_has_anchors(demo: Any) -> None:
    html = demo.make_country_page()
    assert 'id="objective-9"' in html
    assert 'id="corrections"' in html
    assert "El punto focal validó" in html
    assert 'href="../../en/countries/MEX.html"' in html


@pytest.mark.parametrize(
    ("wrong", "check"),
    [
        ('<img src="//cdn.example/x.png">', "network"),
        ('<a href="https://example.invalid/">x</a>', "network"),
        ("<style>p { background: url(http://x) }</style>", "network"),
        ("<p>report.skip</p>", "strings"),
        ("<p>Respondieron {n} gobiernos</p>", "strings"),
        ("<p>Es el <b>peor</b> resultado</p>", "words"),
        ("<p>La CSM  decidió así</p>", "words"),
        ('<figure class="chart" data-key="x"></figure>', "figures"),
        ('<p id="top"></p>', "links"),
        ('<a href="#nowhere">x</a>', "links"),
    ],
)
def test_an_unfit_page_is_refused(demo: Any, page: str, wrong: str, check: str) -> None:
    html = page.replace("</main>", f"{wrong}</main>")
    assert any(one.startswith(check) for one in find_wrongs(demo, html))


def test_the_words_of_a_respondent_are_its_own(demo: Any, page: str) -> None:
    html = page.replace("</main>", '<td class="verbatim"><p>lo peor</p></td></main>')
    assert find_wrongs(demo, html) == []


def test_the_field_s_own_term_is_no_judgement() -> None:
    pattern = forbidden_words("en")["worst"]
    assert not pattern.search("the worst forms of child labour")
    assert pattern.search("the worst result")


def test_the_audience_is_named_and_its_rule_told(demo: Any) -> None:
    html = demo.make_page(audience="participants")
    assert "Delegaciones" in html
    assert "el programa no habla en nombre de un gobierno" in html


def test_rows_of_one_group_stand_below_it_once(demo: Any) -> None:
    from gcm_analysis.report.blocks import TableBlock, TableData

    rows = (("Pregunta", "uno"), ("Pregunta", "dos"), ("Otra", "tres"))
    table = TableData(("P", "R"), rows, anchors=("a", "b", None), is_grouped=True)
    blocks = [Section("asked", "Qué"), TableBlock("t", "T", table)]
    html = build_page([demo.make_notebook(blocks)], demo.make_facts())
    assert html.count('<th scope="rowgroup" colspan="1">Pregunta</th>') == 1
    assert '<tr id="b"><th scope="row">dos</th>' in html


def test_a_table_too_wide_for_a_phone_names_its_columns_in_every_row(demo: Any) -> None:
    from gcm_analysis.report.blocks import TableBlock, TableData

    said = "Ordene los siguientes temas según la prioridad que tienen para su país en el Foro"
    tables = {
        "wide": TableData(("Pregunta", "Dirigida a", "Forma"), ((said, "gobiernos", said),)),
        "narrow": TableData(("Objetivo", "Estados"), (("1 · Datos", "2 de 8"),)),
        "grid": TableData(tuple("ABCDEFGHI"), (("1 · Proporcionar", *["0.33"] * 8),)),
    }
    blocks = [Section("asked", "Qué"), *(TableBlock(key, "T", one) for key, one in tables.items())]
    html = build_page([demo.make_notebook(blocks)], demo.make_facts())
    shown = dict(re.findall(r'id="table-(\w+)">.*?<table(.*?)</table>', html, re.DOTALL))
    assert shown["wide"].startswith(' class="stacked"')
    assert '<td data-label="Dirigida a">gobiernos</td>' in shown["wide"]
    assert '<td class="count">2 de 8</td>' in shown["narrow"]
    for key in ("narrow", "grid"):
        assert "stacked" not in shown[key]
        assert "data-label" not in shown[key]


def test_what_a_page_says_first_stands_in_its_section_too(demo: Any) -> None:
    said = [Finding("Lo primero.", is_headline=True), Finding("Lo demás.")]
    blocks = [Section("objectives", "Objetivos"), Prose("p", said)]
    html = build_page([demo.make_notebook(blocks)], demo.make_facts())
    assert (html.count("Lo primero."), html.count("Lo demás.")) == (2, 1)
    assert html.index("En breve") < html.index("Lo primero.") < html.index('<section id="')
    silent = build_page([demo.make_notebook([blocks[0], Prose("p", said[1:])])], demo.make_facts())
    assert "En breve" not in silent
