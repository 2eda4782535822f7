"""Serving at a terminal: the address is told when pages are really there, and a taken port is passed over."""

import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx

from tracework.serving import free_port


def test_a_port_that_is_taken_is_passed_over():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_port(port) != port


def test_the_address_told_answers_and_ctrl_c_ends_it(pretend_firm: Path):
    command = [sys.executable, "-m", "tracework", "serve", "-w", str(pretend_firm), "--port", str(free_port(18050))]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        try:
            told = server.stderr.readline()
            address = re.search(r"http://127\.0\.0\.1:\d+", told)
            assert address, told
            assert httpx.get(address[0], timeout=20).status_code == 200
        finally:
            server.send_signal(signal.SIGINT)
            rest = server.communicate(timeout=20)[1]
    assert "Traceback" not in rest
    assert server.returncode in (0, 1, 130)
