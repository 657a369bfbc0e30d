"""What really runs: small networks are pruned, quantized, counted, tested and timed.

The light side (``labs``, ``running``, ``measuring``, ``results``, ``bundling``) is what the web process may import. The heavy side,
``laboratory``, holds PyTorch, Keras and LiteRT and is imported by worker processes only.
"""
