"""The lab "Along the slider": how many test pictures the network reads correctly at each place, and what it sees in eight of them.

A picture takes a network a fraction of a millisecond, and there are a thousand at each place: so places stand close together where the
accuracy falls, and far apart where nothing happens.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pydantic import ValidationError

from optimization.laboratory.findings import Findings
from optimization.laboratory.networks import cache, inside
from optimization.laboratory.networks.classifier import StateDict, predict
from optimization.laboratory.networks.counting import counted
from optimization.laboratory.networks.network import Network
from optimization.laboratory.networks.register import NETWORKS
from optimization.laboratory.networks.training import network_key, trained, use_one_thread
from optimization.laboratory.pictures.data import Pictures, Split
from optimization.laboratory.pruning import unstructured
from optimization.laboratory.sweeping import changes
from optimization.labs import sweep
from optimization.labs.sweep import SHOWN_PICTURES, Held, Params, Place, Slider, Swept, Way
from optimization.measuring.accuracy import picture_png
from optimization.results.progress import Part, Report
from optimization.results.records import Headline, LabResult
from optimization.results.shares import percent

TELLING = 0.02
"""Between places whose accuracies differ by more there is another one."""
USUAL_PLACES = 24
"""About so many it takes to follow one fall; only the bar of the progress is drawn by it."""


@dataclass(frozen=True, kw_only=True)
class Track:
    """Where a slider is read in any case, in percent, and how close together places may stand."""

    starts: tuple[int, ...]
    finest: int


TRACKS: dict[Slider, Track] = {
    "zeros": Track(starts=(0, 50, 75, 90, 99), finest=1),
    "range": Track(starts=(5, 35, 65, 100), finest=5),
}


def run(params: Params, report: Report) -> LabResult:
    """Read along the slider; what was read before is taken from its file. Raises RunCancelled where ``report`` does."""
    use_one_thread()
    found = Findings("sweep", params, report)
    network = NETWORKS[params.network]
    pictures = found.opened(network.pictures)
    state = trained(network, seed=params.seed, report=Part(report, 0.0, 0.3))
    found.add(counted("dense", state, label="Dense"))
    found.read("dense", predict(network.from_state(state), pictures.test.images))
    swept = kept(params, state, network=network, pictures=pictures, report=found.part(0.3, 1.0))
    found.step("Done", 1.0)
    return found.result(headline(swept, accuracy=found.row("dense").accuracy or 0.0), extras=swept)


def headline(swept: Swept, *, accuracy: float) -> Headline:
    """How much the network reads before anything is changed, and how often it was read with."""
    places = sum(len(way.places) for way in swept.ways)
    return Headline(
        sentence=f"As it was trained the network reads {percent(accuracy)} correctly; it was read with at {places} places of the slider.",
        figure=percent(accuracy),
        figure_label=f"of {swept.images:,} test pictures are read correctly before anything is changed",
    )


def kept(params: Params, state: StateDict, *, network: Network, pictures: Pictures, report: Report) -> Swept:
    """What was read along the slider, from the cache or read now. Raises RunCancelled where ``report`` does; then nothing is kept."""
    sources = (__file__, changes.__file__, sweep.__file__, unstructured.__file__, inside.__file__)
    recipe = network_key(network, recipe=network.training(seed=params.seed))
    name = f"sweep-{params.slider}-{network.file_name}-{cache.cache_key({'training': recipe}, *map(Path, sources))}.json"
    content = cache.read(name)
    if content is not None:
        try:
            return Swept.model_validate_json(content)
        except ValidationError:  # of an older version, whose fields were others
            pass
    swept = swept_along(params.slider, state, network=network, pictures=pictures, report=report)
    cache.write(name, swept.model_dump_json().encode())
    return swept


def swept_along(slider: Slider, state: StateDict, *, network: Network, pictures: Pictures, report: Report) -> Swept:
    """Every way of the slider, read at its places."""
    test, track = pictures.test, TRACKS[slider]
    shown = of_different_classes(test.labels, count=SHOWN_PICTURES)
    ways = changes.changes(slider, state, network=network, pictures=pictures)
    read = []
    for number, (name, change) in enumerate(ways.items()):
        part = Part(report, number / len(ways), (number + 1) / len(ways))
        places = followed(partial(_place, change=change, test=test, shown=shown), track, images=len(test), report=part)
        read.append(Way(name=name, places=places))
    held = tuple(Held(label=int(test.labels[i]), png=picture_png(test.pixels[i])) for i in shown)
    return Swept(images=len(test), pictures=held, ways=tuple(read))


def followed(read: Callable[[int], Place], track: Track, *, images: int, report: Report) -> tuple[Place, ...]:
    """The places of a track, with others between two of them whose accuracies differ tellingly; ``images`` are read at each."""
    places: dict[int, Place] = {}

    def look(at: int) -> None:
        report.step("Reading the test pictures along the slider", min(1.0, len(places) / USUAL_PLACES))
        places[at] = read(at)

    for at in track.starts:
        look(at)
    gaps = list(pairwise(track.starts))
    while gaps:
        low, high = gaps.pop()
        middle = low + (high - low) // (2 * track.finest) * track.finest
        if middle > low and abs(places[low].correct - places[high].correct) > TELLING * images:
            look(middle)
            gaps += [(low, middle), (middle, high)]
    return tuple(places[at] for at in sorted(places))


def _place(at: int, *, change: changes.Change, test: Split, shown: Sequence[int]) -> Place:
    seen = predict(change(at), test.images)
    return Place(percent=at, correct=int((seen == test.labels).sum()), reads=tuple(int(seen[i]) for i in shown))


def of_different_classes(labels: npt.NDArray[np.int64], *, count: int) -> list[int]:
    """The first pictures that are each of another class, in the order in which they stand: ``labels`` [n] -> up to ``count`` indices.

    Nobody has chosen them: of pictures that were picked because they fail, the accuracy beside them would tell another story.
    """
    _, first = np.unique(labels, return_index=True)
    return [int(i) for i in np.sort(first)[:count]]
