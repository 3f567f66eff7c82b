"""Static drawings: small, inert, without shared ids."""

from typing import Any

from gcm_analysis.report.drawings import StyleSheet, slim_drawing


def test_a_drawing_keeps_its_shapes_and_loses_the_rest(demo: Any) -> None:
    styles = StyleSheet()
    svg = demo.make_drawings("es")["matrix"]
    slim = slim_drawing(svg, "f3", styles).markup
    assert 'viewBox="0 0 640 300"' in slim
    assert 'id="f3-1"' in slim
    assert 'clip-path="url(#f3-1)"' not in slim  # nothing was left in the clipped group
    assert "A &lt;b&gt;" in slim
    assert "xmlns" not in slim
    assert styles.css() == ".s0{fill: rgb(31, 35, 40);fill-opacity: 1}"


def test_what_could_run_or_load_is_dropped() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'width="9" height="9"><script>x</script><foreignObject/><a xlink:href="http://x">'
        '<rect onclick="x" data-x="1"/></a><image xlink:href="data:image/png;base64,AA"/></svg>'
    )
    slim = slim_drawing(svg, "f1", StyleSheet()).markup
    for word in ("script", "foreignObject", "http", "onclick", "data-x"):
        assert word not in slim
    assert 'href="data:image/png;base64,AA"' in slim


def test_two_drawings_share_declarations_but_no_ids(demo: Any) -> None:
    styles = StyleSheet()
    svg = demo.make_drawings("es")["matrix"]
    first, second = (slim_drawing(svg, prefix, styles).markup for prefix in ("f1", "f2"))
    assert first != second
    assert first.replace("f1-", "f2-") == second
    assert len(styles.rules) == 1
