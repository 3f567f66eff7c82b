"""Signs and words that say yes or no in the column of an option."""

from __future__ import annotations

X_MARKS = {"x", "xx", "✓", "✔", "☑", "☒", "●", "■", "×", "si", "yes", "oui", "sim", "s", "y"}
YES = {
    "si", "yes", "y", "oui", "sim", "true", "verdadero", "vrai", "verdadeiro", "1", "checked",
    "selected", "seleccionado", "marcado", "quoted",
}  # fmt: skip
NO = {
    "no", "n", "non", "nao", "false", "falso", "faux", "0", "unchecked", "not selected",
    "no seleccionado", "not quoted",
}  # fmt: skip
MARKS = YES | NO | X_MARKS
