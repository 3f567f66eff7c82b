"""The page in JupyterLab: controls, figure, answers; what it shows is worked out elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from gcm_analysis.charts.wording import choose_reader, name_forum
from gcm_analysis.errors import GcmError
from gcm_analysis.explorer.answer_table import write_answers
from gcm_analysis.explorer.answer_view import AnswerView
from gcm_analysis.explorer.behind import list_answers_behind
from gcm_analysis.explorer.controls import Controls
from gcm_analysis.explorer.drawing import Drawing
from gcm_analysis.explorer.figure import chart_choice
from gcm_analysis.explorer.links import Focus, read_link
from gcm_analysis.explorer.material import Material, list_forums, read_material
from gcm_analysis.explorer.selection import (
    Choice,
    Order,
    Rule,
    choose_scope,
    order_objectives,
    stand_objectives,
)
from gcm_analysis.explorer.words import (
    write_chart_head,
    write_chart_table,
    write_head,
    write_style,
)
from gcm_analysis.forum import load_forum
from gcm_analysis.language import Language
from gcm_analysis.priorities.scopes import Conference
from gcm_analysis.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd


class ExplorerPage:
    """The 23 objectives of a choice of countries, and the answers behind each.

    Parameters
    ----------
    workspace : Workspace
    material : Material
        The forum shown first.
    language : Language
        The language shown first.
    """

    def __init__(self, workspace: Workspace, material: Material, language: Language) -> None:
        self.workspace = workspace
        self.material = material
        self.language = language
        self.choice: Choice = choose_scope(material, "ALL")
        self.focus: Focus | None = None
        self._forums = {
            name: load_forum(workspace, name) for name in list_forums(workspace, material.audience)
        }
        self._controls = Controls(self._take)
        self._drawing = Drawing(self._follow)
        self._parts = {name: widgets.HTML() for name in ("head", "title", "table", "problem")}
        figure = widgets.Box([self._drawing.widget])
        figure.add_class("figure")
        self._figure = figure
        self._answers = AnswerView()
        parts = self._parts
        self.box = widgets.VBox(
            [
                widgets.HTML(write_style()),
                parts["head"], self._controls.top, parts["problem"], parts["title"], figure,
                parts["table"], self._controls.bottom, self._answers,
            ]
        )  # fmt: skip
        self.box.add_class("gcm")
        self._show()

    @property
    def objectives(self) -> pd.DataFrame:
        """How the 23 objectives stand among the chosen countries, in the order shown."""
        standings = stand_objectives(
            self.material.priorities, self.choice.countries, self.choice.rule
        )
        return order_objectives(standings, self.choice.order)

    @property
    def answers(self) -> pd.DataFrame:
        """The answers shown: those behind the objective looked at; none before one is chosen."""
        focus = self.focus or Focus(0)
        asked = (focus.country,) if focus.country else self.choice.countries
        return list_answers_behind(self.material, asked, focus.objective, self.language)

    def choose(
        self,
        *,
        forum: str | None = None,
        language: str | None = None,
        scope: Conference | None = None,
        countries: Sequence[str] | None = None,
        rule: Rule | None = None,
        order: Order | None = None,
    ) -> None:
        """Choose what is shown; what is not named stays.

        Parameters
        ----------
        forum : str or None
            Name of a forum that has been run; all of its countries are shown.
        language : str or None
            "es" or "en".
        scope : str or None
            "ALL", "RCM" or "SACM": all of its countries are shown.
        countries : sequence of str or None
            ISO3 codes; those that did not answer in the scope are left aside.
        rule, order : str or None
            Counting rule; "place" or "number".
        """
        if forum is not None:
            self.material = read_material(self.workspace, forum, self.material.audience)
            self.language = choose_reader(self.material.forum, self.language.code)
            scope = scope or self.choice.scope
        if language is not None:
            self.language = choose_reader(self.material.forum, language)
        if scope is not None:
            whole = self.material.answered_in(scope)
            self.choice = replace(self.choice, scope=scope, countries=whole)
        if countries is not None:
            chosen = [
                iso3 for iso3 in self.material.answered_in(self.choice.scope) if iso3 in countries
            ]
            self.choice = replace(self.choice, countries=tuple(chosen))
        self.choice = replace(
            self.choice, rule=rule or self.choice.rule, order=order or self.choice.order
        )
        if self.focus and self.focus.country not in self.choice.countries:
            self.focus = Focus(self.focus.objective)
        self._show()

    def look_at(self, objective: int, country: str = "") -> None:
        """Show the answers behind an objective.

        Parameters
        ----------
        objective : int
            1 to 23; 0 for none.
        country : str
            ISO3 code of one of the chosen countries; "" for all of them.
        """
        self.focus = Focus(objective, country) if objective else None
        self._show(is_sought=self.focus is not None)

    def _take(self, *, focus: tuple[int, str] | None = None, **change: Any) -> None:
        self._parts["problem"].value = ""
        try:
            if focus is not None:
                self.look_at(*focus)
            else:
                self.choose(**change)
        except GcmError as error:
            self._parts["problem"].value = f'<p role="alert"><b>{escape(str(error))}</b></p>'

    def _follow(self, link: str) -> None:
        target = read_link(link)
        if isinstance(target, Focus):
            self.look_at(target.objective, target.country)
        elif target is not None:
            self.choose(countries=(target,))

    def _show(self, *, is_sought: bool = False) -> None:
        titles = {name: name_forum(forum, self.language) for name, forum in self._forums.items()}
        title = name_forum(self.material.forum, self.language)
        self._controls.fill(self.material, self.choice, self.focus, self.language, titles)
        self._parts["head"].value = write_head(self.material, self.language, title)
        self._show_figure()
        whole = self.choice.is_whole(self.material)
        markup = write_answers(
            self.material,
            self.choice.countries,
            self.focus,
            self.language,
            pending=self.material.pending_in(self.choice.scope) if whole else (),
        )
        self._answers.show(markup, is_sought=is_sought)

    def _show_figure(self) -> None:
        has_countries = bool(self.choice.countries)
        self._figure.layout.display = None if has_countries else "none"
        if not has_countries:
            message = self.language.text("explorer.choose_countries")
            self._parts["title"].value = f"<h3>{escape(message)}</h3>"
            self._parts["table"].value = ""
            return
        chart = chart_choice(self.material, self.choice, self.language, self.focus)
        self._parts["title"].value = write_chart_head(chart)
        self._parts["table"].value = write_chart_table(chart, self.language)
        self._drawing.show(chart)

    def _repr_mimebundle_(self, **options: Any) -> Any:
        return self.box._repr_mimebundle_(**options)
