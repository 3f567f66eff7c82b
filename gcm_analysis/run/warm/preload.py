"""What the warm process has loaded before the first notebook asks.

Importing this module is the warming: it runs once, in Python's fork server, which has one
thread and keeps it so. Notebooks find everything in memory.
"""

from __future__ import annotations

import gc
import importlib

MODULES = (
    "debugpy",
    "ipykernel.debugger",
    "ipykernel.kernelapp",
    "ipykernel.subshell_manager",
    "ipykernel.zmqshell",
    "matplotlib_inline.backend_inline",
    "multiprocessing.spawn",
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


def load(names: tuple[str, ...] = MODULES) -> None:
    """Import what is installed of `names`, then keep the collector from touching it again."""
    for name in names:
        try:
            importlib.import_module(name)
        except ImportError:
            continue
    gc.collect()
    gc.freeze()


load()
