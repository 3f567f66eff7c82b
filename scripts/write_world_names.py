"""Write the names of the countries and territories outside the 35 American States.

Names are CLDR's, in four languages, by ISO 3166-1 code; the resolver needs them only to
say which State a text names when it is none of the Americas. Run it again after an
upgrade of Babel: `python scripts/write_world_names.py`.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from babel import Locale
from babel.core import get_cldr_version, get_global

from gcm_analysis.reference import LANGUAGES, americas

WITHDRAWN = {"BUR", "ZAR", "DDR", "FXX", "TMP", "YMD"}
"""Codes that ISO 3166-1 has withdrawn and CLDR still maps to a country of today."""
NOT_IN_ISO = {"AA", "AC", "CP", "DG", "EU", "TA", "ZZ"}
"""CLDR regions without a place in ISO 3166-1, besides its private-use codes Q* and X*."""


def list_codes() -> dict[str, str]:
    """Return the ISO 3166-1 alpha-2 code of every alpha-3 code that is in force."""
    aliases = get_global("territory_aliases")
    codes = {
        iso3: alpha2[0]
        for iso3, alpha2 in aliases.items()
        if len(iso3) == 3 and iso3.isalpha() and len(alpha2) == 1 and iso3 not in WITHDRAWN
    }
    return {
        iso3: iso2
        for iso3, iso2 in sorted(codes.items())
        if iso2 not in NOT_IN_ISO
        and not iso2.startswith("X")
        and not (iso2.startswith("Q") and iso2 != "QA")
    }


def quote(text: str) -> str:
    """Return a YAML scalar that reads back as the same text, whatever it spells."""
    return "'" + text.replace("'", "''") + "'"


def write_world(path: Path) -> int:
    """Write the data file and return how many countries and territories it names."""
    american = set(americas())
    names = [Locale.parse(language).territories for language in LANGUAGES]
    codes = {iso3: iso2 for iso3, iso2 in list_codes().items() if iso3 not in american}
    lines = [
        "# ISO 3166-1 countries and territories other than the 35 American States.",
        f"# Written by scripts/write_world_names.py from CLDR {get_cldr_version()}.",
        f"# alpha-3: [alpha-2, {', '.join(LANGUAGES)}]",
    ]
    for iso3, iso2 in codes.items():
        row = [quote(iso2), *(quote(territories[iso2]) for territories in names)]
        lines.append(f"{iso3}: [{', '.join(row)}]")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(codes)


if __name__ == "__main__":
    target = Path(str(files("gcm_analysis.reference") / "data" / "world.yml"))
    print(f"{write_world(target)} names in {target.name}")
