"""Words that stand in a cell in place of an answer, and what each of them means."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, get_args

from gcm_analysis.survey.fold import fold

Status = Literal["answered", "skipped", "not_asked", "dont_know", "none"]

SKIPPED = """
s/r|sin respuesta|sin contestar|sin contestacion|no contesta|no contesto|no respondio|no responde|
n/c|nc|no answer|no response|not answered|no reply|unanswered|skipped|left blank|blank|en blanco|
vacio|em branco|sem resposta|nao respondeu|nao responde|sans reponse|pas de reponse|non repondu|
null|nan|#n/d|#n/a|no informa|no informado|nao informa|nao informado|non renseigne|not provided|
no proporcionado|no reporta|no reportado|not reported|no especifica|no especificado|
nao especificado|not specified
"""
NOT_ASKED = """
n/a|na|n.a|n. a|no aplica|no aplicable|no se aplica|no corresponde|no procede|not applicable|
does not apply|doesn't apply|not asked|nao se aplica|nao aplicavel|nao aplica|sans objet|
non applicable|ne s'applique pas|s.o|n/ap
"""
DONT_KNOW = """
no sabe|no se|no lo se|no sabemos|ns|n/s|ns/nc|ns/nr|ns-nc|no sabe/no contesta|
no sabe / no contesta|no sabe/no responde|no sabe / no responde|se desconoce|se ignora|desconocido|
s/d|sd|sin dato|sin datos|sin informacion|s/i|no hay informacion|no disponible|n/d|nd|
por definir|por determinar|por confirmar|a definir|a determinar|a confirmar|pendiente|
pendiente de definir|pendiente de confirmar|pendiente de respuesta|en consulta|por completar|
don't know|dont know|do not know|we don't know|i don't know|not known|unknown|not sure|unsure|dk|
tbd|tbc|to be defined|to be determined|to be confirmed|pending|to be completed|not available|
no data|no information|nao sabe|nao sei|nao sabemos|sem dados|sem informacao|desconhecido|
nao disponivel|a ser definido|
ne sait pas|je ne sais pas|nous ne savons pas|nsp|inconnu|a preciser|en attente|a definir|
non disponible|pas d'information|sans information|a completer
"""
NONE = """
ninguno|ninguna|ningun|ningunos|ningunas|ninguno/a|ninguna/o|nada|nada que agregar|
nada que anadir|sin comentarios|sin comentario|sin observaciones|sin observacion|no hay|no tiene|
no tenemos|no existe|no existen|none|nothing|nil|no comment|no comments|nothing to add|none so far|
sin comentarios adicionales|sin mas comentarios|ninguno por el momento|ninguna por el momento|
por el momento ninguno|por el momento ninguna|ninguno por ahora|no additional comments|
no further comments|none at this time|none at the moment|
nenhum|nenhuma|sem comentarios|nada a acrescentar|nao ha|nao tem|nao temos|sem comentario|
sem observacoes|sem observacao|sem comentarios adicionais|nada a declarar|nada consta|
nenhum no momento|nenhuma no momento|no momento nenhum|
aucun|aucune|rien|neant|rien a ajouter|pas de commentaire|sans commentaire|il n'y en a pas
"""


def read_words(listed: str) -> frozenset[str]:
    """Return the folded words of a list."""
    return frozenset(fold(word) for word in listed.replace("\n", "").split("|"))


STATUS_OF: dict[str, Status] = {
    **dict.fromkeys(read_words(SKIPPED), "skipped"),
    **dict.fromkeys(read_words(NOT_ASKED), "not_asked"),
    **dict.fromkeys(read_words(DONT_KNOW), "dont_know"),
    **dict.fromkeys(read_words(NONE), "none"),
}
STATUSES: tuple[Status, ...] = get_args(Status)
COUNTRY_CODE = re.compile(r"^[A-Z]{2}$")
LONGEST = 48
"""More signs than this are no non-answer."""
BEGINNINGS = frozenset(word[:2] for word in STATUS_OF)
NOTHING_BUT_SIGNS = re.compile(r"^[\W_]*$")
MARKS = re.compile(r"[✓✔☑☒✗✘●■◼×]")


def tell_status(text: str) -> Status:
    """Return what a cell's text says of the answer in it.

    >>> tell_status("N/A"), tell_status(" -- "), tell_status("Ninguna."), tell_status("Trata")
    ('not_asked', 'skipped', 'none', 'answered')
    """
    return tell_folded_status(text, fold(text))


def could_be_non_answer(text: str) -> bool:
    """Tell quickly whether a text needs a closer look: most answers begin otherwise.

    >>> could_be_non_answer("Trata de personas"), could_be_non_answer(" N/A")
    (False, True)
    """
    if len(text) > LONGEST:
        return False
    start = text.lstrip()[:2].lower()
    return not (start.isascii() and start.isalpha()) or start in BEGINNINGS


def is_code_among_codes(text: str, others: Iterable[str]) -> bool:
    """Tell whether a text that reads as a non-answer is the code of a country among others.

    >>> is_code_among_codes("NA", ["MX", "GT"]), is_code_among_codes("NA", ["Trata", "MX"])
    (True, False)
    """
    codes = [other for other in others if other]
    return bool(COUNTRY_CODE.match(text)) and bool(codes) and all(map(COUNTRY_CODE.match, codes))


def tell_folded_status(text: str, folded: str) -> Status:
    """Return what a cell's text says of the answer in it, its folded text at hand."""
    if found := STATUS_OF.get(folded):
        return found
    if NOTHING_BUT_SIGNS.match(folded) and not MARKS.search(text):
        return "skipped"
    bare = folded.strip("()[]{}<>-–—_/ ")
    return STATUS_OF.get(bare, "answered") if bare != folded else "answered"
