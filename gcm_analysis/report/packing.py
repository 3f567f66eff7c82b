"""What a page's scripts run on: plotly.js and figures, packed; the policy that seals the page."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from gcm_analysis.report.reading import ChartShown

PACKED_FIGURES = re.compile(r'<script type="text/plain" id="figures">([^<]*)</script>')


def pack(content: bytes) -> str:
    """Return bytes as gzip in base64, the same each time."""
    return base64.b64encode(gzip.compress(content, 9, mtime=0)).decode("ascii")


def unpack(packed: str) -> bytes:
    """Return what `pack` was given."""
    return gzip.decompress(base64.b64decode(packed))


def read_plotly_source() -> bytes:
    """Return plotly.js as the installed plotly package carries it."""
    return (files("plotly") / "package_data" / "plotly.min.js").read_bytes()


@cache
def pack_plotly() -> str:
    """Return plotly.js packed: 4.8 MB become 2.0 MB."""
    return pack(read_plotly_source())


@cache
def hash_plotly() -> str:
    """Return the hash by which the page's policy lets plotly.js run."""
    return hash_script(read_plotly_source().decode("utf-8"))


def hash_script(text: str) -> str:
    """Return the hash of a script as a content security policy writes it.

    >>> hash_script("")
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def pack_figures(charts: Iterable[ChartShown]) -> str:
    """Return the charts' figures by key, packed."""
    content = {chart.key: chart.figure for chart in charts}
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return pack(text.encode("utf-8"))


def unpack_figures(html: str) -> dict[str, Any]:
    """Return the figures that a page carries, by key."""
    found = PACKED_FIGURES.search(html)
    if found is None:
        return {}
    figures: dict[str, Any] = json.loads(unpack(found[1]))
    return figures


def write_policy(scripts: Iterable[str]) -> str:
    """Return the content security policy of a page: its own scripts, no network at all.

    Styles stay open because plotly.js and the drawings place things by style attributes;
    without a network source they can load nothing.

    Parameters
    ----------
    scripts : iterable of str
        Hashes of the scripts that may run.
    """
    allowed = " ".join(scripts) or "'none'"
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {allowed}",
            "style-src 'unsafe-inline'",
            "img-src data: blob:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
