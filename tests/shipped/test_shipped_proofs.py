"""The shipped proofs: enough of them, recorded, and such that any other answer is found out."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from shipped_topic import CONTENT, shipped_topics

from optimization.labs import LABS
from quizzes.__main__ import main
from quizzes.content.reader import read_file
from quizzes.content.topic import SECTIONS, Topic
from quizzes.figures import record as figures
from quizzes.models import Asked, Compared, Item, Myth
from quizzes.proofs.evidence import Evidence, Judged, Measured, Printed, carries_proof, judge, program_of
from quizzes.proofs.process import NotHere, imported
from quizzes.proofs.prover import Engines, Task, lab_run_of, prove
from quizzes.proofs.record import Records, read_record, record_path
from quizzes.questions import Estimate, FillBlank, Numeric, OrderSteps, PredictOutput, Question, Several
from quizzes.shell.prove import chosen, prove_and_say, tasks_of

LIBRARY_OF_SOURCE = {"torch-prune": "torch", "torch-pruning": "torch_pruning", "torch-serialization": "torch"}
"""Source of an item -> the library that it is about."""

PICTURES = "pictures"
NEEDS = ("avx512_vnni", "two_idle_cores")
PLAIN = {"st-median-robust", "st-prints-an-integer"}
"""About arithmetic and no library."""


def proven_items() -> list[tuple[str, Item]]:
    return [(topic.id, item) for topic in shipped_topics().values() for item in topic.items() if carries_proof(item)]


def recorded(topic_id: str) -> Mapping[str, Any]:
    return read_record(record_path(CONTENT / f"{topic_id}.yaml"))


def test_at_least_thirty_items_carry_a_proof_among_them_every_code_output_and_every_bet() -> None:
    assert len(proven_items()) >= 30
    for topic in shipped_topics().values():
        assert [myth.id for myth in topic.myths if myth.proof is None or myth.proof.outcome is None] == []
        asked = [item for item in topic.items() if isinstance(item, Asked) and item.snippet is not None]
        about_output = [item for item in asked if isinstance(item, PredictOutput) or re.search(r"\bprints?\b", item.question)]
        assert about_output
        assert [item.id for item in about_output if program_of(item) is None] == []


def test_every_proof_is_recorded_for_the_item_as_it_is_now() -> None:
    records = Records(CONTENT)
    missing = [item.id for topic_id, item in proven_items() if records.proven(topic_id, item) is None]
    assert missing == [], "run: python -m quizzes prove --record"
    for topic in shipped_topics().values():
        known = {item.id for item in topic.items() if carries_proof(item)}
        assert recorded(topic.id).keys() <= known


@pytest.mark.parametrize(("topic_id", "item"), proven_items(), ids=lambda one: one.id if isinstance(one, Item) else "")
def test_the_recorded_evidence_proves_the_key(topic_id: str, item: Item) -> None:
    assert judge(item, recorded(topic_id)[item.id].evidence).state == "proven"


def test_a_program_imports_the_library_that_its_item_is_about() -> None:
    seen: set[str] = set()
    for _, item in proven_items():
        program = program_of(item)
        if program is None or item.id in PLAIN:
            continue
        names = imported(re.sub(r"\{\{.*?\}\}", "1", program))
        about = {LIBRARY_OF_SOURCE[source] for source in item.source if source in LIBRARY_OF_SOURCE}
        about |= (
            {"torch"} if re.search(r"import torch|`?torch\.|PyTorch|l1_unstructured", item.model_dump_json(exclude={"proof"})) else set()
        )
        assert about <= names, (item.id, about, names)
        assert names & {"torch", "torch_pruning", "numpy", "tensorflow", "keras"}, item.id
        seen |= names
    assert {"torch", "torch_pruning", "numpy"} <= seen


def other_keys(item: Item) -> Iterator[Item]:
    """The item with every other answer made its key."""
    if isinstance(item, Myth):
        assert item.proof is not None
        for outcome in item.outcomes:
            if outcome.id != item.proof.outcome:
                yield item.model_copy(update={"proof": item.proof.model_copy(update={"outcome": outcome.id})})
    elif isinstance(item, Question):
        for right in item.choices:
            if not right.correct:
                choices = tuple(choice.model_copy(update={"correct": choice.id == right.id}) for choice in item.choices)
                yield item.model_copy(update={"choices": choices})
    elif isinstance(item, Several):
        for turned in item.choices:
            choices = tuple(one.model_copy(update={"correct": one.correct != (one.id == turned.id)}) for one in item.choices)
            yield item.model_copy(update={"choices": choices})
    elif isinstance(item, Numeric):
        for mistake in item.mistakes:
            yield item.model_copy(update={"answer": mistake.answer})
    elif isinstance(item, Estimate):
        yield item.model_copy(update={"answer": f"{item.highest:g}"})
    elif isinstance(item, PredictOutput):
        for mistake in item.mistakes:
            yield item.model_copy(update={"snippet": item.snippet.model_copy(update={"prints": mistake.answer})})
    elif isinstance(item, OrderSteps):
        yield item.model_copy(update={"steps": item.steps[::-1]})
    elif isinstance(item, FillBlank):
        for turned in item.blanks:
            blanks = tuple(one.model_copy(update={"accept": ("none of it",)}) if one is turned else one for one in item.blanks)
            yield item.model_copy(update={"blanks": blanks})
    elif not isinstance(item, Asked) and item.proof is not None:
        yield item.model_copy(update={"proof": item.proof.model_copy(update={"output": f"{item.proof.output} and more"})})


@pytest.mark.parametrize(("topic_id", "item"), proven_items(), ids=lambda one: one.id if isinstance(one, Item) else "")
def test_any_other_key_is_false_by_the_same_evidence(topic_id: str, item: Item) -> None:
    evidence = recorded(topic_id)[item.id].evidence
    others = list(other_keys(item))
    assert len(others) >= 1 or isinstance(item, Numeric)
    assert [judge(other, evidence).state for other in others] == ["false"] * len(others)


def replayed(evidence: Mapping[str, Evidence], items: Sequence[Item]) -> Engines:
    """Engines that answer with what was recorded, found by what is run."""
    programs = {program_of(item): evidence[item.id] for item in items if program_of(item) is not None}
    labs = [(lab_run_of(item), evidence[item.id]) for item in items if program_of(item) is None]

    def run(texts: Sequence[str]) -> Printed:
        found = next(one for item in items if (one := evidence[item.id]) and program_of(item) and drawn_programs(item) == list(texts))
        assert isinstance(found, Printed)
        return found

    def measure(lab: str, settings: Mapping[str, Any], compared: Compared, *, repetition: int) -> Measured:
        found = next(one for one_run, one in labs if one_run == (lab, settings, compared))
        assert isinstance(found, Measured)
        return found

    assert programs
    return Engines(programs=run, measures=measure, offers=lambda need: True, needs=NEEDS)


def drawn_programs(item: Item) -> list[str]:
    from quizzes.proofs.evidence import as_drawn

    return [program_of(one) or "" for one in as_drawn(item)]


BECAUSE = re.compile(r"\n( +)because:[^\n]*(?:\n\1 +[^\n]*)*|,\s*because: \{idea: .*?phrases: \[.*?\]\}", re.DOTALL)
"""Why a choice is made wrongly, which no correct one may have."""


def with_other_key(text: str, item: Item, other: str) -> str:
    """The file's text with another choice or outcome of that item made the right one."""
    start = text.index(f"  - id: {item.id}\n")
    end = min((found for found in (text.find("\n  - ", start + 5), text.find("\ncheat_sheet:", start)) if found > 0), default=len(text))
    part = text[start:end]
    if isinstance(item, Myth):
        part = re.sub(r"outcome: [a-z0-9-]+", f"outcome: {other}", part)
    else:
        part = re.sub(r"\n +correct: true|, correct: true", "", BECAUSE.sub("", part))
        flow, block = re.search(rf"(\{{id: {other},)", part), re.search(rf"\n( +)- id: {other}\n", part)
        if flow:
            part = part.replace(flow[1], f"{flow[1]} correct: true,", 1)
        else:
            assert block is not None
            part = part.replace(block[0], f"{block[0]}{block[1]}  correct: true\n", 1)
    return text[:start] + part + text[end:]


def keys_to_try(topic: Topic) -> list[dict[str, str]]:
    """For all proven items that have some another choice or outcome each, and so on until every one of them was there. Screens of a lesson,
    which stand inside a part, are left to the test of the models above.
    """
    others: dict[str, list[str]] = {}
    for item in topic.items():
        if item in topic.lesson_questions:
            continue
        if isinstance(item, Myth) and item.proof is not None:
            others[item.id] = [one.id for one in item.outcomes if one.id != item.proof.outcome]
        elif isinstance(item, Question) and carries_proof(item):
            others[item.id] = [one.id for one in item.choices if not one.correct]
    rounds = zip_longest(*([(item_id, other) for other in others[item_id]] for item_id in others))
    return [dict(pair for pair in one if pair is not None) for one in rounds]


@pytest.fixture(scope="module")
def evidence() -> dict[str, dict[str, Evidence]]:
    return {topic: {item: one.evidence for item, one in recorded(topic).items()} for topic in shipped_topics()}


@pytest.mark.slow
def test_any_other_key_in_the_file_makes_prove_fail_with_file_and_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], evidence: dict[str, dict[str, Evidence]]
) -> None:
    """The change is made in the text; the evidence is what was recorded, because the key does not change what is run."""
    tried = [(topic, keys) for topic in shipped_topics().values() for keys in keys_to_try(topic)]
    assert sum(len(keys) for _, keys in tried) > 100
    for topic, keys in tried:
        path = tmp_path / "content" / f"{topic.id}.yaml"
        changed = with_other_keys(topic, keys, path)
        _, problems = tasks_of(tmp_path / "content", labs=LABS)
        # Where the proof says nothing of a choice that is found before anything is run.
        unsaid = {item_at(problem.line, path) for problem in problems}
        assert {problem.code for problem in problems} <= {"proof"}, list(map(str, problems))
        assert len(unsaid) == len(problems)
        assert unsaid <= keys.keys()
        said_of = {item_id: other for item_id, other in keys.items() if item_id not in unsaid}
        path.write_text(alone(changed, said_of), encoding="utf-8")
        tasks, problems = tasks_of(tmp_path / "content", labs=LABS)
        assert problems == []
        engines = replayed(evidence[topic.id], [one for one in topic.items() if carries_proof(one)])
        assert prove_and_say(tasks, engines=engines) == 1
        *said, counts = capsys.readouterr().out.splitlines()
        lines = path.read_text(encoding="utf-8").split("\n")
        expected = {f"{path.as_posix()}:{lines.index(f'  - id: {item_id}') + 1}:5: {item_id}: false" for item_id in said_of}
        assert {line[: line.index(": false: ") + len(": false")] for line in said} == expected
        assert counts == f"0 proven, {len(said_of)} false, 0 not provable here"
        shutil.rmtree(tmp_path / "content")


def with_other_keys(topic: Topic, keys: Mapping[str, str], path: Path) -> str:
    """The topic's text with these keys, of which ``path`` now holds the header and the items that have one."""
    text, items = (CONTENT / f"{topic.id}.yaml").read_text(encoding="utf-8"), {item.id: item for item in topic.items()}
    for item_id, other in keys.items():
        text = with_other_key(text, items[item_id], other)
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(CONTENT / Path(topic.id).parent / PICTURES, path.parent / PICTURES, dirs_exist_ok=True)
    path.write_text(alone(text, keys), encoding="utf-8")
    figures.write_record(figures.record_path(path), figures.read_record(figures.record_path(CONTENT / f"{topic.id}.yaml")))
    return text


def item_at(line: int, path: Path) -> str:
    """The item that this line, counted from 1, belongs to."""
    lines = path.read_text(encoding="utf-8").split("\n")[: line - 1]
    return next(found[1] for one in reversed(lines) if (found := re.match(r"  - id: (\S+)$", one)))


def alone(text: str, item_ids: Collection[str]) -> str:
    """The file's header and those items, so that reading it takes a moment."""
    header, *rest = re.split(rf"^({'|'.join(SECTIONS)}):.*$", text, flags=re.MULTILINE)
    for name, body in zip(rest[::2], rest[1::2], strict=True):
        entries = re.split(r"^(?=  - )", body, flags=re.MULTILINE)[1:]
        named = [one for one in entries if (found := re.match(r"  - id: (\S+)\n", one)) and found[1] in item_ids]
        header += f"{name}:\n{''.join(named)}" if named else ""
    return header


@pytest.mark.slow
def test_prove_runs_for_real_and_finds_a_wrong_key_and_a_wrong_bet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, network_cache: Path
) -> None:
    pytest.importorskip("torch")
    monkeypatch.setenv("XDG_CACHE_HOME", str(network_cache))
    topic_id = "computer-vision/model-optimization"
    text = (CONTENT / f"{topic_id}.yaml").read_text(encoding="utf-8")
    folder = tmp_path / "content"
    (folder / "computer-vision").mkdir(parents=True)
    path = folder / f"{topic_id}.yaml"
    monkeypatch.setenv("CONTENT_DIR", str(folder))
    path.write_text(text, encoding="utf-8")
    shutil.copy(figures.record_path(CONTENT / f"{topic_id}.yaml"), path.parent)
    shutil.copytree(CONTENT / "computer-vision" / PICTURES, path.parent / PICTURES)
    assert main(["prove", "st-two-calls", "myth-mask-in-file", "--record"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "2 proven, 0 false, 0 not provable here"
    assert read_record(record_path(path)).keys() == {"st-two-calls", "myth-mask-in-file"}
    topic, _ = read_file(path, folder=folder, labs=LABS)
    assert topic is not None
    items = {item.id: item for item in topic.items()}
    text = with_other_key(text, items["st-two-calls"], "gone")
    path.write_text(with_other_key(text, items["myth-mask-in-file"], "same"), encoding="utf-8")
    assert main(["prove", "st-two-calls", "myth-mask-in-file", "--record"]) == 1
    first, second, last = capsys.readouterr().out.splitlines()
    assert "st-two-calls: false: it printed 3,200 for all=5000, percent=20; that is 'shares', but the file says 'gone'" in first
    assert re.search(r":\d+:5: myth-mask-in-file: false: measured pruned against dense: .*'double', but the file says 'same'", second)
    assert last == "0 proven, 2 false, 0 not provable here"
    assert read_record(record_path(path)) == {}


def test_an_unknown_item_is_said_and_a_broken_file_is_never_proven(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONTENT_DIR", str(tmp_path))
    assert main(["new", "track/topic"]) == 0
    assert main(["prove", "st-bit"]) == 2
    assert "No item with a proof is called 'st-bit'; did you mean 'st-bits'?" in capsys.readouterr().err
    path = tmp_path / "track" / "topic.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("minutes: 5", "minutes: 0"), encoding="utf-8")
    assert main(["prove"]) == 1
    assert "minutes" in capsys.readouterr().err


def test_what_a_machine_lacks_is_not_provable_here_and_no_failure(capsys: pytest.CaptureFixture[str]) -> None:
    topic = shipped_topics()["computer-vision/model-optimization"]
    myth = next(one for one in topic.myths if one.id == "myth-dynamic-speed")
    task = Task(topic.id, "content/x.yaml", (3, 5), myth)

    def never(*_: Any, **__: Any) -> Any:
        raise AssertionError("it must not run")

    assert prove_and_say([task], engines=Engines(programs=never, measures=never, offers=lambda need: False, needs=NEEDS)) == 0
    first, last = capsys.readouterr().out.splitlines()
    assert last == "0 proven, 0 false, 1 not provable here"
    assert first == "content/x.yaml:3:5: myth-dynamic-speed: not provable here: this machine has no avx512_vnni"
    unknown = Engines(programs=never, measures=never, offers=lambda need: True, needs=("avx512-vnni",))
    assert prove_and_say([task], engines=unknown) == 1
    assert "a proof cannot need 'avx512_vnni'; did you mean 'avx512-vnni'?" in capsys.readouterr().out


def test_what_could_not_be_run_for_another_reason_fails_where_that_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    topic = shipped_topics()["computer-vision/model-optimization"]
    item = next(one for one in topic.items() if one.id == "st-two-calls")
    task = Task(topic.id, "content/x.yaml", (3, 5), item)

    def missing(texts: Sequence[str]) -> Printed:
        raise NotHere("torch is not installed")

    def never(*_: Any, **__: Any) -> Any:
        raise AssertionError("it must not run")

    engines = Engines(programs=missing, measures=never, offers=lambda need: True, needs=NEEDS)
    assert prove_and_say([task], engines=engines) == 0
    assert prove_and_say([task], engines=engines, strict=True) == 1
    assert "not provable here: torch is not installed" in capsys.readouterr().out


def test_a_time_is_called_false_only_where_two_of_three_runs_agree() -> None:
    topic = shipped_topics()["computer-vision/model-optimization"]
    myth = next(one for one in topic.myths if one.id == "myth-zeros-speed")
    verdicts = {0: "faster", 1: "no difference", 2: "no difference"}

    def measure(lab: str, settings: Mapping[str, Any], compared: Compared, *, repetition: int) -> Measured:
        return Measured(value=1.0, verdict=verdicts[repetition], text="1.0", machine="", python="", versions={})

    def judged() -> Judged:
        engines = Engines(
            programs=lambda texts: Printed(outputs=(), python="", versions={}), measures=measure, offers=lambda need: True, needs=NEEDS
        )
        (outcome,) = prove([Task(topic.id, "x.yaml", (1, 1), myth)], engines=engines)
        return outcome.judged

    assert judged().state == "proven"
    verdicts |= {1: "faster"}
    assert judged().state == "false"
    verdicts |= {1: "slower"}
    assert judged().state == "not provable here"
    verdicts |= {0: "not decided", 1: "not decided", 2: "no difference"}
    assert judged().state == "proven", "a run that is not decided speaks neither for nor against"
    verdicts |= {1: "faster", 2: "faster"}
    assert judged().state == "false"
    verdicts |= {1: "faster", 2: "not decided"}
    assert judged().state == "not provable here"


def test_a_gain_over_a_second_run_is_called_false_only_where_two_of_three_runs_agree() -> None:
    topic = shipped_topics()["computer-vision/model-optimization"]
    myth = next(one for one in topic.myths if one.run.compare.rival is not None)
    key = next(one for one in myth.outcomes if myth.proof is not None and one.id == myth.proof.outcome)
    inside, border, beyond = (
        ((key.at_least or 0) + 0.01, (key.below or 0) - 0.01),
        ((key.below or 0) - 0.01, (key.below or 0) + 0.01),
        (8, 9),
    )
    intervals: dict[int, tuple[float, float]] = {}

    def measure(lab: str, settings: Mapping[str, Any], compared: Compared, *, repetition: int) -> Measured:
        low, high = intervals[repetition]
        return Measured(value=low, verdict=None, low=low, high=high, text="", machine="", python="", versions={})

    def state(*found: tuple[float, float]) -> str:
        intervals.update(enumerate(found))
        engines = Engines(
            programs=lambda texts: Printed(outputs=(), python="", versions={}), measures=measure, offers=lambda need: True, needs=NEEDS
        )
        (outcome,) = prove([Task(topic.id, "x.yaml", (1, 1), myth)], engines=engines)
        return outcome.judged.state

    assert state(inside) == "proven"
    assert state(border, border, inside) == "proven"
    assert state(border, border, border) == "not provable here"
    assert state(beyond, border, beyond) == "false"
    assert state(beyond, inside, inside) == "proven"


def test_what_a_clock_decides_is_left_for_the_night_or_for_whoever_names_it() -> None:
    tasks, _ = tasks_of(CONTENT, labs=LABS)
    timed = [task for task in tasks if task.is_timed]
    assert len(timed) >= 5
    assert chosen(tasks, [], nightly=False) == [task for task in tasks if task not in timed]
    assert chosen(tasks, [timed[0].item.id], nightly=False) == timed[:1]
    assert chosen(tasks, []) == tasks


def test_what_a_clock_decides_is_run_alone_and_last() -> None:
    tasks, _ = tasks_of(CONTENT, labs=LABS)
    running, most, order = 0, {True: 0, False: 0}, []
    both = threading.Barrier(2)

    def run(is_timed: bool) -> None:
        nonlocal running
        running += 1
        most[is_timed] = max(most[is_timed], running)
        order.append(is_timed)
        if not is_timed and len(order) <= 2:
            both.wait(timeout=20)  # the first two are there at once
        running -= 1

    def programs(texts: Sequence[str]) -> Printed:
        run(False)
        raise NotHere("this is a test")

    def measures(lab: str, settings: Mapping[str, Any], compared: Compared, *, repetition: int) -> Measured:
        run(compared.is_timed)
        raise NotHere("this is a test")

    engines = Engines(programs=programs, measures=measures, offers=lambda need: True, needs=NEEDS)
    assert len(list(prove(tasks, engines=engines))) == len(tasks)
    assert (most[True], order) == (1, sorted(order))
