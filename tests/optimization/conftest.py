"""What several laboratory tests need: a cache that is not the developer's, and the network trained once for all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from optimization.results.records import Variant


class Recorder:
    """A report that keeps what it was told, of a run that gives up timing a row soon: few tests ask for a verdict on every row."""

    timing_s = 1.0

    def __init__(self) -> None:
        self.steps: list[tuple[str, float]] = []
        self.variants: list[Sequence[Variant]] = []

    def step(self, name: str, done: float, variants: Sequence[Variant] = ()) -> None:
        self.steps.append((name, done))
        self.variants.append(variants)

    def check(self) -> None:
        return None


@pytest.fixture(autouse=True, scope="session")
def cache_of_the_tests(network_cache: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(network_cache))
        yield


@pytest.fixture
def report() -> Recorder:
    return Recorder()


@pytest.fixture(scope="session")
def pictures() -> Any:
    pytest.importorskip("sklearn")
    from optimization.laboratory.pictures.data import digits

    return digits()


@pytest.fixture(scope="session")
def trained(cache_of_the_tests: None, pictures: Any) -> Any:
    """The state dict of the trained network, seed 0."""
    pytest.importorskip("torch")
    from optimization.laboratory.networks.register import LENET
    from optimization.laboratory.networks.training import trained, use_one_thread

    use_one_thread()
    return trained(LENET, seed=0, report=Recorder())


@pytest.fixture(scope="session")
def untrained() -> Any:
    """The state dict of a network with random weights: enough wherever only structure matters."""
    torch = pytest.importorskip("torch")
    from optimization.laboratory.networks.lenet import LeNet5

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(7)
        return LeNet5().state_dict()


@pytest.fixture(scope="session")
def signs() -> Any:
    pytest.importorskip("sklearn")
    from optimization.laboratory.pictures.data import signs

    return signs()


@pytest.fixture(scope="session")
def some_signs(signs: Any) -> Any:
    """The same pictures with fewer of them to train on."""
    from dataclasses import replace

    train = signs.train
    return replace(signs, train=replace(train, images=train.images[:640], labels=train.labels[:640], pixels=train.pixels[:640]))


@pytest.fixture(scope="session")
def briefly_trained(cache_of_the_tests: None, some_signs: Any) -> Any:
    """The state dict of the second network after two short epochs: its batch norms have seen pictures, it knows little."""
    pytest.importorskip("torch")
    from dataclasses import replace

    from optimization.laboratory.networks.network import Recipe
    from optimization.laboratory.networks.register import SIGNS
    from optimization.laboratory.networks.training import trained, use_one_thread

    use_one_thread()
    recipe = Recipe(epochs=2, seed=7, learning_rate=0.02, batch_size=16)
    brief = replace(SIGNS, pictures=lambda: some_signs, recipe=recipe, file_name="brief-signs")
    return trained(brief, seed=7, report=Recorder())
