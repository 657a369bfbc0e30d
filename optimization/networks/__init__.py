"""The network that the labs prune and quantize, trained here once and kept."""
