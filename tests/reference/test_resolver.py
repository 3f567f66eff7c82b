"""Which State a text names: whole names always, what fits two never."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gcm_analysis.errors import GcmError, Place
from gcm_analysis.reference import (
    AmbiguousCountry,
    NotAmerican,
    UnexpectedCountry,
    UnknownCountry,
    UnresolvedCountry,
    americas,
    at_place,
    countries,
    members,
    resolve_country,
    world,
)
from gcm_analysis.reference.misspelling import MARGIN, compare_spellings
from gcm_analysis.reference.name_index import name_index

LISTED_AS_AMBIGUOUS = {"EU", "E.U.", "É.-U.", "ES", "E.S.", "ROU", "Guayana", "America"}
"""Aliases of the reference that fit something else too: they are refused, not guessed."""
NAMES = [
    (name, state.iso3)
    for state in countries()
    for name in (*state.name.values(), *state.short_name.values(), *state.aliases)
]
CLEAR_NAMES = [(name, iso3) for name, iso3 in NAMES if name not in LISTED_AS_AMBIGUOUS]
FULL_NAMES = [(name, entry.iso3) for entry in countries() for name in entry.name.values()]


@pytest.mark.parametrize(("name", "iso3"), CLEAR_NAMES)
def test_every_name_and_alias_names_its_state(name: str, iso3: str) -> None:
    assert resolve_country(name) == iso3


@pytest.mark.parametrize("alias", sorted(LISTED_AS_AMBIGUOUS))
def test_aliases_that_fit_two_are_refused(alias: str) -> None:
    with pytest.raises(AmbiguousCountry):
        resolve_country(alias)


@pytest.mark.parametrize(("name", "iso3"), FULL_NAMES)
def test_every_full_name_resolves_whatever_else_is_near(name: str, iso3: str) -> None:
    assert resolve_country(name) == iso3


@pytest.mark.parametrize("iso3", americas())
def test_iso_codes_name_their_state(iso3: str) -> None:
    assert resolve_country(iso3) == iso3
    assert resolve_country(iso3.lower()) == iso3


def test_alpha_2_codes_name_their_state() -> None:
    for entry in countries():
        assert resolve_country(entry.iso2) == entry.iso3


@pytest.mark.parametrize("entry", world(), ids=lambda entry: entry.iso3)
def test_no_name_of_another_country_passes_for_an_american_state(entry: object) -> None:
    for name in entry.name.values():  # type: ignore[attr-defined]
        with pytest.raises(UnresolvedCountry):
            resolve_country(name)


@pytest.mark.parametrize(
    ("text", "iso3"),
    [
        ("República de El Salvador", "SLV"),
        ("Estado Plurinacional de Bolivia", "BOL"),
        ("Bolivia, Estado Plurinacional de", "BOL"),
        ("Government of Canada", "CAN"),
        ("Gobierno de México", "MEX"),
        ("Gobierno de la República Dominicana", "DOM"),
        ("Government of the Dominican Republic", "DOM"),
        ("Ministerio de Relaciones Exteriores de Honduras", "HND"),
        ("Gouvernement du Canada", "CAN"),
        ("Governo da República Federativa do Brasil", "BRA"),
        ("l’Équateur", "ECU"),
        ("The Bahamas", "BHS"),
        ("Gobierno de Dominica", "DMA"),
        ("Commonwealth of Dominica", "DMA"),
        ("Republic of Trinidad and Tobago", "TTO"),
        ("United Mexican States", "MEX"),
    ],
)
def test_official_long_forms_are_read(text: str, iso3: str) -> None:
    assert resolve_country(text) == iso3


@pytest.mark.parametrize(
    ("text", "iso3"),
    [
        ("Canadá (IRCC)", "CAN"),
        ("Costa Rica - respuesta consolidada", "CRI"),
        ("CRI - Costa Rica", "CRI"),
        ("México / Mexico", "MEX"),
        ("Panamá*", "PAN"),
        ("El Salvador¹", "SLV"),
        ("Guatemala 1/", "GTM"),
        ("Honduras (pendiente de validación)", "HND"),
        ("Washington, Estados Unidos", "USA"),
        ("Perú (MRE)", "PER"),
        ("EE.UU. (pendiente)", "USA"),
        ("Colombia\nCancillería", "COL"),
    ],
)
def test_notes_beside_a_name_are_passed_over(text: str, iso3: str) -> None:
    assert resolve_country(text) == iso3


@pytest.mark.parametrize(
    ("text", "iso3"),
    [
        ("Hondruas", "HND"), ("Gwatemala", "GTM"), ("Venesuela", "VEN"), ("Urugay", "URY"),
        ("Chlie", "CHL"), ("Mexiko", "MEX"), ("Costa Rcia", "CRI"), ("Ecuadro", "ECU"),
        ("Republica Domincana", "DOM"), ("Nicarauga", "NIC"), ("Argetina", "ARG"),
        ("Trinidad y Tabago", "TTO"), ("El Salvadro", "SLV"), ("Colomiba", "COL"),
    ],
)  # fmt: skip
def test_a_misspelling_near_one_state_is_read(text: str, iso3: str) -> None:
    assert resolve_country(text) == iso3


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("EU", {"USA"}),
        ("ES", {"SLV", "ESP"}),
        ("e.s.", {"SLV", "ESP"}),
        ("Guayana", {"GUY", "GUF"}),
        ("Guyanna", {"GUY", "GUF"}),
        ("Guaiana", {"GUY", "GUF"}),
        ("Dominican", {"DMA", "DOM"}),
        ("Dominca", {"DMA", "DOM"}),
        ("Republica Dominica", {"DMA", "DOM"}),
        ("República de Dominica", {"DMA", "DOM"}),
        ("Republic of Dominica", {"DMA", "DOM"}),
        ("Dominica / República Dominicana", {"DMA", "DOM"}),
        ("Paruguay", {"PRY", "URY"}),
        ("Estados Unidos de México", {"USA", "MEX"}),
        ("Estado Unidos Mexicanos", {"USA", "MEX"}),
        ("Honduras y Guatemala", {"HND", "GTM"}),
        ("Embajada de México en Costa Rica", {"MEX", "CRI"}),
        ("Perú (CAN)", {"PER", "CAN"}),
        ("ROU", {"URY", "ROU"}),
        ("América", {"USA"}),
    ],
)
def test_what_fits_two_is_refused_with_the_candidates(text: str, candidates: set[str]) -> None:
    with pytest.raises(AmbiguousCountry) as caught:
        resolve_country(text)
    assert set(caught.value.candidates) == candidates
    assert text in str(caught.value)


def test_estados_unidos_never_catches_estados_unidos_mexicanos() -> None:
    assert resolve_country("Estados Unidos") == "USA"
    assert resolve_country("Estados Unidos Mexicanos") == "MEX"
    assert resolve_country("Gobierno de los Estados Unidos Mexicanos") == "MEX"


def test_the_whole_name_dominicana_is_an_alias_and_dominica_another_state() -> None:
    assert resolve_country("Dominicana") == "DOM"
    assert resolve_country("Dominica") == "DMA"


@pytest.mark.parametrize(
    ("text", "iso3"),
    [("Marruecos", "MAR"), ("Morocco", "MAR"), ("España", "ESP"), ("Guyane", "GUF"),
     ("Guayana Francesa", "GUF"), ("NA", "NAM"), ("French Guiana", "GUF"), ("UK", "GBR")],
)  # fmt: skip
def test_a_country_outside_the_35_is_named_as_such(text: str, iso3: str) -> None:
    with pytest.raises(NotAmerican) as caught:
        resolve_country(text)
    assert caught.value.candidates == (iso3,)
    assert "none of the 35 American States" in str(caught.value)


@pytest.mark.parametrize("text", ["", "  ", "N/A", "n.a.", "na", "no", "-", "?", "123", "x" * 5000])
def test_what_says_nothing_names_no_state(text: str) -> None:
    with pytest.raises(UnknownCountry) as caught:
        resolve_country(text)
    assert not isinstance(caught.value, NotAmerican)
    assert len(str(caught.value)) < 250


@pytest.mark.parametrize("text", ["Sur de México", "New Mexico", "British Columbia", "Panama City"])
def test_a_name_inside_other_words_is_offered_not_taken(text: str) -> None:
    with pytest.raises(UnknownCountry) as caught:
        resolve_country(text)
    assert caught.value.candidates


@pytest.mark.parametrize("text", ["SUR de algo", "USA (pendiente)", "PAR central", "Norte y SUR"])
def test_codes_count_only_as_the_whole_text(text: str) -> None:
    with pytest.raises(UnresolvedCountry):
        resolve_country(text)
    assert resolve_country("SUR") == "SUR"
    assert resolve_country("PAR") == "PRY"


def test_states_that_cannot_stand_here_are_refused_and_never_help_to_guess() -> None:
    assert resolve_country("Honduras", among=members("RCM")) == "HND"
    with pytest.raises(UnexpectedCountry, match=r"'Chile' is Chile \(CHL\)"):
        resolve_country("Chile", among=members("RCM"))
    with pytest.raises(AmbiguousCountry):
        resolve_country("Guayana", among=members("SACM"))


def test_an_error_can_be_given_its_place() -> None:
    with pytest.raises(UnknownCountry) as caught:
        resolve_country("Atlantis")
    placed = at_place(caught.value, Place("estados", "Sheet1", "G7"))
    assert str(placed).startswith("estados, sheet 'Sheet1', cell G7: 'Atlantis' names no State")


def vary(name: str, choices: list[int]) -> str:
    """Return another spelling: case, accents and kinds and number of spaces drawn."""
    spaces = [" ", "  ", "\u00a0", "\t", " \u200b"]
    changed = []
    for place, char in enumerate(name):
        choice = choices[place % len(choices)]
        if char == " ":
            changed.append(spaces[choice % len(spaces)])
            continue
        char = char.upper() if choice % 2 else char.lower()
        if choice % 3 == 0:
            decomposed = unicodedata.normalize("NFD", char)
            char = "".join(one for one in decomposed if not unicodedata.combining(one))
        changed.append(unicodedata.normalize("NFD" if choice % 5 else "NFC", char))
    padding = spaces[choices[0] % len(spaces)]
    return padding + "".join(changed) + padding


@settings(deadline=None)
@given(st.sampled_from(CLEAR_NAMES), st.lists(st.integers(0, 29), min_size=1, max_size=12))
def test_case_accents_and_spaces_never_matter(named: tuple[str, str], choices: list[int]) -> None:
    name, iso3 = named
    assert resolve_country(vary(name, choices)) == iso3


@settings(deadline=None)
@given(st.sampled_from(FULL_NAMES), st.data())
def test_a_misspelling_resolves_to_its_state_or_is_refused(
    named: tuple[str, str], data: st.DataObject
) -> None:
    name, iso3 = named
    place = data.draw(st.integers(0, len(name) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    text = data.draw(
        st.sampled_from(
            [name[:place] + name[place + 1 :], name[:place] + letter + name[place + 1 :],
             name[:place] + letter + name[place:]]
        )
    )  # fmt: skip
    try:
        found = resolve_country(text)
    except UnresolvedCountry:
        return
    spelled_out = name_index().exact.get(text.casefold().replace(" ", ""))
    assert found == iso3 or spelled_out is not None


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_text_names_a_state_or_is_refused_in_one_sentence(text: str) -> None:
    try:
        said = resolve_country(text)
    except GcmError as error:
        said = str(error)
    assert said in americas() or (said.endswith(".") and "\n" not in said)


@settings(deadline=None)
@given(st.text(alphabet="abcdeghilmnoprstuy ", min_size=5, max_size=14))
def test_no_state_is_returned_while_another_is_within_the_margin(text: str) -> None:
    try:
        found = resolve_country(text)
    except UnresolvedCountry:
        return
    key = text.replace(" ", "")
    if key in name_index().exact:
        return
    likenesses = compare_spellings([key])
    others = [entry.similarity for iso3, entry in likenesses.items() if iso3 != found]
    if found in likenesses and others:
        assert max(others) <= likenesses[found].similarity - MARGIN
