"""What must hold of every text: nothing is lost, and form does not matter."""

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from gcm_analysis.mapping.reading import TextReading
from gcm_analysis.mapping.texts import map_texts, read_texts

CLEAR = {
    1: "Mejorar las estadísticas migratorias",
    4: "Emitir documentos de identidad y partidas de nacimiento",
    5: "Ampliar las vías regulares",
    9: "Combatir el tráfico ilícito de migrantes",
    10: "Lutte contre la traite des personnes",
    11: "Integrated border management",
    14: "Fortalecer la protección consular",
    17: "Combater a xenofobia e o racismo",
    18: "Recognition of foreign qualifications",
    20: "Réduire le coût des transferts de fonds",
    21: "Retorno digno y reintegración",
    22: "Portabilidad de la seguridad social",
}
objectives = st.sampled_from(sorted(CLEAR))


def mentioned(reading: TextReading) -> set[int]:
    return {one.objective_id for one in reading.objectives if one.status != "candidate"}


def outcome(text: str) -> list[tuple[int, str]]:
    return [(one.objective_id, one.status) for one in read_texts([text])[0].objectives[:3]]


@settings(deadline=None, max_examples=60)
@given(st.lists(objectives, min_size=1, max_size=5, unique=True), objectives)
def test_a_sentence_about_another_objective_never_removes_the_first(
    first: list[int], added: int
) -> None:
    before = ". ".join(CLEAR[number] for number in first) + "."
    after = f"{before} {CLEAR[added]}."
    short, longer = read_texts([before, after])
    assert mentioned(short) <= mentioned(longer)
    assert added in mentioned(longer)


@settings(deadline=None, max_examples=60)
@given(
    objectives,
    st.sampled_from(
        [
            str.upper,
            str.lower,
            lambda text: unicodedata.normalize("NFD", text),
            lambda text: "".join(
                char
                for char in unicodedata.normalize("NFD", text)
                if not unicodedata.combining(char)
            ),
            lambda text: f"«{text}»",
            lambda text: f'  "{text}"  ',
            lambda text: text.replace(" ", "  "),
            lambda text: text.replace(" ", "\u00a0"),
        ]
    ),
)
def test_accents_case_quotes_and_spacing_never_matter(number: int, change: object) -> None:
    text = CLEAR[number]
    assert callable(change)
    assert outcome(change(text)) == outcome(text)


@settings(deadline=None, max_examples=30)
@given(st.permutations(sorted(CLEAR)))
def test_the_order_of_answers_never_matters(order: list[int]) -> None:
    together = read_texts([CLEAR[number] for number in order])
    for number, reading in zip(order, together, strict=True):
        assert reading == read_texts([CLEAR[number]])[0]


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    table = map_texts([text])
    assert set(table["status"]) <= {"accepted", "to_review", "candidate"}
    assert table["confidence"].between(0, 1).all()
    assert len(table) == 0 or len(table) >= 3


@settings(deadline=None, max_examples=40)
@given(objectives, objectives)
def test_evidence_stands_in_the_text(first: int, second: int) -> None:
    text = f"{CLEAR[first]}; {CLEAR[second]}"
    for one in read_texts([text])[0].objectives:
        assert [text[span.start : span.end] for span in one.spans] == (
            one.evidence.split(" … ") if one.spans else []
        )
        assert 0 <= one.clause.start <= one.clause.end <= len(text)
