"""What servers show of the exchange: at an equal entry the same."""

from .violation import Violation


def check_sightings(sightings, entries):
    found, first = [], {}
    for sighting in sightings:
        if sighting.sequence > len(entries):
            found.append(Violation("state", f"server {sighting.server} has shown entry {sighting.sequence}, which is not there"))
        earlier = first.setdefault((sighting.subject, sighting.sequence), sighting)
        if earlier.digest != sighting.digest:
            found.append(Violation("state", f"{sighting.subject} at entry {sighting.sequence} is one thing at server "
                                   f"{earlier.server} and another at server {sighting.server}"))
    return found


def sightings_compared(sightings):
    """How many were of an entry at which another server was seen before."""
    first = {}
    return sum(first.setdefault((one.subject, one.sequence), one).server != one.server for one in sightings)
