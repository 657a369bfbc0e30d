"""The page of a lab that has none of its own: its form, the bet, the run and what it found."""

from views.labs import lab_page
from views.page import frame

lab_page.draw(frame.page_shown())
