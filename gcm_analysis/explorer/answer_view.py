"""Where the answers appear: a click far above them brings them into sight."""

from __future__ import annotations

from pathlib import Path

import anywidget
import traitlets


class AnswerView(anywidget.AnyWidget):  # type: ignore[misc]
    """Markup that scrolls into sight when it changes.

    Parameters
    ----------
    markup : str
        HTML made by `words.write_answers`; the page shows it as it is.
    is_sought : bool
        Whether the next markup is what somebody asked to see.
    """

    _esm = Path(__file__).with_name("answers.js")
    markup = traitlets.Unicode().tag(sync=True)
    is_sought = traitlets.Bool(default_value=False).tag(sync=True)

    def show(self, markup: str, *, is_sought: bool) -> None:
        """Show markup; where it was sought, bring it into sight."""
        with self.hold_sync():
            self.is_sought = is_sought
            self.markup = markup
