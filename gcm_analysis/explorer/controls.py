"""The controls of the page: every change is told as one choice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from gcm_analysis.charts.wording import (
    group_of,
    label_objective,
    name_country,
    shorten_country,
    sort_countries,
)
from gcm_analysis.explorer.selection import ORDERS, RULES, SCOPES, Choice
from gcm_analysis.language import LANGUAGES
from gcm_analysis.reference import objectives

if TYPE_CHECKING:
    from gcm_analysis.explorer.links import Focus
    from gcm_analysis.explorer.material import Material
    from gcm_analysis.language import Language

Tell = Callable[..., None]
LABEL_WIDTH = "118px"
INLINE_LABELS = ("language", "order", "answers_from")


class Controls:
    """What the analyst chooses with.

    Parameters
    ----------
    tell : callable
        Called with one keyword argument per change: `language`, `forum`, `scope`,
        `countries`, `rule`, `order`, or `focus` (objective, country).
    """

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._is_filling = False
        self.language = widgets.ToggleButtons()
        self.forum = widgets.Dropdown()
        self.scope = widgets.ToggleButtons()
        self.rule = widgets.Dropdown()
        self.order = widgets.ToggleButtons()
        self.all = widgets.Button()
        self.none = widgets.Button()
        self.rule_help = widgets.HTML()
        self.objective = widgets.Dropdown()
        self.country = widgets.Dropdown()
        self.chips = widgets.Box()
        self.countries: dict[str, widgets.ToggleButton] = {}
        self._labels = {
            name: widgets.Label()
            for name in ("language", "forum", "scope", "countries", "rule", "order",
                         "answers_of", "answers_from")
        }  # fmt: skip
        self._arrange()
        self._listen()

    def _arrange(self) -> None:
        for buttons in (self.language, self.scope, self.order):
            buttons.style.button_width = "auto"
        for name, label in self._labels.items():
            label.layout.margin = "2px 8px 2px 2px"
            label.layout.flex = "0 0 auto" if name in INLINE_LABELS else f"0 0 {LABEL_WIDTH}"
        self.forum.layout.width = "300px"
        self.rule.layout.width = "150px"
        self.objective.layout.width = "360px"
        self.country.layout.width = "240px"
        self.chips.layout.flex_flow = "row wrap"
        self.chips.add_class("chips")
        row = widgets.HBox
        gap = widgets.Layout(width="24px")
        indent = widgets.Layout(flex=f"0 0 {LABEL_WIDTH}")
        self.top = widgets.VBox(
            [
                row([self._labels["forum"], self.forum, widgets.Box(layout=gap),
                     self._labels["language"], self.language]),
                row([self._labels["scope"], self.scope]),
                row([self._labels["countries"], self.chips]),
                row([self._labels["rule"], self.rule, widgets.Box(layout=gap),
                     self._labels["order"], self.order]),
                row([widgets.Box(layout=indent), self.rule_help]),
            ]
        )  # fmt: skip
        self.bottom = row(
            [self._labels["answers_of"], self.objective, self._labels["answers_from"], self.country]
        )

    def _listen(self) -> None:
        for name in ("language", "forum", "scope", "rule", "order"):
            control = getattr(self, name)
            control.observe(
                lambda change, name=name: self._pass_on(**{name: change["new"]}), "value"
            )
        for control in (self.objective, self.country):
            control.observe(lambda _: self._pass_on(focus=self._read_focus()), "value")
        self.all.on_click(lambda _: self._pass_on(scope=self.scope.value))
        self.none.on_click(lambda _: self._pass_on(countries=()))

    def _pass_on(self, **change: Any) -> None:
        if not self._is_filling:
            self._tell(**change)

    def _read_focus(self) -> tuple[int, str]:
        return (self.objective.value, self.country.value)

    def _read_countries(self) -> tuple[str, ...]:
        return tuple(iso3 for iso3, chip in self.countries.items() if chip.value)

    @contextmanager
    def _filling(self) -> Iterator[None]:
        self._is_filling = True
        try:
            yield
        finally:
            self._is_filling = False

    def fill(
        self,
        material: Material,
        choice: Choice,
        focus: Focus | None,
        language: Language,
        forums: Mapping[str, str],
    ) -> None:
        """Show a choice in a language; nobody is told of what changes so.

        Parameters
        ----------
        material : Material
        choice : Choice
        focus : Focus or None
        language : Language
        forums : mapping
            Title of every forum that can be chosen, by name.
        """
        text = language.text
        with self._filling():
            for name, label in self._labels.items():
                label.value = text(f"explorer.{name}")
            codes = [(text(f"explorer.language_{code}"), code) for code in LANGUAGES]
            offer(self.language, codes, language.code)
            offer(self.forum, [(title, name) for name, title in forums.items()],
                  material.forum.forum)  # fmt: skip
            offer(self.scope, [(text(f"explorer.scope_{key}"), key) for key in SCOPES],
                  choice.scope)  # fmt: skip
            offer(self.rule, [(text(f"charts.rule_{key}"), key) for key in RULES], choice.rule)
            offer(self.order, [(text(f"explorer.order_{key}"), key) for key in ORDERS],
                  choice.order)  # fmt: skip
            self._fill_rule_help(choice, language)
            self._fill_chips(material, choice, language)
            self._fill_focus(choice, focus, language)

    def _fill_rule_help(self, choice: Choice, language: Language) -> None:
        is_single = len(choice.countries) == 1
        name = "country" if is_single else choice.rule
        self.rule_help.value = (
            f'<span class="note">{language.text(f"explorer.rule_help_{name}")}</span>'
        )
        self.rule.disabled = self.order.disabled = is_single

    def _fill_chips(self, material: Material, choice: Choice, language: Language) -> None:
        answered = sort_countries(material.answered_in(choice.scope), language)
        pending = sort_countries(material.pending_in(choice.scope), language)
        if tuple(self.countries) != answered:
            self.countries = {iso3: self._make_chip(iso3) for iso3 in answered}
        for iso3, chip in self.countries.items():
            chip.value = iso3 in choice.countries
            chip.icon = "check" if chip.value else ""
            chip.description = shorten_country(iso3, language)
            chip.tooltip = name_country(iso3, language)
        self.all.description = language.text("explorer.countries_all")
        self.none.description = language.text("explorer.countries_none")
        waiting = [
            widgets.Button(
                description=language.text(
                    "explorer.country_pending", country=shorten_country(iso3, language)
                ),
                disabled=True,
            )
            for iso3 in pending
        ]
        self.chips.children = [*self.countries.values(), *waiting, self.all, self.none]

    def _make_chip(self, iso3: str) -> widgets.ToggleButton:
        chip = widgets.ToggleButton()
        chip.add_class(f"chip-{group_of(iso3)}")
        chip.observe(lambda _: self._pass_on(countries=self._read_countries()), "value")
        return chip

    def _fill_focus(self, choice: Choice, focus: Focus | None, language: Language) -> None:
        labels = [(label_objective(one.number, language), one.number) for one in objectives()]
        nothing = (language.text("explorer.no_objective"), 0)
        offer(self.objective, [nothing, *labels], focus.objective if focus else 0)
        names = [
            (name_country(iso3, language), iso3)
            for iso3 in sort_countries(choice.countries, language)
        ]
        everyone = (language.text("explorer.from_all"), "")
        offer(self.country, [everyone, *names], focus.country if focus else "")
        self.country.disabled = focus is None or len(names) < 2


def offer(control: Any, options: list[tuple[str, Any]], value: Any) -> None:
    """Give a control its options, where they are others, and its value."""
    if tuple(options) != tuple(control.options):
        control.options = options
    if control.value != value:
        control.value = value
