"""How often "Explain it" finds what students say: precision and recall on the labelled answers of the tests, over all shipped prompts.

    python tests/benchmarks/explain.py [--each] [FILE ...]

An answer file holds ``{id, prompt, covers: [point ids], contradicts: [point ids], text}`` each; where some answers say what they
contradict, the opposites that were found are counted, too. ``--each`` prints what was missed or invented, but of the answers that nothing
may be tuned on only the counts are ever printed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from quizzes.questions import Prompt  # noqa: E402
from quizzes.questions.explain.grading import coverage  # noqa: E402
from quizzes.questions.explain.trial import Tally, tally  # noqa: E402

ANSWERS = ROOT / "tests" / "quizzes" / "questions"
FILES = (
    "explain_answers.yaml",
    "explain_held_out.yaml",
    "explain_more_answers.yaml",
    "explain_opposites.yaml",
    "explain_beside.yaml",
    "explain_kinds.yaml",
)
UNSEEN = ("explain_unseen.yaml", "explain_unseen_later.yaml", "explain_unseen_third.yaml")


def texts_of(path: Path) -> Any:
    """Every scalar as text: labels and phrasings hold neither numbers nor truth values."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)


def shipped_prompts() -> dict[str, Prompt]:
    topics = [texts_of(path) for path in sorted((ROOT / "content").glob("*/*.yaml"))]
    return {entry["id"]: Prompt.model_validate(entry) for topic in topics for entry in topic.get("explain", ())}


def tried(answers: Iterable[Mapping[str, Any]], prompts: Mapping[str, Prompt]) -> tuple[dict[str, Tally], list[str]]:
    """The tally of each prompt, and a line for each point that was missed or invented."""
    each, wrong = dict[str, Tally](), list[str]()
    for answer in answers:
        prompt = prompts[answer["prompt"]]
        points, labels = {point.id for point in prompt.points}, set(answer["covers"])
        assert labels <= points, answer["id"]
        findings = coverage(prompt, answer["text"]).findings
        each[prompt.id] = each.get(prompt.id, Tally()) + tally(findings, labels, points - labels)
        for finding in findings:
            if finding.found != (finding.point in labels):
                kind = f"invented by {finding.phrase!r}" if finding.found else "overlooked"
                wrong.append(f"{answer['id']}.{finding.point}: {kind}: {finding.excerpt if finding.found else answer['text']}")
    return each, wrong


def opposites(answers: Iterable[Mapping[str, Any]], prompts: Mapping[str, Prompt]) -> tuple[Tally, list[str]]:
    """How well the points that an answer contradicts were told, and a line for each that was not, or was without need."""
    counted, wrong = Tally(), []
    for answer in answers:
        prompt = prompts[answer["prompt"]]
        told = {finding.point: finding for finding in coverage(prompt, answer["text"]).findings if finding.contradicted}
        said = set(answer.get("contradicts", ()))
        counted += Tally(len(said & set(told)), len(set(told) - said), len(said - set(told)))
        wrong += [f"{answer['id']}.{point}: opposite overlooked: {answer['text']}" for point in sorted(said - set(told))]
        wrong += [f"{answer['id']}.{point}: opposite invented: {told[point].against}" for point in sorted(set(told) - said)]
    return counted, wrong


def lines(files: Iterable[Path], *, each: bool) -> Iterator[str]:
    prompts = shipped_prompts()
    unseen, unseen_answers = Tally(), 0
    for file in files:
        answers = texts_of(file)
        by_prompt, wrong = tried(answers, prompts)
        together = sum(by_prompt.values(), Tally())
        if file.name in UNSEEN:
            unseen, unseen_answers = unseen + together, unseen_answers + len(answers)
        yield f"{file.name}: {len(answers)} answers, {together}"
        yield from (f"  {prompt}: {one}" for prompt, one in by_prompt.items())
        if any("contradicts" in answer for answer in answers):
            counted, untold = opposites(answers, prompts)
            yield f"  opposites: {counted}"
            wrong += untold
        yield from (f"    {line}" for line in wrong if each and file.name not in UNSEEN)
    if unseen_answers:
        yield f"never tuned on, together: {unseen_answers} answers, {unseen}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, help="files of answers; without one those of the tests")
    parser.add_argument("--each", action="store_true", help="print each point that was missed or invented")
    asked = parser.parse_args()
    print("\n".join(lines(asked.files or [ANSWERS / name for name in (*FILES, *UNSEEN)], each=asked.each)))


if __name__ == "__main__":
    main()
