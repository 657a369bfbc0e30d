"""What Python or a library warns of fails a test of our own code, so that it is mended before it becomes an error for a learner."""

from __future__ import annotations

import warnings

import pytest


@pytest.mark.parametrize("kind", [UserWarning, DeprecationWarning, FutureWarning, RuntimeWarning])
def test_a_warning_is_an_error(kind: type[Warning]) -> None:
    with pytest.raises(kind, match="soon"):
        warnings.warn("soon no longer there", kind, stacklevel=1)
