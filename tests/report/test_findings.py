"""Findings: bases said, ties told as ties, pending never silent."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest

from gcm_analysis import report
from gcm_analysis.forum.model import Roster
from gcm_analysis.language import all_strings, get_language
from gcm_analysis.report.checks import fold, forbidden_words

CODES = ["CAN", "CRI", "SLV", "HND", "MEX", "PAN", "COL", "ECU", "PER"]


def make_status(states: Mapping[str, str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "country_iso3": CODES,
            "conference": ["RCM"] * 6 + ["SACM"] * 3,
            "status": [states.get(code, "answered") for code in CODES],
            "n_answered": [0 if states.get(code) == "pending" else 4 for code in CODES],
        }
    )


def make_standings(counts: Mapping[int, int], n_answered: int = 8, **changes: Any) -> pd.DataFrame:
    rows = [
        {
            "conference": "ALL",
            "objective_id": number,
            "n_answered": n_answered,
            "n_could_mention": n_answered,
            "n_mentioning": counts.get(number, 0),
            "rank": 1,
            "rank_low": 1,
            "rank_high": 1,
            "firmness": "firm",
            "n_being_read": 0,
            "reviewed_share": 1.0,
        }
        | changes.get(f"o{number}", {})
        for number in range(1, 24)
    ]
    return pd.DataFrame(rows)


def tell(demo: Any, name: str, *tables: Any, language: str = "es", **more: Any) -> list[str]:
    function = getattr(report, f"{name}_findings")
    found = function(*tables, forum=demo.make_forum(), language=language, **more)
    texts = [finding.text for finding in found]
    for text in texts:
        assert text.endswith((".", ":"))
        assert not any(one.search(fold(text)) for one in forbidden_words(language).values())
    return texts


def test_pending_answers_are_pending(demo: Any) -> None:
    status = make_status({"PER": "pending", "HND": "in_part", "MEX": "awaiting_decision"})
    texts = tell(demo, "response", status)
    assert texts[0] == "Respondieron 8 de los 9 gobiernos consultados."
    assert "6 de los 6 miembros de la CRM" in texts[1]
    assert texts[-1] == "Está pendiente la respuesta de Perú."
    assert any("Honduras es parcial" in text for text in texts)
    assert any("De México llegaron dos respuestas" in text for text in texts)


def test_no_answer_at_all_is_said(demo: Any) -> None:
    status = make_status(dict.fromkeys(CODES, "pending"))
    assert tell(demo, "response", status, language="en") == [
        "None of the 9 governments asked has answered yet."
    ]


def test_the_first_place_has_its_base_and_the_next_follows(demo: Any) -> None:
    texts = tell(demo, "objective", make_standings({5: 7, 6: 4, 9: 4}))
    assert texts[0].startswith("El objetivo que más países mencionan es «5 ·")
    assert "7 de los 8 Países Campeones que respondieron" in texts[0]
    assert texts[1].startswith("Le siguen «6 ·")
    assert texts[1].endswith("con 4 cada uno.")
    assert any("20 objetivos se podían mencionar y no aparecen" in text for text in texts)


def test_a_tie_is_told_as_a_tie(demo: Any) -> None:
    texts = tell(demo, "objective", make_standings({5: 7, 9: 7}), language="en")
    assert texts[0].startswith("The objectives that most countries mention, tied, are “5 ·")
    assert "7 of the 8 Champion countries that answered" in texts[0]
    assert texts[0].endswith("each.")


def test_a_tie_of_many_is_told_by_its_size(demo: Any) -> None:
    texts = tell(demo, "objective", make_standings(dict.fromkeys(range(1, 9), 3)))
    assert texts[0].startswith("Hay 8 objetivos empatados en el primer lugar")
    assert not any(text.startswith("Le sigue") for text in texts)


def test_a_place_that_may_move_is_said_to(demo: Any) -> None:
    shaky = {"firmness": "pending", "rank_high": 4}
    texts = tell(demo, "objective", make_standings({5: 7}, o5=shaky))
    assert any(
        "puede ir del 1 al 4 y depende sobre todo de respuestas pendientes" in t for t in texts
    )
    ruled = {"firmness": "rule"}
    texts = tell(demo, "objective", make_standings({5: 7}, o5=ruled), language="en")
    assert any(text.endswith("depends on the counting rule.") for text in texts)


def test_a_reading_that_nobody_reviewed_is_no_firm_ground(demo: Any) -> None:
    texts = tell(demo, "objective", make_standings({5: 7}), language="en")
    assert any("nor on the reading of texts" in text for text in texts)
    unreviewed = make_standings({5: 7}, o5={"reviewed_share": 0.4})
    texts = tell(demo, "objective", unreviewed, language="en")
    assert any("firm as the answers were read" in text for text in texts)
    assert not any("nor on the reading of texts" in text for text in texts)


def test_a_place_that_one_country_gives_is_not_firm(demo: Any) -> None:
    texts = tell(demo, "objective", make_standings({5: 1}), language="en")
    assert any(text.endswith("depends above all on one country.") for text in texts)
    assert not any("firm" in text for text in texts)


def test_what_is_being_read_is_not_told_as_unsaid(demo: Any) -> None:
    texts = tell(demo, "objective", make_standings({5: 7}, o22={"n_being_read": 2}))
    unsaid = next(text for text in texts if "no aparecen" in text)
    assert unsaid.startswith("21 objetivos")
    assert "22" not in unsaid
    assert "2 menciones están en lectura y todavía no se cuentan." in texts


def test_what_was_not_offered_is_no_zero(demo: Any) -> None:
    closed = {"n_could_mention": 0}
    texts = tell(demo, "objective", make_standings({5: 7}, o22=closed))
    assert any(text.startswith("El objetivo 22 no se ofreció") for text in texts)
    assert not any("aparecen" in text and "22" in text.split(":")[-1].split() for text in texts)


def test_nobody_answered_gives_no_finding_about_objectives(demo: Any) -> None:
    assert tell(demo, "objective", make_standings({}, n_answered=0)) == []


def test_topics_are_told_by_their_names(demo: Any) -> None:
    table = pd.DataFrame(
        {
            "scope": "ALL",
            "topic_id": ["t0", "t1", "t2"],
            "n_answered": 8,
            "n_could_mention": 8,
            "n_mentioning": [6, 6, 0],
        }
    )
    texts = tell(demo, "topic", table)
    assert texts[0].startswith("Los temas que más países mencionan, empatados, son «Vías regulares")
    assert texts[-1] == "Ninguno de los que respondieron mencionó «Retorno y reintegración digna»."


def make_comparison(**changes: Any) -> pd.DataFrame:
    rows = []
    for number in range(1, 24):
        row = {
            "objective_id": number,
            "rcm_n_answered": 6, "rcm_n_mentioning": 0, "sacm_n_answered": 3,
            "sacm_n_mentioning": 0, "rcm_score": 0.0, "sacm_score": 0.0, "difference": 0.0,
            "is_comparable": True, "p_exact": 0.5, "p_adjusted": 1.0, "flip_count": 0,
            "n_splits": 84, "smallest_p": 1 / 84,
        }  # fmt: skip
        rows.append(row | changes.get(f"o{number}", {}) | changes.get("every", {}))
    return pd.DataFrame(rows)


def test_the_widest_distance_is_told_with_both_bases(demo: Any) -> None:
    apart = {
        "rcm_n_mentioning": 5, "rcm_score": 0.75, "sacm_score": 0.1, "difference": 0.65,
        "flip_count": 2,
    }  # fmt: skip
    texts = tell(demo, "compare", make_comparison(o9=apart))
    assert "6 Países Campeones miembros de la CRM" in texts[0]
    assert "(3 consultados; la conferencia tiene 12 miembros)" in texts[0]
    assert texts[1].startswith("Ningún objetivo es mencionado por todos")
    assert "5 de 6 miembros de la CRM y 0 de 3 miembros de la CSM (0.75 y 0.10 puntos)" in texts[2]
    assert texts[2].endswith(
        "otras respuestas de 2 gobiernos para que esa distancia desapareciera."
    )


def test_a_side_without_answers_is_nothing_to_compare(demo: Any) -> None:
    table = make_comparison(every={"sacm_n_answered": 0, "sacm_score": None, "difference": None})
    texts = tell(demo, "compare", table, language="en")
    assert texts == [
        "There is nothing to compare yet: no answer has been received from SACM members."
    ]


def test_a_side_that_was_not_asked_is_not_waited_for(demo: Any) -> None:
    forum = demo.make_forum()
    asked = forum.model_copy(update={"roster": Roster(governments=("USA",))})
    table = make_comparison(every={"sacm_n_answered": 0, "sacm_score": None, "difference": None})
    found = report.compare_findings(table, forum=asked, language="en")
    assert [finding.text for finding in found] == [
        "There is nothing to compare: the survey was not put to SACM members."
    ]


def test_a_side_of_one_government_is_not_compared(demo: Any) -> None:
    """One government is no group: neither that the two differ nor that they do not is said."""
    alone = {"sacm_n_answered": 1, "sacm_n_mentioning": 1, "is_comparable": False}
    assert tell(demo, "compare", make_comparison(every=alone), language="en") == [
        "There is nothing to compare yet: of SACM members, a single government answered, and one "
        "is not a group."
    ]


def test_objectives_that_too_few_could_mention_are_not_said_to_be_alike(demo: Any) -> None:
    apart = make_comparison(every={"is_comparable": False})
    assert tell(demo, "compare", apart, language="en")[-1].startswith("On no objective are there")


def test_all_of_both_sides_is_said(demo: Any) -> None:
    shared = {"rcm_n_mentioning": 6, "sacm_n_mentioning": 3}
    texts = tell(demo, "compare", make_comparison(o14=shared))
    assert texts[1].startswith("Todos los que respondieron, de ambos grupos, mencionan «14 ·")


def make_trends(**changes: Any) -> pd.DataFrame:
    rows = [
        {
            "forum": "ejemplo-2023", "conference": "ALL", "objective_id": number, "n_both": 6,
            "n_mentioning_both": 2, "n_mentioning_both_now": 2, "comparability": "same",
        }
        | changes.get(f"o{number}", {})
        for number in range(1, 24)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def test_change_is_told_over_those_that_answered_both(demo: Any) -> None:
    risen = {"n_mentioning_both_now": 5, "comparability": "reworded"}
    table = make_trends(o5=risen, o6={"n_mentioning_both_now": 6, "comparability": "new"})
    texts = tell(demo, "trend", table, earlier="ejemplo-2023", earlier_title="el foro de 2023")
    assert texts[0].startswith("El cambio se cuenta sobre los 6 países que respondieron también")
    assert "de los 6 que respondieron a ambos, lo mencionaban 2 y lo mencionan 5." in texts[1]
    assert texts[1].endswith("La pregunta cambió de redacción.")
    assert len(texts) == 2  # what is new is not compared


def test_nobody_answered_both_is_said(demo: Any) -> None:
    empty = make_trends().iloc[:0]
    texts = tell(demo, "trend", empty, earlier="a-2023", earlier_title="2023", language="en")
    assert texts == ["There is nothing to compare with “2023”: no country answered both forums."]


def test_the_change_of_one_country_is_not_that_of_a_group(demo: Any) -> None:
    alone = make_trends().assign(n_both=1)
    texts = tell(demo, "trend", alone, earlier="ejemplo-2023", earlier_title="2023", language="en")
    assert len(texts) == 1
    assert texts[0].startswith("There is nothing to compare with “2023”: only one country")


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("answered", "The only government asked has answered."),
        ("pending", "The only government asked has not answered yet."),
    ],
)
def test_a_roster_of_one_is_told_in_the_singular(demo: Any, state: str, told: str) -> None:
    status = make_status({"CAN": state}).iloc[:1]
    assert tell(demo, "response", status, language="en")[0] == told


@pytest.mark.parametrize("key", ["topics", "objectives"])
def test_no_section_speaks_of_topics_where_none_were_offered(key: str) -> None:
    for language in map(get_language, ("es", "en")):
        offered = report.head_section(key, language)
        told = report.head_section(key, language, in_own_words=True)
        assert (told.key, told.title) != (offered.key, offered.title)
        assert told.intro != offered.intro


def test_open_questions_alone_offer_no_topics(demo: Any) -> None:
    forum = demo.make_forum()
    assert report.offers_topics(forum)
    opened = [question for question in forum.questions if question.kind == "text"]
    assert not report.offers_topics(forum.model_copy(update={"questions": tuple(opened)}))
    challenges = [question for question in opened if question.role == "challenge"]
    assert report.offers_topics(forum.model_copy(update={"questions": tuple(challenges)}))


def test_principles_and_groups_have_their_base(demo: Any) -> None:
    principles = pd.DataFrame(
        {
            "conference": "ALL", "principle_id": [1, 2], "n_answered": 8, "n_mentioning": [3, 1],
        }
    )  # fmt: skip
    assert "3 de los 8 Países Campeones" in tell(demo, "principle", principles)[0]
    from gcm_analysis import reference

    groups = [group.key for group in reference.grouping("stage").groups]
    groupings = pd.DataFrame(
        {"grouping": "stage", "scope": "ALL", "group": groups, "n_answered": 8, "n_mentioning": 0}
    )
    assert "todavía no se ha leído ningún objetivo" in tell(
        demo, "grouping", groupings, grouping="stage"
    )[0]  # fmt: skip


def test_unreviewed_mentions_and_cells_are_counted(demo: Any) -> None:
    mentions = pd.DataFrame(
        {
            "status": ["accepted", "accepted", "to_review"],
            "method": ["phrase", "option", "suggestion"],
            "is_reviewed": [False, True, False],
        }
    )
    texts = tell(demo, "coverage", mentions)
    assert texts[0] == "De las menciones contadas, 1 de 2 no ha sido revisada por una persona."
    assert texts[2] == "1 mención posible espera revisión y no se cuenta."
    assert tell(demo, "coverage", mentions.iloc[2:]) == [
        "Todavía no hay menciones que contar.",
        "1 mención posible espera revisión y no se cuenta.",
    ]
    sums = pd.DataFrame(
        [["a", "s", 10, 6, 1, 2, 1]],
        columns=["source_file", "source_sheet", "cells_in", "cells_used", "cells_metadata",
                 "cells_header", "cells_in_issues"],
    )  # fmt: skip
    issues = pd.DataFrame({"severity": ["error", "note", "note"]})
    texts = tell(demo, "reconciliation", sums, issues, language="en")
    assert texts[0].startswith("10 cells were read: 6 used, 3 of headers")
    assert texts[1] == "3 remarks were left: 1 error and 2 notes."


@pytest.mark.parametrize("name", ["report", "findings", "evidence", "workbook"])
def test_both_languages_have_the_same_strings_with_the_same_fields(name: str) -> None:
    import re

    def fields(text: Any) -> set[str]:
        joined = " ".join(text.values()) if isinstance(text, dict) else text
        return set(re.findall(r"{(\w+)}", joined))

    spanish, english = (
        {key: text for key, text in all_strings(code).items() if key.startswith(f"{name}.")}
        for code in ("es", "en")
    )
    assert spanish.keys() == english.keys()
    for key, text in spanish.items():
        assert fields(text) == fields(english[key]), key
        assert isinstance(text, dict) == isinstance(english[key], dict) or fields(text), key


@pytest.mark.parametrize("language", ["es", "en"])
def test_no_string_of_ours_holds_a_forbidden_word(language: str) -> None:
    for key, text in all_strings(language).items():
        joined = fold(" ".join(text.values()) if isinstance(text, dict) else text)
        for words, pattern in forbidden_words(language).items():
            assert not pattern.search(joined), (key, words)


def test_the_first_place_and_how_firm_it_is_lead(demo: Any) -> None:
    standings = make_standings({5: 7, 6: 4})
    found = report.objective_findings(standings, forum=demo.make_forum(), language="es")
    leading = [one.text for one in found if one.is_headline]
    assert leading[0].startswith("El objetivo que más países mencionan es «5 ·")
    assert len(leading) == 2
    assert not found[1].is_headline
