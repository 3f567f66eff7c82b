"""The kernel manager of the warm engine: kernels are forked, their end is not polled for."""

from __future__ import annotations

import asyncio
import atexit
import shutil
import tempfile
import uuid
from functools import cache
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from gcm_analysis.run.kernels import TrackedKernelManager
from gcm_analysis.run.warm.kernel import kernel_arguments
from gcm_analysis.run.warm.process import ForkedProcess, warm_process


class WarmProvisioner(LocalProvisioner):
    """Forks kernels from the warm process instead of starting an interpreter."""

    process: ForkedProcess | None = None  # type: ignore[assignment]

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork a kernel for the command of its kernelspec."""
        self.cwd = str(kwargs.get("cwd") or Path.cwd())
        self.process = warm_process().fork(kernel_arguments(cmd), kwargs["env"], self.cwd)
        self.pid = self.pgid = self.process.pid
        return self.connection_info

    async def wait(self) -> int | None:
        """Wait for the kernel's end as it happens."""
        if self.process is None:
            return 0
        ended, loop = asyncio.Event(), asyncio.get_running_loop()
        self.process.when_ended(lambda: loop.call_soon_threadsafe(ended.set))
        await ended.wait()
        code = self.process.poll()
        self.process = None
        return code


class WarmKernelClient(AsyncKernelClient):
    """A client that knows a kernel is ready as soon as it has said so."""

    async def _async_wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel has answered and its output channel is connected.

        The stock client then listens for another 0.2 s to an output channel that has nothing
        more to say: here the `idle` that ends the kernel's answer is the sign.
        """
        loop = asyncio.get_running_loop()
        deadline = None if timeout is None else loop.time() + timeout
        while deadline is None or loop.time() < deadline:
            request = self.kernel_info()
            if await self._hear_answer(request):
                return
            assert isinstance(self.parent, AsyncKernelManager)
            if not await self.parent.is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
        raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")

    async def _hear_answer(self, request: str) -> bool:
        """Tell whether the kernel answered a request on both channels."""
        try:
            reply = await self.shell_channel.get_msg(timeout=1)
            while reply["parent_header"].get("msg_id") != request:
                reply = await self.shell_channel.get_msg(timeout=1)
            while True:
                heard = await self.iopub_channel.get_msg(timeout=0.2)
                is_ours = heard["parent_header"].get("msg_id") == request
                if is_ours and heard["content"].get("execution_state") == "idle":
                    break
        except Empty:
            return False
        self._handle_kernel_info_reply(reply)
        return True

    wait_for_ready = _async_wait_for_ready


LONGEST_FOLDER = 80
"""Characters: the path of a socket has room for about a hundred."""


@cache
def socket_folder() -> str | None:
    """Return a folder for sockets that only this user can reach; None where paths are too long."""
    if len(tempfile.gettempdir()) > LONGEST_FOLDER:
        return None
    folder = tempfile.mkdtemp(prefix="gcm-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


class WarmKernelManager(TrackedKernelManager):
    """Starts kernels through `WarmProvisioner`, over local sockets instead of TCP."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.client_factory = WarmKernelClient
        if folder := socket_folder():
            self.transport = "ipc"
            self.ip = f"{folder}/{uuid.uuid4().hex[:8]}"

    async def _async_pre_start_kernel(self, **kwargs: Any) -> tuple[list[str], dict[str, Any]]:
        """Prepare the start with our provisioner in the place of the default one."""
        if self.provisioner is None:
            self.kernel_id = self.kernel_id or kwargs.pop("kernel_id", str(uuid.uuid4()))
            self.provisioner = WarmProvisioner(
                kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self
            )
        command, rest = await super()._async_pre_start_kernel(**kwargs)
        return command, rest

    pre_start_kernel = _async_pre_start_kernel

    async def _async_wait(self, pollinterval: float = 0.1) -> None:  # noqa: ARG002
        """Wait for the kernel's end as it happens."""
        if self.provisioner is not None:
            await self.provisioner.wait()
