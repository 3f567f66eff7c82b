"""Headers that survey tools give their own columns, in the languages of their users."""

from __future__ import annotations

import re

from gcm_analysis.survey.exports.layout import Heading, Meaning
from gcm_analysis.survey.fold import fold

WORDS: dict[Meaning, str] = {
    "submission_id": """
        id|response id|respondent id|respondentid|responseid|_id|record id|record_id|
        id de respuesta|id de la respuesta|id. de respuesta|identificador de la respuesta|
        id del encuestado|id de encuestado|identificacion del encuestado|
        identificador del encuestado|id de respondente|id do respondente|id da resposta|
        identificacao do respondente|id de la reponse|id de reponse|id du repondant|
        identifiant du repondant|identifiant de la reponse|id de respondedor|id del respondedor|
        id de participante|id do participante|id de la respuesta|numero de respuesta|
        antwort-id|antwort id|response-id|submission id|respondent_id|befragten-id""",
    "submitted_at": """
        completion time|date_modified|enddatum|datum abgeschickt|
        hora de finalizacion|hora de conclusao|heure de fin|timestamp|
        marca temporal|carimbo de data/hora|horodateur|horodatage|date submitted|submitdate|
        fecha de envio|data de envio|date de soumission|end date|enddate|fecha de finalizacion|
        fecha de fin|fecha de termino|data de termino|data final|data de conclusao|date de fin|
        recordeddate|recorded date|fecha registrada|data registrada|fecha de respuesta|
        fecha de la respuesta|data de resposta|data da resposta|response date|date of response|
        date de reponse|date de la reponse|fecha de recepcion|data de recebimento|
        date d'enregistrement|_submission_time|submission time|submitted at|
        zeitstempel|marca de temps""",
    "started_at": """
        start time|date_created|startdatum|
        hora de inicio|heure de debut|start date|startdate|fecha de inicio|
        data de inicio|date de debut|date started|fecha en que se inicio|start|date de demarrage|
        data inicial|fecha inicial""",
    "email": """
        email|e-mail|email_address|e-mail-adresse|
        email address|e-mail address|correo electronico|direccion de correo|
        direccion de correo electronico|correo|endereco de e-mail|endereco de email|
        adresse e-mail|adresse email|adresse de messagerie|adresse electronique|
        nombre de usuario|username|nome de usuario|nom d'utilisateur|recipientemail|
        recipient email|correo electronico del destinatario|respondent email|email2|
        endereco de correio eletronico|courriel""",
    "name": """
        name|nombre|nome|nom|first_name|last_name|vorname|nachname|
        first name|last name|firstname|lastname|apellido|apellidos|
        sobrenome|prenom|nom de famille|apellidos del destinatario|nombre del destinatario|
        nome do destinatario|sobrenome do destinatario|primer nombre|primeiro nome|
        recipientfirstname|recipientlastname|recipient first name|
        recipient last name|full name|nombre completo|nome completo|nom complet|
        nombre y apellido|nombre y apellidos|nombres y apellidos|nombres|name2|nombre2""",
    "language": """
        userlanguage|user language|start language|startlanguage|idioma inicial|lenguaje inicial|
        langue de depart|lingua inicial|start-sprache|
        idioma do usuario|idioma de usuario|idioma del usuario|
        langue de l'utilisateur|language|idioma|langue|lingua""",
    "is_complete": "finished|finalizado|terminado|concluido|termine|beendet",
    "other": """
        last modified time|grade posted time|total score|puntuacion total|pontuacao total|
        score total|hora de la ultima modificacion|hora da ultima modificacao|
        heure de la derniere modification|total points|puntos totales|total de puntos|
        total de pontos|quiz feedback|comentarios del cuestionario|score|puntuacion|pontuacao|
        collector id|id del recopilador|id de recopilador|identificador del recopilador|
        id do coletor|id du collecteur|identificacao do coletor|identificador do coletor|
        identifiant du collecteur|id del colector|id de colector|tipo de respuesta|
        tipo de resposta|progreso|progresso|ip address|ipaddress|direccion ip|endereco ip|
        adresse ip|custom data 1|custom data|datos personalizados 1|datos personalizados|
        dados personalizados 1|donnees personnalisees 1|collectorid|status|progress|
        duration (in seconds)|responseset|externaldatareference|externalreference|
        locationlatitude|locationlongitude|locationaccuracy|distributionchannel|last page|
        lastpage|ultima pagina|derniere page|seed|semilla|semente|graine|date last action|
        datestamp|fecha de la ultima accion|data da ultima acao|date de la derniere action|
        fecha de ultima accion|fecha ultima accion|data de ultima acao|data ultima acao|
        ipaddr|refurl|collector_id|collector-id|ip_address|custom_1|letzte seite|zufallsstartwert|
        ip-adresse|benutzerdefinierte daten 1|
        referrer url|url de referencia|token|_uuid|_validation_status|_notes|
        _status|_submitted_by|__version__|_tags|_index|deviceid|phonenumber|subscriberid|
        simserial|audit|today|formhub/uuid|meta/instanceid|meta/rootuuid|instanceid|end|
        _parent_table_name|_parent_index|grade|feedback|marks""",
}
MEANING_OF: dict[str, Meaning] = {
    fold(word): meaning
    for meaning, listed in WORDS.items()
    for word in listed.replace("\n", "").split("|")
}


REDCAP_OWN = re.compile(r"^(redcap_\w+|\w+_complete|\w+_timestamp|complete)$")


def tell_meaning(header: str) -> Meaning | None:
    """Return what a tool's own column means, or None where the header is no such column's.

    >>> tell_meaning("Hora de finalización"), tell_meaning("País")
    ('submitted_at', None)
    """
    return MEANING_OF.get(fold(header))


def tell_own_column(header: str) -> Meaning | None:
    """Return what a column of the table's maker means, where it is no question."""
    meaning = tell_meaning(header)
    if meaning in {"email", "name", "language"}:
        return None
    if REDCAP_OWN.match(fold(header)):
        return "other"
    return meaning


def name_metadata(index: int, header: str, meaning: Meaning) -> Heading:
    """Return the heading of a tool's own column."""
    return Heading(index, header, "metadata", header, meaning=meaning, levels=(header,))
