"""The pipeline lab: from one trained network the smallest file and the fastest network, beside a small dense one, all run in LiteRT."""

from __future__ import annotations

from optimization.laboratory.findings import Findings
from optimization.laboratory.networks.classifier import predict
from optimization.laboratory.networks.network import Network
from optimization.laboratory.networks.register import NETWORKS
from optimization.laboratory.networks.training import trained, use_one_thread
from optimization.laboratory.pictures.data import Pictures
from optimization.laboratory.pipeline.headline import headline
from optimization.laboratory.pipeline.rows import Row, coded_row, fast_row, float_rows, small_dense_row
from optimization.labs.budget import AS_LONG, Params
from optimization.measuring.accuracy import Labels
from optimization.results.progress import Report
from optimization.results.records import LabResult
from optimization.results.shares import percent


def run(params: Params, report: Report) -> LabResult:
    """Build both ways and what they are compared with, and measure all of it; raises RunCancelled where ``report`` does."""
    use_one_thread()
    network = NETWORKS[params.network]
    findings = Findings("budget", params, report)
    pictures = findings.opened(network.pictures)
    rows = build(findings, params, network=network, pictures=pictures)
    as_long = equally_long(params, network=network, pictures=pictures, report=findings.part(0.6, 0.88))
    reference = compared(findings, as_long, labels=pictures.test.labels, epochs=all_epochs(params, network))
    findings.time({row.variant.name: row.running.inference(pictures.test.images[0]) for row in rows}, share=0.88)
    findings.step("Done", 1.0)
    return findings.result(headline(findings.row("float"), findings.row("coded"), findings.row("fast"), reference=reference))


def build(findings: Findings, params: Params, *, network: Network, pictures: Pictures) -> list[Row]:
    """Add all rows in the order in which they are shown, each with its accuracy as LiteRT reads the test pictures."""
    rows: list[Row] = []

    def add(row: Row) -> None:
        rows.append(row)
        findings.add(row.variant)
        findings.read(row.variant.name, row.running.predict(pictures.test.images))

    state = trained(network, seed=params.seed, report=findings.part(0.0, 0.12))
    findings.step("Exporting it to LiteRT", 0.12)
    for row in float_rows(state, network=network):
        add(row)
    add(coded_row(state, params, network=network, pictures=pictures, report=findings.part(0.15, 0.45)))
    add(fast_row(state, params, network=network, pictures=pictures, report=findings.part(0.45, 0.52)))
    weights, epochs = findings.row("coded").nonzero_weights, all_epochs(params, network)
    add(small_dense_row(params, weights=weights, epochs=epochs, network=network, report=findings.part(0.52, 0.6)))
    return rows


def compared(findings: Findings, as_long: Labels, *, labels: Labels, epochs: int) -> float:
    """Say of the coded row how it stands against the float network that was trained as long, and return the accuracy that losses are
    counted against: the better of that network's and the first row's.

    ``as_long`` and ``labels`` [n] are what that network saw in the n test pictures, and what they show.
    """
    note = equally_long_note(findings.seen("coded"), as_long, labels=labels, epochs=epochs)
    findings.note("coded", f"{note} {findings.row('coded').note}")
    return max(float((labels_seen == labels).mean()) for labels_seen in (findings.seen(findings.variants[0].name), as_long))


def all_epochs(params: Params, network: Network) -> int:
    """For how many epochs the coded network was trained: from nothing to the trained network, and on from there."""
    return network.recipe.epochs + params.coded_epochs


def equally_long(params: Params, *, network: Network, pictures: Pictures, report: Report) -> Labels:
    """How a float network that was trained from nothing for as many epochs as the coded one reads the test pictures: int64 [n]."""
    state = trained(network, seed=params.seed, report=report, epochs=all_epochs(params, network), title=AS_LONG)
    return predict(network.from_state(state), pictures.test.images)


def equally_long_note(coded: Labels, as_long: Labels, *, labels: Labels, epochs: int) -> str:
    """The coded network against the float one that was trained as long, picture by picture: each argument has shape [n]."""
    right, was_right = coded == labels, as_long == labels
    lost_pictures, won = int((was_right & ~right).sum()), int((~was_right & right).sum())
    return (
        f"A float network trained for the same {epochs} epochs reads {percent(was_right.mean())} correctly, "
        f"this one {percent(right.mean())}: "
        f"against that network {lost_pictures} {_pictures(lost_pictures)} went from right to wrong, {won} from wrong to right."
    )


def _pictures(count: int) -> str:
    return "picture" if count == 1 else "pictures"
