"""Quantize it: the network to look at, and the lab."""

from views.labs import explorers, lab_page

lab_page.draw("quantize", explorers.numbers_of)
