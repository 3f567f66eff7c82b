"""What the warm process has loaded and tried once before the first notebook asks.

Nothing here may start a thread (a forked process has none but its own), nor load what looks for
the running shell while it is imported (`SHELL_BOUND`): such a module would find none here and
remember that in every kernel.
"""

from __future__ import annotations

import gc
import importlib
import os

from gcm_analysis.run.kernels import ONE_THREAD

START_ENVIRONMENT = {
    **ONE_THREAD,
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}
"""Keeps libraries from starting threads when they are loaded (Arrow's allocator has one), and the
debugger that ipykernel loads from talking about frozen modules. Kernels have their own
environment."""

MODULES = (
    "debugpy",
    "ipykernel.debugger",
    "ipykernel.kernelapp",
    "ipykernel.subshell_manager",
    "ipykernel.zmqshell",
    "xml.dom.minidom",
    "openpyxl",
    "pandas",
    "pandera.pandas",
    "plotly.graph_objects",
    "plotly.io",
    "pyarrow.parquet",
    "python_calamine",
    "rapidfuzz",
    "scipy.optimize",
    "scipy.stats",
    "gcm_analysis.charts",
    "gcm_analysis.forum",
    "gcm_analysis.mapping",
    "gcm_analysis.notebook",
    "gcm_analysis.priorities",
    "gcm_analysis.report",
    "gcm_analysis.run.warm.kernel",
    "gcm_analysis.survey",
)

SHELL_BOUND = ("matplotlib_inline.backend_inline", "plotly.io._renderers", "tqdm.auto")


def load(names: tuple[str, ...] = MODULES) -> None:
    """Import what is installed of `names`, then keep the collector from touching it again."""
    os.environ.update(START_ENVIRONMENT)
    gc.disable()
    for name in names:
        try:
            importlib.import_module(name)
        except ImportError:
            continue
    gc.collect()
    gc.freeze()
    gc.enable()
