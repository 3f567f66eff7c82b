"""A real JupyterLab on a workspace of its own, and a browser that looks at it."""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gcm_analysis.run.lab import write_command
from gcm_analysis.workspace import Workspace

SERVER_PATIENCE = 90
"""Seconds until the server must answer."""
KERNEL_PATIENCE = 180_000
"""Milliseconds until a notebook must have run: the machine may be busy."""
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Server:
    """A running JupyterLab."""

    address: str
    token: str

    def open(self, notebook: str) -> str:
        return f"{self.address}/lab/tree/{notebook}?token={self.token}&reset"


@contextmanager
def start_lab(python: Path, root: Path, home: Path) -> Iterator[Server]:
    """Serve a workspace's notebooks; what was started is ended."""
    with socket.socket() as free:
        free.bind((LOOPBACK, 0))
        port = free.getsockname()[1]
    server = Server(f"http://{LOOPBACK}:{port}", secrets.token_hex(16))
    command = [
        *write_command(str(python), Workspace(root)), "--no-browser", "--expose-app-in-browser",
        f"--ServerApp.ip={LOOPBACK}", f"--port={port}", "--ServerApp.port_retries=0",
        f"--IdentityProvider.token={server.token}", "--allow-root",
    ]  # fmt: skip
    with (home / "lab.log").open("wb") as log:
        process = subprocess.Popen(
            command, env=isolate(home, python), cwd=home, stdout=log, stderr=log,
            start_new_session=True,
        )  # fmt: skip
        try:
            await_server(server, process, home / "lab.log")
            yield server
        finally:
            end(process)


def isolate(home: Path, python: Path) -> dict[str, str]:
    """Return an environment whose settings, kernels and caches are those of an empty home."""
    folders = {
        "HOME": "", "JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime", "IPYTHONDIR": "ipython", "JUPYTERLAB_SETTINGS_DIR":
        "settings", "JUPYTERLAB_WORKSPACES_DIR": "workspaces", "XDG_CACHE_HOME": "cache",
    }  # fmt: skip
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
    environment = {**kept, **{name: str(home / folder) for name, folder in folders.items()}}
    environment["PATH"] = f"{python.parent}{os.pathsep}{kept.get('PATH', '')}"
    return environment


def await_server(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + SERVER_PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(
                f"{server.address}/api/status?token={server.token}", timeout=5
            ) as reply:
                json.load(reply)
                return
        except OSError:
            time.sleep(0.5)
    raise AssertionError(f"JupyterLab did not start:\n{log.read_text('utf-8', 'replace')[-3000:]}")


def end(process: subprocess.Popen[bytes]) -> None:
    """End the server, and with it the kernels: they are of its session."""
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


class Notebook:
    """One notebook open in a browser; notes complaints and what is asked of the network."""

    def __init__(self, browser: Any, server: Server, name: str) -> None:
        self.context = browser.new_context(viewport={"width": 1440, "height": 1000})
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.strangers: list[str] = []
        self.page.on("console", self._note_message)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self._note_request(request, server))
        self.page.goto(server.open(name))
        self.page.wait_for_function("window.jupyterapp?.shell?.currentWidget?.context?.isReady")

    def _note_message(self, message: Any) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def _note_request(self, request: Any, server: Server) -> None:
        own = (server.address, server.address.replace("http", "ws", 1), "data:", "blob:")
        if not request.url.startswith(own):
            self.strangers.append(request.url)

    def run(self) -> None:
        """Run all cells, and wait until the kernel has ended them."""
        self.page.wait_for_function(
            "jupyterapp.shell.currentWidget.context.sessionContext.session?.kernel?.status "
            "=== 'idle'",
            timeout=KERNEL_PATIENCE,
        )
        self.page.evaluate("() => { jupyterapp.commands.execute('notebook:run-all-cells'); }")
        self.page.wait_for_function(
            """() => {
              const cells = jupyterapp.shell.currentWidget.content.widgets
                .filter((cell) => cell.model.type === 'code');
              return cells.every((cell) => cell.model.executionState !== 'running'
                && cell.model.executionCount);
            }""",
            timeout=KERNEL_PATIENCE,
        )

    def draw_all(self) -> int:
        """Bring every cell into sight, and return how many plotly figures are to be drawn."""
        n_cells = self.page.evaluate("jupyterapp.shell.currentWidget.content.widgets.length")
        for place in range(n_cells):
            self.page.evaluate(
                "(place) => jupyterapp.shell.currentWidget.content.scrollToItem(place)", place
            )
            self.page.wait_for_timeout(150)
        return int(self.page.evaluate(COUNT_FIGURES))

    def errors(self) -> list[str]:
        """Return the errors that cells show."""
        return self.page.evaluate(LIST_ERRORS)  # type: ignore[no-any-return]

    def close(self) -> None:
        """End the kernel, then the page."""
        self.page.evaluate("jupyterapp.shell.currentWidget.context.sessionContext.shutdown()")
        self.context.close()


OUTPUTS = """jupyterapp.shell.currentWidget.context.model.sharedModel.toJSON().cells
  .flatMap((cell) => cell.outputs ?? [])"""
COUNT_FIGURES = f"""{OUTPUTS}
  .filter((output) => output.data?.['application/vnd.plotly.v1+json']).length"""
LIST_ERRORS = f"""{OUTPUTS}
  .filter((output) => output.output_type === 'error' || output.name === 'stderr')
  .map((output) => output.evalue ?? output.text)"""
