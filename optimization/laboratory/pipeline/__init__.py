"""Puts the ways of compression together: pruned, shared and coded into the smallest file, or narrowed and quantized for speed."""
