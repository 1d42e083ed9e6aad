"""A client that shares nothing with this project or with the other checks tells a session key's whole story."""

import ast
import os
import pathlib
import subprocess
import sys

import pytest

from harness.server import HOST

SCRIPT = pathlib.Path(__file__).with_name("independent_client.py")
STORY_SECONDS = 60


def imports():
    for node in ast.walk(ast.parse(SCRIPT.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[0] for name in node.names)
        if isinstance(node, ast.ImportFrom):
            yield node.module.split(".")[0]


def test_it_needs_nothing_but_two_libraries():
    assert {name for name in imports() if name not in sys.stdlib_module_names} == {"eth_account", "requests"}


@pytest.mark.parametrize("has_account", [True, False])
def test_its_story_goes_as_told(exchange, account, tmp_path, has_account):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KP_API_")}
    if has_account:
        environment |= {"KP_API_KEY": account.key, "KP_API_SECRET": account.secret}
    told = subprocess.run(
        [sys.executable, SCRIPT, f"http://{HOST}:{exchange.server.port}/v1"], cwd=tmp_path, env=environment,
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=STORY_SECONDS, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    lines = told.stdout.splitlines()
    assert lines[-1] == "Everything went as told."
    assert len(lines) == (21 if has_account else 19) and all(line.startswith("✓ ") for line in lines[:-1])
    exchange.audit()
