"""What the labs do as programs for the public libraries alone; ``optimization.bundling.script`` makes one file of each.

Besides the programs, this package holds what stands in them for parts of the app: progress as lines, records without pydantic,
networks that are trained anew instead of read from a cache.
"""
