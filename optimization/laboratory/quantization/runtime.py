"""Runs a .tflite file in the LiteRT interpreter, one picture at a time, on one thread unless more are asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from ai_edge_litert.interpreter import Interpreter

from optimization.laboratory.networks.training import THREADS
from optimization.laboratory.pictures.data import channels_last
from optimization.laboratory.quantization.operators import Partitions, partitions

Images = npt.NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class Quantization:
    """A stored integer q stands for ``scale * (q - zero_point)``."""

    scale: float
    zero_point: int


class LiteRTNetwork:
    """One .tflite file, loaded into memory of its own."""

    def __init__(self, file: bytes, *, threads: int = THREADS) -> None:
        self.threads = threads
        self._file = bytes(bytearray(file))  # bytes(file) alone would share the memory of its twin
        self._interpreter = Interpreter(model_content=self._file, num_threads=threads)
        self._interpreter.allocate_tensors()
        (self._input,) = self._interpreter.get_input_details()
        (self._output,) = self._interpreter.get_output_details()

    @property
    def input_quantization(self) -> Quantization | None:
        """How the input is stored where the file takes int8 pictures; None where it takes float32."""
        if self._input["dtype"] is not np.int8:
            return None
        scale, zero_point = self._input["quantization"]
        return Quantization(scale=float(scale), zero_point=int(zero_point))

    @property
    def partitions(self) -> Partitions | None:
        """How the interpreter has cut the file for its fast kernels; None where LiteRT does not tell."""
        return partitions(self._interpreter)

    def prepared(self, images: Images) -> npt.NDArray[np.generic]:
        """[n, h, w] or [n, h, w, 3] pictures as the file wants them: [n, 1, h, w, channels], float32 or int8."""
        batch = channels_last(images)[:, None]
        quantization = self.input_quantization
        if quantization is None:
            return batch
        steps = np.round(batch / quantization.scale) + quantization.zero_point
        int8_steps: npt.NDArray[np.int8] = np.clip(steps, -128, 127).astype(np.int8)
        return int8_steps

    def logits(self, images: Images) -> npt.NDArray[np.generic]:
        """[n, 10] outputs as the file gives them. int8 ones share one scale, so their order is the order of the logits."""
        return np.concatenate([self._run(image) for image in self.prepared(images)])

    def predict(self, images: Images) -> npt.NDArray[np.int64]:
        """The class seen in each of the n pictures: int64 [n]."""
        classes: npt.NDArray[np.int64] = np.argmax(self.logits(images), axis=1)
        return classes

    def inference(self, image: Images) -> Callable[[], None]:
        """One inference on the prepared [h, w] or [h, w, 3] picture, to be timed: the input is handed over and the network runs."""
        prepared = self.prepared(image[None])[0]
        set_tensor, invoke, index = self._interpreter.set_tensor, self._interpreter.invoke, self._input["index"]

        def infer() -> None:
            set_tensor(index, prepared)
            invoke()

        return infer

    def _run(self, prepared: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
        self._interpreter.set_tensor(self._input["index"], prepared)
        self._interpreter.invoke()
        output: npt.NDArray[np.generic] = self._interpreter.get_tensor(self._output["index"])
        return output
