"""Answers that say nothing: "N/A", "ninguno", "pendiente", "ver respuesta anterior"."""

from __future__ import annotations

import re

from gcm_analysis.mapping.words import fold

SAYS_NOTHING = re.compile(
    r"(?:"
    r"n\.?\s?[/.]?\s?[adcrs]\.?|s\s?[/.]\s?[dcnri]\.?|n\.d\.|nd|na|nc|ns\s?/?\s?nc|ns|nr|sd|sr|x+"
    r"|no (?:se )?apli[ck]a(?:ble)?|no aplica(?:ble)?(?: .{0,30})?|nao (?:se )?aplica(?:vel)?"
    r"|not applicable|not relevant|sans objet|non applicable"
    r"|(?:en |a )?ningun[oa]?s?(?: (?:por (?:el|de) momento|adicional|otr[oa]|comentario|en"
    r" particular))?"
    r"|nada(?: (?:que|mas|adicional|por).{0,30})?|nenhum[a]?(?: (?:comentario|resposta"
    r"|informacao|observacao|outr[oa]|no momento|por agora|a (?:declarar|informar|acrescentar))"
    r"(?: .{0,20})?)?|none(?: (?:so far|at"
    r" this time|to report|additional))?|nil|nothing(?: to (?:add|report))?"
    r"|aucun[e]?(?: (?:commentaire|reponse|information|observation|autre|pour le moment"
    r"|a ce jour|a signaler)s?(?: .{0,20})?)?|neant|rien(?: a .{0,20})?|null|vacio|blank|empty"
    r"|(?:no|sin|sem|without|sans) (?:respuesta|comentarios?|informacion|datos?|observaciones"
    r"|resposta|comentarios?|informacao|answer|comments?|information|reponse|commentaires?|dato"
    r" disponible|informacion disponible)(?: .{0,25})?"
    r"|no (?:comments?|answer|response|information|data)(?: (?:available|at this time))?|pas de"
    r" (?:reponse|commentaires?)"
    r"|no (?:se )?(?:sabe|sabemos|responde|contesta|contesto|respondio|tiene|hay|disponible"
    r"|definido|conoce)(?: (?:respuesta|informacion|datos?|comentarios?))?"
    r"|nao (?:sei|sabe|responde|respondeu|ha|tem|informado)|(?:i |we )?(?:don ?t|dont|do not)"
    r" know|unknown|(?:je )?ne sa(?:is|it) pas|no se|desconocid[oa]|nsp"
    r"|(?:esta |se encuentra |aun |todavia )*(?:pendiente|por (?:definir|determinar|confirmar"
    r"|completar|establecer)|en (?:consulta|proceso|revision|elaboracion|construccion|definicion"
    r"|blanco)|em (?:branco|analise|elaboracao))(?: (?:de|por) (?:definir|determinar|confirmar"
    r"|respuesta|aprobacion|completar|revision|validacion))?(?: .{0,25})?"
    r"|a (?:definir|determinar|confirmar|preciser|determiner)|tb[dca]|t\.b\.[dc]\.?|to be"
    r" (?:determined|defined|confirmed|completed|decided)|pending(?: .{0,25})?|en attente|en"
    r" cours|a venir|in progress|draft|borrador"
    r"|(?:ver|vease|see|voir|vide|idem|ibid|igual (?:que|a)|lo mismo|mismo|same(?: as)?|as|comme"
    r"|misma)(?: (?:la|el|the|a|al|que|ci|lo))?(?: (?:respuesta|pregunta|punto|arriba"
    r"|anterior(?:es)?|previa|anexos?|adjuntos?|above|below|previous|annex|attached|attachment"
    r"|answer|question|dessus|dessous|annexe|acima|abaixo|anexo|documento|document|archivo|file"
    r"|piece|jointe)\b){0,3}(?: (?:anterior|previa|above|adjunt[oa]|attached|n?\d{1,2}))?"
    r"|si|no|yes|oui|non|sim|nao|ok|test|prueba|todos|todas|all|tous|todo|varios|various|otros?"
    r"|otras?|other|autres?|outros?|gracias|thanks?|thank you|merci|obrigad[oa]"
    r"|confidencial|confidential|reservado|privado"
    r")"
)


def says_nothing(text: str) -> bool:
    """Tell whether a text is a non-answer.

    >>> [says_nothing(text) for text in ("N/A", "Sin respuesta.", "TBD", "Retorno digno")]
    [True, True, True, False]
    >>> [says_nothing(text) for text in ("Nenhuma resposta", "Nenhuma criança detida")]
    [True, False]
    """
    folded = re.sub(r"[\"'“”«»()\[\]*_…!¡?¿]+|[.,;:\-–—\s]+$", " ", fold(text))
    folded = re.sub(r"\s+", " ", folded).strip(" .,;:-–—")
    return not re.search(r"\w", folded) or SAYS_NOTHING.fullmatch(folded) is not None
