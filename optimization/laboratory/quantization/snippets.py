"""The few lines that a student would write for each row.

They start from the Keras ``model`` and its training pictures ``images`` ([n, height, width] or [n, height, width, 3], from 0 to 1); all
but those that convert the model itself start from the float32 file that the first row writes.
"""

from __future__ import annotations

from collections.abc import Mapping

from optimization.laboratory.networks.network import Network
from optimization.labs.quantize import Params

FLOAT32 = """\
import keras

{pooling}# A fixed batch of 1: with a batch of any size the graph is split, and int8 loses its speed.
signature = [keras.InputSpec(shape={shape}, dtype="float32", name="image")]
model.export("{file}.tflite", format="litert", input_signature=signature)
"""

INTERPRETER = """\
from ai_edge_litert.interpreter import Interpreter

# {remark}
{name} = Interpreter(model_path="{path}.tflite", num_threads={threads})
{name}.allocate_tensors()
"""

FLOAT16 = """\
from litert_quantizer import qtyping, quantizer

work = quantizer.Quantizer("{file}.tflite")
work.add_weight_only_config(
    ".*", qtyping.TFLOperationName.ALL_SUPPORTED, num_bits=16, algorithm_key=quantizer.AlgorithmName.FLOAT_CASTING
)
work.quantize().export_model("float16.tflite", overwrite=True)
"""

RECIPE = """\
from litert_quantizer import quantizer, recipe

work = quantizer.Quantizer("{file}.tflite", recipe.{recipe}())
work.quantize().export_model("{path}.tflite", overwrite=True)
"""

STATIC = """\
from litert_quantizer import quantizer, recipe

work = quantizer.Quantizer("{file}.tflite", recipe.static_wi8_ai8())
{mistake}samples = [{{"image": {pixels}}} for image in images[:{calibration_images}]]
ranges = work.calibrate({{"serving_default": samples}}, num_threads=1)
work.quantize(ranges).export_model("int8_static.tflite", overwrite=True)
"""

PER_TENSOR = """\
from litert_quantizer import qtyping, quantizer

work = quantizer.Quantizer("{file}.tflite")
work.add_static_config(
    ".*",
    qtyping.TFLOperationName.ALL_SUPPORTED,
    activation_num_bits=8,
    weight_num_bits=8,
    weight_granularity=qtyping.QuantGranularity.TENSORWISE,
)
{mistake}samples = [{{"image": {pixels}}} for image in images[:{calibration_images}]]
ranges = work.calibrate({{"serving_default": samples}}, num_threads=1)
work.quantize(ranges).export_model("int8_static_per_tensor.tflite", overwrite=True)
"""

CLASSIC = """\
import tensorflow as tf

converter = tf.lite.TFLiteConverter.from_keras_model(model)
converter.optimizations = [tf.lite.Optimize.DEFAULT]
with open("classic_int8_dynamic.tflite", "wb") as file:
    file.write(converter.convert())
"""

INT16X8 = """\
import tensorflow as tf

converter = tf.lite.TFLiteConverter.from_keras_model(model)
converter.optimizations = [tf.lite.Optimize.DEFAULT]
{mistake}converter.representative_dataset = lambda: ([{pixels}] for image in images[:{calibration_images}])
converter.target_spec.supported_ops = [tf.lite.OpsSet.EXPERIMENTAL_TFLITE_BUILTINS_ACTIVATIONS_INT16_WEIGHTS_INT8]
with open("int16x8.tflite", "wb") as file:
    file.write(converter.convert())
"""

SPARSE = """\
import numpy as np
import tensorflow as tf

for layer in model.layers:
    if hasattr(layer, "kernel"):
        kernel = layer.kernel.numpy().copy()
        smallest = np.argsort(np.abs(kernel), axis=None)[: round({sparsity} * kernel.size)]
        kernel.flat[smallest] = 0.0
        layer.kernel.assign(kernel)

converter = tf.lite.TFLiteConverter.from_keras_model(model)
converter.optimizations = [tf.lite.Optimize.EXPERIMENTAL_SPARSITY]
with open("sparse.tflite", "wb") as file:
    file.write(converter.convert())
"""

MISTAKE = "# The mistake: pixels from 0 to 255, where the network learned from 0 to 1.\n"

AVERAGING = "# This model pools with keras.layers.AveragePooling2D(2), and was trained with it.\n"

_CONTROL = {"remark": "The same file loaded a second time: a fair timer finds no difference.", "name": "control", "threads": 1}
_TWO_THREADS = {"remark": "The same file; only the interpreter is told to use two threads.", "name": "interpreter", "threads": 2}

CODE: Mapping[str, tuple[str, Mapping[str, object]]] = {
    "float32": (FLOAT32, {}),
    "control": (INTERPRETER, {**_CONTROL, "path": "{file}"}),
    "float16": (FLOAT16, {}),
    "int8 dynamic": (RECIPE, {"recipe": "dynamic_wi8_afp32", "path": "int8_dynamic"}),
    "int8 weight-only": (RECIPE, {"recipe": "weight_only_wi8_afp32", "path": "int8_weight_only"}),
    "int8 static": (STATIC, {}),
    "classic int8 dynamic": (CLASSIC, {}),
    "int8 static per tensor": (PER_TENSOR, {}),
    "int4 weight-only": (RECIPE, {"recipe": "weight_only_wi4_afp32", "path": "int4_weight_only"}),
    "int16x8": (INT16X8, {}),
    "sparse float32": (SPARSE, {}),
    "float32, 2 threads": (INTERPRETER, {**_TWO_THREADS, "path": "{file}"}),
    "int8 static, 2 threads": (INTERPRETER, {**_TWO_THREADS, "path": "int8_static"}),
}
"""Name of a row -> its code, and what is filled in whatever the settings."""


def code_of(row: str, *, network: Network, params: Params) -> str:
    """The code of the row of that name, with the pictures and the settings of this run."""
    template, fixed = CODE[row]
    channels, height, width = network.input_shape
    wrong = params.preprocessing == "wrong"
    picture = "image[None, :, :, None]" if channels == 1 else "image[None]"
    run = {
        "file": network.file_name,
        "shape": (1, height, width, channels),
        "pixels": f"255 * {picture}" if wrong else picture,
        "pooling": AVERAGING if params.pooling == "average" else "",
        "mistake": MISTAKE if wrong else "",
        "calibration_images": params.calibration_images,
        "sparsity": params.sparsity,
    }
    own = {name: value.format(**run) if isinstance(value, str) else value for name, value in fixed.items()}
    return template.format(**run, **own)
