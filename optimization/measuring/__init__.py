"""How a latency, an accuracy and a size are measured: callables in, figures out, with numpy alone."""
