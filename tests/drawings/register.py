"""Every picture that is drawn, under the name of its file."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.drawings import clocks, layers, numbers, schemes, weights
from tests.drawings.measured import Measured
from tests.drawings.paper import Sheet

DRAWINGS: Mapping[str, Callable[[Measured], Sheet]] = {
    "zeros-or-cut": weights.zeros_or_cut,
    "mask": weights.mask,
    "mask-in-training": weights.mask_in_training,
    "threshold": weights.threshold,
    "one-threshold": weights.global_threshold,
    "quarter": weights.quarter,
    "two-of-four": weights.two_of_four,
    "residual": weights.residual,
    "amount-twice": weights.amount_twice,
    "iterative": weights.iterative,
    "number-line": numbers.number_line,
    "symmetric-or-not": numbers.symmetric_or_not,
    "outlier": numbers.outlier,
    "two-filters": numbers.two_filters,
    "rounding-steps": numbers.rounding_steps,
    "float-bits": numbers.float_bits,
    "files": numbers.files,
    "schemes": schemes.schemes,
    "calibration": schemes.calibration,
    "int8-input": schemes.int8_input,
    "distances": schemes.distances,
    "lenet": layers.lenet,
    "weights-and-work": layers.weights_and_work,
    "depthwise": layers.depthwise,
    "graph-split": layers.graph_split,
    "activation-memory": layers.activation_memory,
    "sensitivity": layers.sensitivity,
    "changed-digits": layers.changed_digits,
    "folding": layers.folding,
    "turns": clocks.turns,
    "roofline": clocks.roofline,
    "latency-and-throughput": clocks.latency_and_throughput,
    "median": clocks.median,
    "inside-the-clock": clocks.inside_the_clock,
    "two-threads": clocks.two_threads,
    "interval": clocks.interval,
    "warm-up": clocks.warm_up,
}
