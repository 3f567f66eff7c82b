"""The section on method, from the facts of the run: the rules as they were applied."""

from __future__ import annotations

from gcm_analysis.forum.model import Forum
from gcm_analysis.language import Language
from gcm_analysis.report.blocks import Prose, TableBlock, TableData
from gcm_analysis.report.facts import RunFacts
from gcm_analysis.report.headings import head_method
from gcm_analysis.report.questions import choose_text, find_asked
from gcm_analysis.report.reading import Block

PLAIN_RULES = (
    "unit", "mention", "points", "score", "offered", "pending", "principles", "others", "census",
)  # fmt: skip


def describe_method(facts: RunFacts) -> tuple[Block, ...]:
    """Return the blocks of the section "method" that the page makes itself."""
    reader = facts.reader
    return (
        head_method(reader),
        Prose("method-rules", write_rules(facts)),
        describe_objectives(reader),
    )


def write_rules(facts: RunFacts) -> list[str]:
    """Return the rules of counting, one sentence or more each, in their order."""
    reader = facts.reader
    rules = {name: reader.text(f"report.rule_{name}") for name in PLAIN_RULES}
    audience = "internal" if facts.audience == "internal" else "wider"
    rules["priority"] = reader.text(
        "report.rule_priority", questions=_list_questions(facts.forum, reader)
    )
    rules["membership"] = reader.text(
        "report.rule_membership",
        rcm=reader.text("report.roster_rcm", n=len(facts.members("RCM"))),
        sacm=reader.text("report.roster_sacm", n=len(facts.members("SACM"))),
    )
    rules["audience"] = reader.text(f"report.rule_audience_{audience}")
    order = [
        "unit", "priority", "mention", "points", "score", "offered", "pending", "membership",
        "audience", "principles", "others", "census",
    ]  # fmt: skip
    sentences = [rules[name] for name in order]
    if facts.seeds:
        seeds = [
            reader.text("report.seed", name=reader.text(f"report.seed_{name}"), seed=str(seed))
            for name, seed in facts.seeds.items()
        ]
        sentences.append(reader.text("report.rule_seeds", seeds=reader.list(seeds)))
    return sentences


def _list_questions(forum: Forum, reader: Language) -> str:
    texts = [
        choose_text(question.text, reader)
        for question in forum.priority_questions()
        if "government" in find_asked(forum, question)
    ]
    return reader.list([reader.text("report.quoted", text=text) for text in texts])


def describe_objectives(reader: Language) -> TableBlock:
    """Return the 23 objectives with their official titles; other places lead to its rows."""
    from gcm_analysis.reference import objectives

    names = ("number", "short", "official")
    columns = tuple(reader.text(f"report.glossary_{name}") for name in names)
    rows = tuple(
        (str(one.number), one.short[reader.code], one.title[reader.code]) for one in objectives()
    )
    anchors = tuple(f"objective-{one.number}" for one in objectives())
    return TableBlock(
        "objectives-titles",
        reader.text("report.glossary_title"),
        TableData(columns, rows, anchors=anchors),
        reader.text("report.glossary_note"),
    )
