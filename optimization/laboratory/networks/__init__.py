"""The networks that the labs prune and quantize, each trained here once and kept."""
