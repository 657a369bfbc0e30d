"""Quantize it: the network to look at, and the lab."""

from views import explore, lab_page

lab_page.draw("quantize", explore.numbers_of)
