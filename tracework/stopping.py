"""Ctrl-C that is heard at once: Python would let a running query end before it looks at the signal."""

import os
import signal
import threading

from core.database import interrupt_all


def hear_signals() -> None:
    """Have a signal interrupt the queries of this process; KeyboardInterrupt then follows as usual."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    listener = threading.Thread(target=_interrupt_on_signals, args=(reading,), daemon=True, name="signals")
    listener.start()


def _interrupt_on_signals(reading: int) -> None:
    while os.read(reading, 1):
        interrupt_all()
