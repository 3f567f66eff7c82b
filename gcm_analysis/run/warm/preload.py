"""What the warm process has loaded and tried once before the first notebook asks.

Nothing here may start a thread (a forked process has none but its own), nor load what looks for
the running shell while it is imported (`SHELL_BOUND`): such a module would find none here and
remember that in every kernel. A test holds both.
"""

from __future__ import annotations

import gc
import importlib
import os
import pkgutil
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from gcm_analysis.run.kernels import ONE_THREAD

START_ENVIRONMENT = {
    **ONE_THREAD,
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}
"""Keeps libraries from starting threads when they are loaded (Arrow's allocator has one), and the
debugger that ipykernel loads from talking about frozen modules. Kernels have their own
environment."""

KERNEL = (
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.extensions.storemagic",
    "debugpy",
    "faulthandler",
    "ipykernel.debugger",
    "ipykernel.kernelapp",
    "ipykernel.subshell_manager",
    "ipykernel.zmqshell",
    "psutil",
    "sqlite3",
    "tornado.platform.asyncio",
    "xml.dom.minidom",
    "zmq.utils.garbage",
)
LIBRARIES = (
    "encodings.cp437",
    "encodings.utf_8_sig",
    "openpyxl",
    "pandas.core.arrays.arrow.extension_types",
    "pandas.core.methods.to_dict",
    "pandas.core.reshape.reshape",
    "pandas.io.formats.string",
    "pandas.plotting",
    "plotly.graph_objects",
    "pyarrow.csv",
    "pyarrow.dataset",
    "pyarrow.pandas_compat",
    "pyarrow.parquet",
    "pyarrow.vendored.version",
    "python_calamine",
    "rapidfuzz",
    "scipy.cluster.hierarchy",
    "scipy.optimize",
    "scipy.stats",
)
ROOMS = (
    "charts",
    "country_rows",
    "forum",
    "language",
    "mapping",
    "notebook",
    "priorities",
    "reference",
    "report",
    "spreadsheet",
    "store",
    "survey",
    "workspace",
)
SHELL_BOUND = ("matplotlib_inline.backend_inline", "plotly.io._renderers", "tqdm.auto")


def load() -> dict[str, str]:
    """Import the libraries, use each once, then keep the collector from touching them again.

    Returns
    -------
    dict
        What libraries have set in the environment while they were loaded: it belongs to every
        kernel.
    """
    os.environ.update(START_ENVIRONMENT)
    before = dict(os.environ)
    gc.disable()
    with said_to_nobody():
        for name in (*KERNEL, *LIBRARIES, "gcm_analysis.run.warm.kernel", *room_modules()):
            import_installed(name)
        for rehearse in REHEARSALS:
            rehearse()
    gc.collect()
    gc.freeze()
    gc.enable()
    return {name: value for name, value in os.environ.items() if before.get(name) != value}


@contextmanager
def said_to_nobody() -> Iterator[None]:
    """Show no warnings; filters that libraries add stay, as they do in a fresh kernel."""
    show = warnings.showwarning
    warnings.showwarning = lambda *_, **__: None
    try:
        yield
    finally:
        warnings.showwarning = show


def import_installed(name: str) -> None:
    """Import a module; one that is not installed here is left out."""
    try:
        importlib.import_module(name)
    except ImportError:
        return


def room_modules() -> Iterator[str]:
    """Yield the names of all modules that notebooks may call."""
    for room in ROOMS:
        name = f"gcm_analysis.{room}"
        yield name
        package = importlib.import_module(name)
        for module in pkgutil.walk_packages(getattr(package, "__path__", ()), f"{name}."):
            yield module.name


def rehearse_tables() -> None:
    """Let pandera register what it registers at its first validation."""
    import pandas as pd
    import pandera.pandas as pa

    column = pa.Column("str", pa.Check.isin(["a"]), nullable=True)
    share = pa.Column("float64", pa.Check.in_range(0, 1))
    schema = pa.DataFrameSchema({"key": column, "share": share}, strict=True, coerce=True)
    schema.validate(pd.DataFrame({"key": ["a"], "share": [0.5]}))


def rehearse_words() -> None:
    """Read every string and the locales' numbers, dates and lists."""
    import datetime as dt

    from gcm_analysis.language import LANGUAGES, all_strings, get_language

    for code in LANGUAGES:
        all_strings(code)
        language = get_language(code)
        language.number(1.5)
        language.percent(0.5)
        language.date(dt.date(2024, 1, 1))
        language.list(["a", "b"])
        language.sort(["b", "a"])


def rehearse_reference() -> None:
    """Read the facts of the Compact, the conferences and the countries."""
    from gcm_analysis import reference

    reference.objectives()
    reference.principles()
    reference.groupings()
    for country in reference.countries():
        reference.resolve_country(country.name["es"])


def rehearse_reading() -> None:
    """Read the codebook: one text is mapped."""
    from gcm_analysis.mapping import map_texts

    map_texts(["Documentar a las personas migrantes", "Access to basic services"])


def rehearse_figure() -> None:
    """Let plotly load the validators of a figure."""
    import plotly.graph_objects as go

    bar, line = go.Bar(x=[1], y=[2]), go.Scatter(x=[1], y=[2], mode="lines+markers")
    go.Figure([bar, line]).update_layout(height=300, xaxis={"title": "x"}).to_plotly_json()


REHEARSALS: tuple[Callable[[], object], ...] = (
    rehearse_tables,
    rehearse_words,
    rehearse_reference,
    rehearse_reading,
    rehearse_figure,
)
