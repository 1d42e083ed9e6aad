"""Drives a server with a seeded mix of requests while it breaks what the server stands on, and judges what came of it.

The requests are made by the independent client of the end-to-end checks, which shares no code with the server.
"""

import pathlib
import sys

ROOT = pathlib.Path(__file__).parents[3]
sys.path.insert(0, str(ROOT / "Tests/EndToEnd"))
