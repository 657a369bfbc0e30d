"""The one way to name the elements of an item: by topic and item, because two topics may have items with the same id.

Ids are made of a-z, 0-9 and ``-``, so the ``_`` between them keeps names apart, and Streamlit's class of an element with the key ``x`` is
``st-key-x`` as it stands.
"""

from __future__ import annotations


def by_id(part: str, full: str, *suffixes: object) -> str:
    """The key of one part of the item, or topic, with this full id: ``choice``, ``vision/pruning/st-zeros``, 2 gives
    ``choice-vision_pruning_st-zeros_2``. ``suffixes`` tells several such parts of one item apart."""
    return f"{part}-{'_'.join([name(full), *map(str, suffixes)])}"


def name(full: str) -> str:
    """``vision_pruning_st-zeros`` of ``vision/pruning/st-zeros``."""
    return full.replace("/", "_")
