"""Runs seeds one after another: `Scripts/torture --help`."""

import argparse
import os
import pathlib
import secrets
import shutil
import signal
import sys
import time

from harness.pair import Pair

from . import ROOT, plan
from .cluster import plan as cluster_plan
from .cluster.links import is_network_own
from .cluster.run import ClusterRun
from .figures import Figures
from .run import Run
from .shim import compile_shim

DIRECTORY = ROOT / ".build/torture"
SECONDS_PER_SEED = 20
VIOLATIONS_SHOWN = 20


def arguments():
    parser = argparse.ArgumentParser(
        prog="Scripts/torture", description="Drives a server while its disk, its clock and its connections fail, and "
        "checks that its ledger has what it answered.")
    parser.add_argument("--seed", type=seed, help="the first seed, as a name or name.number; drawn where it is missing")
    parser.add_argument("--seeds", type=int, help="how many seeds; as many as there is time for where it is missing")
    parser.add_argument("--seconds", type=float, default=60, help="how long all seeds may take together (60)")
    parser.add_argument("--seconds-per-seed", type=float, default=SECONDS_PER_SEED,
                        help=f"how long faults are played on each ({SECONDS_PER_SEED})")
    parser.add_argument("--cluster", action="store_true", help="three servers over one PostgreSQL with a standby")
    parser.add_argument("--every-fault", action="store_true", help="fail unless each kind of fault has happened")
    parser.add_argument("--keep", action="store_true", help="keep histories and ledgers of seeds without violations")
    parser.add_argument("--details", action="store_true", help="show more figures")
    return parser.parse_args()


def seed(text):
    """A name, and perhaps the number of one of its family."""
    name, dot, number = text.partition(".")
    if not name.isalnum() or dot and not number.isdecimal():
        raise argparse.ArgumentTypeError("letters and digits, and perhaps a dot and a number")
    return text


def main():
    # Whoever ends this ends everything that it has started, and keeps the seed's files.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit("ended before its time"))
    options = arguments()
    tool = pathlib.Path(os.environ.get("SESSION_KEYS", ROOT / ".build/debug/session-keys")).absolute()
    if not tool.exists():
        sys.exit(f"{tool} is not there: build it first, or name it in SESSION_KEYS")
    library = compile_shim(DIRECTORY)
    first = options.seed or f"{secrets.randbits(32):x}"
    if "." in first and options.seeds != 1:
        sys.exit("a seed with a number is one alone: add --seeds 1")
    template = Pair.make_template() if options.cluster else None
    try:
        return shake(first, options, lambda name, directory: make(name, tool, library, directory, template))
    finally:
        if template is not None:
            template.close()


def make(seed, tool, library, directory, template):
    """What a seed is played on."""
    if template is None:
        return Run(seed, tool, library, directory)
    return ClusterRun(seed, tool, library, directory, template)


def shake(first, options, make_trial):
    """Plays seeds as long as there is time, and sums up; gives the status."""
    total, began, failed, number = Figures(), time.monotonic(), [], 0
    while options.seeds is None or number < options.seeds:
        if number and time.monotonic() - began >= options.seconds:
            break
        name = first if number == 0 else f"{first}.{number}"
        figures, violations = play(name, make_trial, options)
        total.add(figures)
        if violations:
            failed.append(name)
        number += 1
    total.seconds = time.monotonic() - began
    if options.details:
        print("\n".join(total.details()))
    kinds = cluster_plan.kinds(is_network_own()) if options.cluster else plan.KINDS
    missing = [kind for kind in kinds if not total.faults[kind]] if options.every_fault else []
    if missing:
        print(f"these faults have not happened: {', '.join(missing)}")
    print(total.closing_line())
    return 1 if failed or missing else 0


def play(seed, make_trial, options):
    """Plays one seed, and says how it went."""
    directory = DIRECTORY / f"{'cluster' if options.cluster else 'seed'}-{seed}"
    began = time.monotonic()
    run = make_trial(seed, directory)
    violations = run.play(options.seconds_per_seed)
    figures = run.figures
    figures.violations = len(violations)
    print(f"seed {seed}: {len(run.history.records)} actions, {figures.entries} entries, {figures.restarts} restarts, "
          f"{sum(figures.faults.values())} faults, {len(violations)} violations, {time.monotonic() - began:.0f} s",
          flush=True)
    for violation in violations[:VIOLATIONS_SHOWN]:
        print(f"  {violation}")
    script = "Scripts/torture-cluster" if options.cluster else "Scripts/torture"
    if violations:
        print(f"  everything is in {directory}; again with: {script} --seed {seed} --seeds 1 --seconds-per-seed "
              f"{options.seconds_per_seed:g}", flush=True)
    elif not options.keep:
        shutil.rmtree(directory)
    return figures, violations


sys.exit(main())
