"""One forum as its folder tells it: forum.yml; decisions, corrections, phrases, crosswalk."""

from gcm_analysis.forum.corrections import Correction, append_corrections, load_corrections
from gcm_analysis.forum.crosswalk import Crosswalk, ForumLinks, Link, load_crosswalk
from gcm_analysis.forum.decisions import Decision, append_decisions, load_decisions
from gcm_analysis.forum.loading import UnknownForum, load_forum
from gcm_analysis.forum.model import Forum, Option, Question, Scale, Source, Topic
from gcm_analysis.forum.phrases import LearnedPhrase, append_phrases, load_phrases
from gcm_analysis.forum.problems import ForumErrors, ForumProblem, UnfilledMark
from gcm_analysis.forum.roster import (
    expected_governments,
    objectives_not_reached,
    objectives_reached,
)
from gcm_analysis.forum.template import fill_in, new_forum_text, write_forum_text

__all__ = [
    "Correction",
    "Crosswalk",
    "Decision",
    "Forum",
    "ForumErrors",
    "ForumLinks",
    "ForumProblem",
    "LearnedPhrase",
    "Link",
    "Option",
    "Question",
    "Scale",
    "Source",
    "Topic",
    "UnfilledMark",
    "UnknownForum",
    "append_corrections",
    "append_decisions",
    "append_phrases",
    "expected_governments",
    "fill_in",
    "load_corrections",
    "load_crosswalk",
    "load_decisions",
    "load_forum",
    "load_phrases",
    "new_forum_text",
    "objectives_not_reached",
    "objectives_reached",
    "write_forum_text",
]
