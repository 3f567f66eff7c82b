"""Columns that hold personal data of officials, told from their headers and their content."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice

from gcm_analysis.survey.fold import fold

EMAIL = re.compile(r"^[\w.+'-]+@[\w-]+(?:\.[\w-]+)+$")
COULD_BE_CONTACT = re.compile(r"\s*[+\d(:]|\s*(?:tel|ext|cel|fax)|[0-9a-f]{0,4}:|[^@\s]+@", re.I)
EMAIL_INSIDE = r"[\w.+'-]+@[A-Za-z0-9-]+\.[A-Za-z0-9.-]+"
PHONE = re.compile(
    r"^(?:(?:tel|ext|cel|fax)[.:]?\s*)?\+?[\d(][\d\s().\-/]{6,24}(?:\s*ext.*)?$", re.I
)
PHONE_INSIDE = r"\+\d[\d\s().-]{7,18}\d"
IP_ADDRESS = re.compile(r"^(?:\d{1,3}\.){3}\d{1,3}$|^[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){4,7}$", re.I)
TITLED_NAME = (
    r"\b(?:Sr|Sra|Srta|Lic|Licda|Dr|Dra|Ing|Mtro|Mtra|Mr|Mrs|Ms|Mme|Emb|Min)\.\s*"
    r"\p{Lu}\p{Ll}+\s+\p{Lu}\p{Ll}+"
)
IN_PROSE = f"{EMAIL_INSIDE}|{PHONE_INSIDE}|{TITLED_NAME}"

CONTACT = re.compile(
    r"\b(e-?mails?|correos?( electronicos?)?|courriels?|adresse electronique|correio eletronico|"
    r"telefonos?|telefones?|phones?|telephones?|tel|celular|movil|mobile|whatsapp|fax|"
    r"ip address|direccion ip|endereco ip|adresse ip|ipaddr|ipaddress|telephone_\d|"
    r"passport|pasaporte|cedula|dni|curp|dob|date of birth|fecha de nacimiento|"
    r"data de nascimento|date de naissance|latitude|longitude|latitud|longitud|"
    r"locationlatitude|locationlongitude)\b"
)
BARE_NAME = re.compile(
    r"^((full|first|last|family|given|middle|your|sur) ?name|name|nombres?|nome|nom|prenoms?|"
    r"apellidos?|sobrenome|surname|nombres? y apellidos?|apellidos? y nombres?|nombre completo|"
    r"nome completo|nom complet|nom et prenom|nome e sobrenome|name_(first|last)|"
    r"(first|last)_name|nombre\(s\)|apellidos?\(s\)|(tu|su) nombre|seu nome|votre nom|your name)$"
)
NAME_AND_POST = re.compile(
    r"^(?:nombres?(?:\(s\))?|name|nome|nom)\b.{0,30}?(?:,|/|&|\b(?:y|e|and|et)\b)\s*"
    r"(?:(?:el|la|su|o|a|job|le|votre)\s+)?(?:cargo|puesto|position|title|funcao|fonction|funcion|"
    r"firma|signature|assinatura|contacto|contact|contato)\b"
)
"""The name of a person stands beside the post: "Nombre, cargo e institución"."""
NAMED_PERSON = re.compile(
    r"\b(nombre|name|nome|nom)s?\b.*\b(persona|person|pessoa|personne|funcionari[oa]s?|oficial|"
    r"official|officer|punto focal|focal point|ponto focal|point focal|responsable|responsavel|"
    r"contacto|contact|contato|enlace|titular|quien|who|quem|qui|encuestad[oa]|respondent|"
    r"respondente|repondant|participante|participant|delegad[oa]|delegate|representante|"
    r"representative|representant|informante|entrevistad[oa]|encargad[oa])\b"
)
FORM = r"(?: (?:el|la|este|esta|o|a|este|the|this|le|ce|cette) \w+)?"
CONTACT_PERSON = re.compile(
    r"^((?:datos de (?:la )?)?persona de contacto|contact person|pessoa de contato|"
    r"personne de contact|contacto|contact|contato|"
    r"(?:persona|funcionari[oa]|pessoa|person|official|personne) (?:que|who|qui) "
    r"(?:completa|llena|responde|diligencia|completo|lleno|respondio|preenche|preencheu|respondeu|"
    r"completes|completed|fills|filled|answers|answered|remplit|repond)" + FORM + r"|"
    r"(?:quien|quem|who|qui) (?:completo|lleno|respondio|diligencio|preencheu|respondeu|completed|"
    r"answered|a rempli|a repondu)" + FORM + r"|"
    r"responsable (?:del llenado|de llenar|del diligenciamiento)\b.{0,40}|"
    r"(?:punto focal|focal point|ponto focal|point focal|responsable|contacto|contact)\W+"
    r"(?:nombre|name|nome|nom)\W*|firma del? .{0,40}|"
    r"punto focal|focal point|ponto focal|point focal|datos de contacto|contact details|"
    r"respondente?|completed by|filled in by|completado por|llenado por|elaborado por|"
    r"preenchido por|rempli par|firma|signature|assinatura|firmado por)$"
)
NOT_A_PERSON = re.compile(
    r"\b(pais|country|pays|estado|institucion|institution|instituicao|organizacion|organization|"
    r"organisation|organizacao|ministerio|ministry|ministere|entidad|entity|entidade|proyecto|"
    r"project|projeto|projet|programa|program|programme|politica|policy|documento|document|"
    r"practica|practice|archivo|file|ciudad|city|cidade|ville)\b"
)
LONG_QUESTION = 120
LOOKED_AT = 200
LONGEST = 60
"""A cell of more signs is no address and no telephone."""
ANONYMOUS = {"anonymous", "anonimo", "anonym", "anonyme"}


def is_personal_header(header: str) -> bool:
    """Tell whether a column is named for personal data.

    >>> is_personal_header("Correo electrónico"), is_personal_header("Nombre del país")
    (True, False)
    """
    folded = fold(header)
    if len(folded) > LONG_QUESTION:
        return False
    told = (BARE_NAME, NAME_AND_POST, CONTACT_PERSON)
    if CONTACT.search(folded) or any(pattern.match(folded) for pattern in told):
        return True
    return bool(NAMED_PERSON.search(folded)) and not NOT_A_PERSON.search(folded)


def has_personal_content(cells: Counter[str]) -> bool:
    """Tell whether most cells of a column are e-mail or IP addresses or telephone numbers."""
    filled = {cell.strip(): count for cell, count in islice(cells.items(), LOOKED_AT)}
    least = max(1, 0.5 * sum(filled.values()))
    likely = [cell for cell in filled if len(cell) <= LONGEST and COULD_BE_CONTACT.match(cell)]
    if sum(map(filled.__getitem__, likely)) < least:
        return False
    return sum(filled[cell] for cell in likely if is_contact(cell)) >= least


def is_contact(cell: str) -> bool:
    """Tell whether a cell is nothing but an e-mail address, an IP address or a telephone."""
    if len(cell) > LONGEST or not COULD_BE_CONTACT.match(cell):
        return False
    if EMAIL.match(cell) or IP_ADDRESS.match(cell):
        return True
    digits = sum(map(str.isdigit, cell))
    if not 8 <= digits <= 15 or len(re.findall(r"\d+", cell)) > 6:
        return False
    has_marks = cell.lstrip().startswith(("+", "(")) or sum(sign in " -" for sign in cell) >= 2
    is_date = re.match(r"^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(\s|$)", cell)
    return bool(PHONE.match(cell)) and has_marks and not is_date
