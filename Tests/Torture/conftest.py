"""What the tests of the harness share."""

import os
import pathlib

import pytest

from torture import ROOT
from torture.shim import compile_shim


@pytest.fixture(scope="session")
def tool():
    """The command-line tool: `SESSION_KEYS`, or the one that `swift build` has made."""
    return pathlib.Path(os.environ.get("SESSION_KEYS", ROOT / ".build/debug/session-keys")).absolute()


@pytest.fixture(scope="session")
def library(tmp_path_factory):
    return compile_shim(tmp_path_factory.mktemp("shim"))
