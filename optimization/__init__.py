"""The laboratory: it really prunes, quantizes and measures small networks.

The light side (``labs``, ``results``, ``progress``, ``measuring``, ``runner``) is what the web process may import. The heavy side
(``data``, ``networks``, ``pruning``, ``quantization``) holds PyTorch, Keras and LiteRT and is imported by worker processes only.
"""
