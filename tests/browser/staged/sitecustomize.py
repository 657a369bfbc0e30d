"""With this folder on its PYTHONPATH, a process has a staged Prune it: the app's server, and the workers that it starts."""

from dataclasses import replace

from optimization import labs

for _labs in (labs.LABS, labs.RUNNABLE):
    for _name, _lab in dict(_labs).items():
        _entry = "run" if _name == "prune" else "not_on_stage"
        _labs[_name] = replace(_lab, entry=f"staged_lab:{_entry}", needs={})  # type: ignore[index]
