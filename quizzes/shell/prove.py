"""``prove``: a line an item, then how many were proven; 1 where an answer is false, 2 where an item is not known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from quizzes.content.reader import no_folder, read_draft_file, topic_paths
from quizzes.content.source.problems import Problem
from quizzes.errors import QuizError
from quizzes.models.labs import Labs
from quizzes.models.suggestions import did_you_mean
from quizzes.proofs.evidence import carries_proof, proof_hash
from quizzes.proofs.prover import Engines, Outcome, Task, prove
from quizzes.proofs.record import Proven, read_record, record_path, write_record


class UnknownItem(QuizError):
    """No item with a proof has that name; the text names the close ones."""


def tasks_of(folder: Path, *, labs: Labs) -> tuple[list[Task], list[Problem]]:
    """Every item with a proof, in the order of files and lines; and the problems of topics that are not valid, which have none."""
    tasks: list[Task] = []
    no_content = no_folder(folder)
    problems: list[Problem] = [no_content] if no_content is not None else []
    for path in topic_paths(folder):
        draft = read_draft_file(path, folder=folder, labs=labs)
        problems += draft.problems(path.as_posix())
        if draft.topic is None or draft.document is None:
            continue
        items = [(draft.document.place(at), item) for at, item in draft.items() if carries_proof(item)]
        tasks += [Task(draft.topic.id, path.as_posix(), place, item) for place, item in sorted(items, key=lambda pair: pair[0])]
    return tasks, problems


def chosen(tasks: Sequence[Task], names: Sequence[str], *, nightly: bool = True) -> list[Task]:
    """The tasks of those names (ITEM, TRACK/TOPIC or TRACK/TOPIC/ITEM); where none is given all, without ``nightly`` but those that are
    timed. Raises UnknownItem.
    """
    if not names:
        return [task for task in tasks if nightly or not task.is_timed]
    chosen_tasks: dict[str, Task] = {}
    for name in names:
        tasks_of_name = [task for task in tasks if name in (task.item.id, task.topic_id, f"{task.topic_id}/{task.item.id}")]
        if not tasks_of_name:
            close = did_you_mean(name, dict.fromkeys([task.item.id for task in tasks] + [task.topic_id for task in tasks]))
            raise UnknownItem(f"No item with a proof is called {name!r}; {close}.")
        chosen_tasks |= {task.label: task for task in tasks_of_name}
    return list(chosen_tasks.values())


def said_of_none(tasks: Sequence[Task], names: Sequence[str], folder: Path) -> list[str]:
    """The names without those of topics in which no item has a proof; of each of these a line is printed."""
    topics = {path.relative_to(folder).with_suffix("").as_posix() for path in topic_paths(folder)}
    bare = [name for name in names if name in topics and all(task.topic_id != name for task in tasks)]
    for name in bare:
        print(f"{name}: no item of this topic has a proof")
    return [name for name in names if name not in bare]


def prove_and_say(tasks: Sequence[Task], *, engines: Engines, record: Sequence[Task] = (), strict: bool = False, skips: int = 0) -> int:
    """Prove, print a line for each item as it is known and the counts last; 1 where an answer is false.

    What was proven is written beside the topics where ``record`` holds all items with a proof. ``strict`` also gives 1 where something
    could not be proven for another reason than that this machine lacks what the proof needs. ``skips`` are told to be left out. Raises
    OSError where that cannot be written.
    """
    outcomes: list[Outcome] = []
    for outcome in prove(tasks, engines=engines):
        print(outcome, flush=True)
        outcomes.append(outcome)
    counts = Counter(outcome.judged.state for outcome in outcomes)
    if record:
        _record(outcomes, all_tasks=record)
    left_note = f", {skips} left for --nightly" if skips else ""
    print(f"{counts['proven']} proven, {counts['false']} false, {counts['not provable here']} not provable here{left_note}")
    open_ones = [outcome for outcome in outcomes if outcome.judged.state == "not provable here" and not outcome.lacks]
    return int(counts["false"] > 0 or (strict and bool(open_ones)))


def _record(outcomes: Sequence[Outcome], *, all_tasks: Sequence[Task]) -> None:
    """What was proven replaces what was known; what turned out false, or carries no proof any more, is forgotten."""
    moment = datetime.now(UTC).replace(microsecond=0)
    for file in dict.fromkeys(outcome.task.file for outcome in outcomes):
        path = record_path(Path(file))
        item_ids = {task.item.id for task in all_tasks if task.file == file}
        proofs = {item: proof for item, proof in read_record(path).items() if item in item_ids}
        for outcome in (item_outcome for item_outcome in outcomes if item_outcome.task.file == file):
            item = outcome.task.item
            if outcome.judged.state == "proven" and outcome.evidence is not None:
                proofs[item.id] = Proven(
                    content_hash=item.content_hash,
                    proof_hash=proof_hash(item),
                    at=moment,
                    says=outcome.judged.says,
                    evidence=outcome.evidence,
                )
            elif outcome.judged.state == "false":
                proofs.pop(item.id, None)
        if proofs or path.exists():
            write_record(path, proofs)
