"""Every error of this package.

LabError
├── UnknownLab          no lab has that id
├── BadParameter        a parameter is unknown, of the wrong type or out of its bounds
├── MissingLibrary      a library that the lab needs is not installed
├── RunCancelled        the learner stopped the run
├── BadScheduler        the address or the keys of a scheduler are refused
└── RunFailed           the run ended without a result (time, memory, a lost worker, an error inside)
"""


class LabError(Exception):
    """Base of all errors that a learner may be shown; the text is a full sentence."""


class UnknownLab(LabError):
    """No lab has that id; the text names the ones there are."""


class BadParameter(LabError):
    """A parameter was refused; the text says which, why, and what is allowed."""


class MissingLibrary(LabError):
    """A library is not installed; the text says what to install."""


class RunCancelled(LabError):
    """The run was stopped on request."""


class BadScheduler(LabError):
    """A scheduler may not be joined or started like this; the text says what is allowed."""


class RunFailed(LabError):
    """The run ended without a result; the text says why and what to do."""
