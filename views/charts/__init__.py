"""Charts, which load Altair: only pages that show one import them."""
