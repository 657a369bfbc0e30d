"""The pruning lab: the trained network, its control, its pruned copy and their rivals, counted, tested and timed."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

import torch

from optimization.laboratory.networks.classifier import StateDict, as_input, predict
from optimization.laboratory.networks.counting import counted, nonzero_parameters
from optimization.laboratory.networks.network import Network
from optimization.laboratory.networks.register import NETWORKS
from optimization.laboratory.networks.small import count_parameters, small_dense, widths_for
from optimization.laboratory.networks.training import THREADS, trained, use_one_thread
from optimization.laboratory.pictures.data import Pictures
from optimization.laboratory.pruning import snippets
from optimization.laboratory.pruning.gradual import prune_network
from optimization.laboratory.pruning.headline import headline
from optimization.laboratory.pruning.notes import pruned_note, small_dense_note
from optimization.laboratory.pruning.selection import Selection, selection_of
from optimization.laboratory.pruning.sensitivity import scan
from optimization.laboratory.pruning.unstructured import effective, rebuilt
from optimization.labs.prune import BY_CHANCE, SCAN, Params
from optimization.measuring.accuracy import Labels, with_accuracy
from optimization.measuring.timing import compare, with_timing
from optimization.measuring.turn import turn_to_measure
from optimization.results import untimed
from optimization.results.machine import describe_machine
from optimization.results.progress import Part, Report
from optimization.results.records import Conditions, LabResult, ScanPoint, Variant

LIBRARIES = ("torch", "torch-pruning", "scikit-learn", "numpy")


def run(params: Params, report: Report) -> LabResult:
    """Prune the trained network as ``params`` say and measure it; raises RunCancelled where ``report`` does."""
    started = time.perf_counter()
    use_one_thread()
    network, selection = NETWORKS[params.network], selection_of(params)
    report.step("Loading the trained network", 0.0)
    rows = Rows(network, network.pictures())
    dense = trained(network, seed=params.seed, report=Part(report, 0.0, 0.3))
    rows.add("dense", dense, label="Dense", code=snippets.DENSE)
    rows.add("control", dense, label="Control: the dense network again", code=snippets.CONTROL)
    report.step("Pruning", 0.3, rows.variants)
    add_pruned(rows, "pruned", params, selection, label="Pruned", report=Part(report, 0.3, 0.45))
    report.step("Reading the test pictures", 0.45, rows.variants)
    rows.test()
    report.step("Pruning at random", 0.46, rows.variants)
    add_pruned(rows, BY_CHANCE, params, selection.by_chance(), label=random_label(selection), report=Part(report, 0.46, 0.6))
    report.step("A small dense network", 0.6, rows.variants)
    add_small_dense(rows, params, report=Part(report, 0.6, 0.75))
    rows.test()
    last = "Measuring the latency" if params.timed else "A small dense network"
    report.step(SCAN if params.scan else last, 0.75, rows.variants)
    points = sensitivity(rows, params, selection, report=Part(report, 0.75, 0.85))
    timing = rows.time(seed=params.seed, report=report) if params.timed else None
    report.step("Done", 1.0, rows.variants)
    by_name = {variant.name: variant for variant in rows.variants}
    return LabResult(
        lab="prune",
        parameters=params.model_dump(),
        seed=params.seed,
        machine=describe_machine(LIBRARIES, threads=THREADS),
        measured_at=datetime.now(UTC),
        took_s=time.perf_counter() - started,
        timing_rounds=timing.rounds if timing is not None else 0,
        timing=timing,
        headline=headline(params, by_name) if params.timed else untimed.headline(by_name["dense"], by_name["pruned"]),
        variants=tuple(rows.variants),
        classes=rows.pictures.classes,
        scan=points,
    )


@dataclass
class Rows:
    """The rows of one run as they fill: each has a state dict of its own, and the first is what the others are compared with."""

    network: Network
    pictures: Pictures
    states: dict[str, StateDict] = field(default_factory=dict)
    variants: list[Variant] = field(default_factory=list)
    _predictions: dict[str, Labels] = field(default_factory=dict)

    def add(self, name: str, state: StateDict, *, label: str, code: str, note: str = "") -> Variant:
        """A row with its weights and bytes; accuracy and latency follow."""
        kept = rebuilt(self.network, state).state_dict()
        weights = self.network.from_state(effective(state)).state_dict()
        self.states[name] = state
        self.variants.append(counted(name, kept, weights=weights, label=label, code=code, note=note))
        return self.variants[-1]

    def test(self) -> None:
        """Read the test pictures with every row that has not read them yet."""
        test = self.pictures.test
        for place, variant in enumerate(self.variants):
            if variant.name not in self._predictions:
                self._predictions[variant.name] = own = predict(rebuilt(self.network, self.states[variant.name]), test.images)
                before = self._predictions[self.variants[0].name]
                self.variants[place] = with_accuracy(variant, own, before=before, labels=test.labels, pixels=test.pixels)

    def time(self, *, seed: int, report: Report) -> Conditions:
        """Measure the latency of one picture in PyTorch eager mode for every row; how that was done."""
        one = self.pictures.test.images[:1]
        calls = {name: partial(rebuilt(self.network, state), as_input(one)) for name, state in self.states.items()}
        with turn_to_measure(report, done=0.85, variants=self.variants), torch.inference_mode():
            comparison = compare(calls, control="control", seed=seed, check=report.check)
        self.variants = [with_timing(variant, comparison.timings[variant.name]) for variant in self.variants]
        return comparison.conditions


def add_pruned(rows: Rows, name: str, params: Params, selection: Selection, *, label: str, report: Report) -> None:
    """The dense network pruned with that selection and fine-tuned as ``params`` say."""
    state = prune_network(rows.states["dense"], params, rows.pictures, report=report, selection=selection)
    row = rows.add(name, state, label=label, code=snippets.pruned_code(params, selection, rows.network))
    rows.variants[-1] = row.model_copy(update={"note": pruned_note(params, selection, row)})


def random_label(selection: Selection) -> str:
    """What has lost as much by chance, in words."""
    what = "channels and units" if selection.structured else "weights"
    return f"Another draw of random {what}" if selection.random else f"As many {what}, chosen at random"


def add_small_dense(rows: Rows, params: Params, *, report: Report) -> None:
    """A narrower network with about as many parameters as the pruned one has left, trained for as many epochs in all."""
    network = rows.network
    wanted = nonzero_parameters(network.from_state(effective(rows.states["pruned"])))
    recipe = network.training(seed=params.seed, epochs=network.recipe.epochs + params.steps * params.finetune_epochs)
    widths = widths_for(network, parameters=wanted)
    parameters = count_parameters(network, widths)
    state = small_dense(network, parameters=wanted, epochs=recipe.epochs, seed=params.seed, report=report)
    rows.add(
        "small dense",
        state,
        label="Small dense network",
        code=snippets.small_dense_code(network, widths, recipe=recipe, parameters=parameters),
        note=small_dense_note(widths, parameters=parameters, wanted=wanted, epochs=recipe.epochs),
    )


def sensitivity(rows: Rows, params: Params, selection: Selection, *, report: Report) -> tuple[ScanPoint, ...]:
    """The scan of the dense network where it is asked for."""
    if not params.scan:
        return ()
    return scan(rows.states["dense"], rows.network, rows.pictures, selection=selection, round_to=params.round_to, report=report)
