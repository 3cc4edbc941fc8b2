"""Speak with a kernel as Jupyter does, without its pause before the first cell."""

from __future__ import annotations

import math
import time
from queue import Empty
from typing import Any

from jupyter_client.asynchronous import AsyncKernelClient

_ANSWERED, _HEARD = 1, 0.2  # seconds in which jupyter_client expects an answer, and hears what comes with it


class PromptClient(AsyncKernelClient):
    """Begins as soon as the kernel is ready.

    jupyter_client asks a new kernel who it is, and when it has answered listens until nothing more comes for a fifth
    of a second. A kernel says itself when an answer is complete; that is waited for here.
    """

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers and is heard.

        Raises
        ------
        RuntimeError
            It died, or did not answer in so many seconds.
        """
        latest = time.monotonic() + (math.inf if timeout is None else timeout)
        while not await self._answers():
            if not await self._async_is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if time.monotonic() > latest:
                raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")

    async def _answers(self) -> bool:
        question = self.kernel_info()
        try:
            answer = await self.get_shell_msg(timeout=_ANSWERED)
            while not _completes(await self.get_iopub_msg(timeout=_HEARD), question):
                pass
        except Empty:
            return False
        if answer["msg_type"] != "kernel_info_reply":
            return False
        self._handle_kernel_info_reply(answer)
        return True


def _completes(message: dict[str, Any], question: str) -> bool:
    """Tell whether a message says that a question has been dealt with."""
    of_it = message["parent_header"].get("msg_id") == question
    return of_it and message["msg_type"] == "status" and message["content"]["execution_state"] == "idle"
