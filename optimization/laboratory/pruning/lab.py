"""The pruning lab: the trained network, its control, its pruned copy and their rivals, counted, tested and timed."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

import torch

from optimization.laboratory.findings import Findings
from optimization.laboratory.networks.classifier import StateDict, as_input, predict
from optimization.laboratory.networks.counting import counted, nonzero_parameters
from optimization.laboratory.networks.network import Network
from optimization.laboratory.networks.register import NETWORKS
from optimization.laboratory.networks.small import count_parameters, small_dense, widths_for
from optimization.laboratory.networks.training import trained, use_one_thread
from optimization.laboratory.pictures.data import Pictures
from optimization.laboratory.pruning import snippets
from optimization.laboratory.pruning.gradual import prune_network
from optimization.laboratory.pruning.headline import headline
from optimization.laboratory.pruning.notes import pruned_note, small_dense_note
from optimization.laboratory.pruning.selection import Selection, selection_of
from optimization.laboratory.pruning.sensitivity import scan
from optimization.laboratory.pruning.unstructured import effective, rebuilt
from optimization.labs.prune import BY_CHANCE, SCAN, Params
from optimization.measuring.turn import MEASURING
from optimization.results import untimed
from optimization.results.progress import Part, Report
from optimization.results.records import LabResult, Variant
from optimization.results.scan import Sensitivity


def run(params: Params, report: Report) -> LabResult:
    """Prune the trained network as ``params`` say and measure it; raises RunCancelled where ``report`` does."""
    use_one_thread()
    network, selection = NETWORKS[params.network], selection_of(params)
    findings = Findings("prune", params, report)
    rows = Rows(network, findings.opened(network.pictures), findings)
    dense = trained(network, seed=params.seed, report=Part(report, 0.0, 0.3))
    rows.add("dense", dense, label="Dense", code=snippets.DENSE)
    rows.add("control", dense, label="Control: the dense network again", code=snippets.CONTROL)
    findings.step("Pruning", 0.3)
    add_pruned(rows, "pruned", params, selection, label="Pruned", report=Part(report, 0.3, 0.45))
    findings.step("Reading the test pictures", 0.45)
    rows.test()
    findings.step("Pruning at random", 0.46)
    add_pruned(rows, BY_CHANCE, params, selection.by_chance(), label=random_label(selection), report=Part(report, 0.46, 0.6))
    findings.step("A small dense network", 0.6)
    add_small_dense(rows, params, report=Part(report, 0.6, 0.75))
    rows.test()
    findings.step(SCAN if params.scan else MEASURING if params.timed else "A small dense network", 0.75)
    scanned = sensitivity(rows, params, selection, report=Part(report, 0.75, 0.85))
    if params.timed:
        rows.time()
    findings.step("Done", 1.0)
    by_name = {variant.name: variant for variant in findings.variants}
    summary = headline(params, by_name) if params.timed else untimed.headline(by_name["dense"], by_name["pruned"])
    return findings.result(summary, extras=scanned)


@dataclass
class Rows:
    """The networks of one run beside their rows: each has a state dict of its own."""

    network: Network
    pictures: Pictures
    findings: Findings
    states: dict[str, StateDict] = field(default_factory=dict)
    tested: set[str] = field(default_factory=set)

    def add(self, name: str, state: StateDict, *, label: str, code: str, note: str = "") -> Variant:
        """A row with its weights and bytes; accuracy and latency follow."""
        rebuilt_state = rebuilt(self.network, state).state_dict()
        weights = self.network.from_state(effective(state)).state_dict()
        self.states[name] = state
        self.findings.add(counted(name, rebuilt_state, weights=weights, label=label, code=code, note=note))
        return self.findings.row(name)

    def test(self) -> None:
        """Read the test pictures with every row that has not read them yet."""
        for name, state in self.states.items():
            if name not in self.tested:
                self.findings.read(name, predict(rebuilt(self.network, state), self.pictures.test.images))
                self.tested.add(name)

    def time(self) -> None:
        """Measure the latency of one picture in PyTorch eager mode for every row."""
        picture = self.pictures.test.images[:1]
        calls = {name: partial(rebuilt(self.network, state), as_input(picture)) for name, state in self.states.items()}
        with torch.inference_mode():
            self.findings.time(calls, share=0.85)


def add_pruned(rows: Rows, name: str, params: Params, selection: Selection, *, label: str, report: Report) -> None:
    """The dense network pruned with that selection and fine-tuned as ``params`` say."""
    state = prune_network(rows.states["dense"], params, rows.pictures, report=report, selection=selection)
    row = rows.add(name, state, label=label, code=snippets.pruned_code(params, selection, rows.network))
    rows.findings.note(name, pruned_note(params, selection, row))


def random_label(selection: Selection) -> str:
    """What has lost as much by chance, in words."""
    removed = "channels and units" if selection.structured else "weights"
    return f"Another draw of random {removed}" if selection.random else f"As many {removed}, chosen at random"


def add_small_dense(rows: Rows, params: Params, *, report: Report) -> None:
    """A narrower network with about as many parameters as the pruned one has left, trained for as many epochs in all."""
    network = rows.network
    target_count = nonzero_parameters(network.from_state(effective(rows.states["pruned"])))
    recipe = network.training(seed=params.seed, epochs=network.recipe.epochs + params.steps * params.finetune_epochs)
    widths = widths_for(network, parameters=target_count)
    parameters = count_parameters(network, widths)
    state = small_dense(network, parameters=target_count, epochs=recipe.epochs, seed=params.seed, report=report)
    rows.add(
        "small dense",
        state,
        label="Small dense network",
        code=snippets.small_dense_code(network, widths, recipe=recipe, parameters=parameters),
        note=small_dense_note(widths, parameters=parameters, target_count=target_count, epochs=recipe.epochs),
    )


def sensitivity(rows: Rows, params: Params, selection: Selection, *, report: Report) -> Sensitivity | None:
    """The scan of the dense network where it is asked for."""
    if not params.scan:
        return None
    points = scan(rows.states["dense"], rows.network, rows.pictures, selection=selection, round_to=params.round_to, report=report)
    return Sensitivity(scan=points)
