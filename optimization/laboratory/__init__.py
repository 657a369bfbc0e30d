"""The heavy side, which workers import and nobody else: all that needs torch, TensorFlow, Keras, LiteRT, scikit-learn or mlxtend."""
