"""Drawings are small, stand alone, and are the same each time."""

from __future__ import annotations

from gcm_analysis.charts.svg import normalise_svg

RAW = (
    '<svg class="main-svg" xmlns="http://www.w3.org/2000/svg" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" width="720" height="40" viewBox="0 0 720 40">'
    '<defs id="defs-{uid}"><clipPath id="clip{uid}"><rect width="7" height="9"/></clipPath></defs>'
    '<g class="layer" clip-path="url(#clip{uid})" transform="translate(8,0)">'
    '<path d="M0,0H10.12345" style="fill: rgb(27, 108, 168); fill-opacity: 1; opacity: 1;"/>'
    '<path d="M0,0H9" style="fill: rgb(0, 0, 0); fill-opacity: 0; stroke-width: 0px;"/>'
    '<path d="M0,0H8" style="fill: none; stroke: rgb(1, 2, 3); stroke-width: 0.8px;"/></g>'
    '<g transform="rotate(0,10,10)"><g transform="translate(3,4)"><rect class="bg" x="0.5" '
    'y="0.5" width="9" height="9" style="stroke-opacity: 0; stroke: rgb(0, 0, 0); '
    'fill: rgb(0, 0, 0); fill-opacity: 0;"/><text class="t" text-anchor="start" x="1" y="11" '
    "style=\"font-family: 'Segoe UI'; font-size: 12px; white-space: pre;\">Vías &amp; más</text>"
    '</g></g><g transform="rotate(-90,5,6)"><g transform="translate(1,1)"><text x="0" y="0" '
    'style="font-size: 12px;">A</text></g></g></svg>'
)


def test_drawings_that_differ_in_ids_only_become_equal() -> None:
    first, second = (normalise_svg(RAW.replace("{uid}", uid)) for uid in ("1f83d5", "aa09c1"))
    assert first == second
    assert "id=" not in first
    assert "clip" not in first


def test_what_is_not_seen_is_dropped_and_the_rest_is_short() -> None:
    slim = normalise_svg(RAW.replace("{uid}", "x"))
    assert slim.count("<path") == 2
    assert "<rect" not in slim
    assert 'd="M0,0H10.12"' in slim
    assert "fill:#1b6ca8" in slim
    assert "stroke:#010203;stroke-width:0.8px" in slim
    assert slim.count("http") == 1, "only the name space"


def test_translations_are_added_up_and_turns_are_kept() -> None:
    slim = normalise_svg(RAW.replace("{uid}", "x"))
    assert '<text x="4" y="15" style="font-size:12px">Vías &amp; más</text>' in slim
    assert '<g transform="rotate(-90,5,6)"><text x="1" y="1"' in slim
