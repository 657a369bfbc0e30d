"""The few lines that a student would write for each path, given the Keras ``model`` (and ``images`` [n, 28, 28] to calibrate with)."""

from __future__ import annotations

FLOAT32 = """\
import keras

# A fixed batch of 1: with a batch of any size the graph is split, and int8 loses its speed.
signature = [keras.InputSpec(shape=(1, 28, 28, 1), dtype="float32", name="image")]
model.export("lenet5.tflite", format="litert", input_signature=signature)
"""

CONTROL = """\
from ai_edge_litert.interpreter import Interpreter

# The same file loaded a second time: a fair timer finds no difference.
control = Interpreter(model_path="lenet5.tflite", num_threads=1)
control.allocate_tensors()
"""

FLOAT16 = """\
from litert_quantizer import qtyping, quantizer

work = quantizer.Quantizer("lenet5.tflite")
work.add_weight_only_config(
    ".*", qtyping.TFLOperationName.ALL_SUPPORTED, num_bits=16, algorithm_key=quantizer.AlgorithmName.FLOAT_CASTING
)
work.quantize().export_model("float16.tflite", overwrite=True)
"""

RECIPE = """\
from litert_quantizer import quantizer, recipe

work = quantizer.Quantizer("lenet5.tflite", recipe.{recipe}())
work.quantize().export_model("{file}.tflite", overwrite=True)
"""

STATIC = """\
from litert_quantizer import quantizer, recipe

work = quantizer.Quantizer("lenet5.tflite", recipe.static_wi8_ai8())
samples = [{{"image": image[None, :, :, None]}} for image in images[:{calibration_images}]]
ranges = work.calibrate({{"serving_default": samples}}, num_threads=1)
work.quantize(ranges).export_model("int8_static.tflite", overwrite=True)
"""

CLASSIC = """\
import tensorflow as tf

converter = tf.lite.TFLiteConverter.from_keras_model(model)
converter.optimizations = [tf.lite.Optimize.DEFAULT]
with open("classic_int8_dynamic.tflite", "wb") as file:
    file.write(converter.convert())
"""

DYNAMIC = RECIPE.format(recipe="dynamic_wi8_afp32", file="int8_dynamic")
WEIGHT_ONLY = RECIPE.format(recipe="weight_only_wi8_afp32", file="int8_weight_only")


def static_code(calibration_images: int) -> str:
    """The code of static int8 with the number of calibration pictures of this run."""
    return STATIC.format(calibration_images=calibration_images)
