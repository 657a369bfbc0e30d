"""The run: the trained network, its pruned copy and what both are compared with, counted, tested and timed."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import partial

import torch

from optimization.laboratory.networks.classifier import StateDict, as_input, count_weights, predict, state_bytes
from optimization.laboratory.networks.counting import nonzero_parameters
from optimization.laboratory.networks.network import Network
from optimization.laboratory.networks.register import NETWORKS
from optimization.laboratory.networks.small import small_dense
from optimization.laboratory.networks.training import trained, use_one_thread
from optimization.laboratory.pruning.gradual import prune_network
from optimization.laboratory.pruning.selection import selection_of
from optimization.laboratory.pruning.sensitivity import scan
from optimization.laboratory.pruning.unstructured import effective, rebuilt
from optimization.laboratory.scripts.progress import Report
from optimization.laboratory.scripts.table import Row, counted, print_conditions, print_json, print_rows
from optimization.labs.prune import BY_CHANCE, Params, title_by_chance
from optimization.measuring.timing import Comparison, compare
from optimization.measuring.turn import turn_to_measure
from optimization.results.scan import ScanPoint


def main(params: Params) -> None:
    """Redo the run that ``params`` describe, and print what was found."""
    use_one_thread()
    report = Report()
    network = NETWORKS[params.network]
    states = built(params, network, report=report)
    points: tuple[ScanPoint, ...] = ()
    if params.scan:
        whole, selection, pictures = states["dense"], selection_of(params), network.pictures()
        points = scan(whole, network, pictures, selection=selection, round_to=params.round_to, report=report)
    rows = [row(name, state, network) for name, state in states.items()]
    comparison = None
    if params.timed:
        with turn_to_measure(report, share=0.9):
            comparison = timed(states, network, seed=params.seed)
        rows = [row.timed(comparison.timings[row.name]) for row in rows]
    if "--json" in sys.argv:
        print_json(rows, scan=points)
        return
    print_rows(rows, titles={BY_CHANCE: title_by_chance(params.method)})
    if comparison is not None:
        print_conditions(comparison)
    for point in points:
        print(f"{point.layer} alone, {point.amount:.0%} removed: {point.accuracy:.1%} of the validation pictures right")


def built(params: Params, network: Network, *, report: Report) -> dict[str, StateDict]:
    """The state dict of every network that is compared."""
    pictures, selection = network.pictures(), selection_of(params)
    dense = trained(network, seed=params.seed, report=report)
    pruned = prune_network(dense, params, pictures, report=report, selection=selection)
    by_chance = prune_network(dense, params, pictures, report=report, selection=selection.by_chance())
    parameters = nonzero_parameters(network.from_state(effective(pruned)))
    epochs = network.recipe.epochs + params.steps * params.finetune_epochs
    small = small_dense(network, parameters=parameters, epochs=epochs, seed=params.seed, report=report)
    return {"dense": dense, "control": dense, "pruned": pruned, BY_CHANCE: by_chance, "small dense": small}


def row(name: str, state: StateDict, network: Network) -> Row:
    """What a network holds, and how many of the test pictures it reads rightly."""
    test, model = network.pictures().test, rebuilt(network, state)
    # From networks built anew, because pruning leaves the entries of a state dict in another order.
    layers = count_weights(network.from_state(effective(state)).state_dict())
    right = float((predict(model, test.images) == test.labels).mean())
    return counted(name, layers, state_bytes(model.state_dict()), accuracy=right)


def timed(states: Mapping[str, StateDict], network: Network, *, seed: int) -> Comparison:
    """The latency of one picture in every network, measured in interleaved rounds."""
    picture = network.pictures().test.images[:1]
    calls = {name: partial(rebuilt(network, state), as_input(picture)) for name, state in states.items()}
    with torch.inference_mode():
        return compare(calls, control="control", seed=seed)


if __name__ == "__main__":
    main(Params())
