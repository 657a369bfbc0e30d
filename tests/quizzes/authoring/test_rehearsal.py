"""An item that is tried out flows as in its own mode, with the figures of the seed."""

from __future__ import annotations

from shipped_topic import shipped_topics

from quizzes.attempts.actions import GoOn, HandIn, Rate
from quizzes.attempts.attempt import REHEARSAL, Moment
from quizzes.authoring.rehearsal import examples, phrasings, rehearse
from quizzes.models import Asked, Budget, Card, Myth
from quizzes.questions import Problem, Prompt, grade
from quizzes.questions.answers import Answer
from quizzes.sessions import explain, questions, recall
from quizzes.sessions.study import MODES
from quizzes.variants import resolve

TOPIC = shipped_topics()["computer-vision/model-optimization"]


def test_every_kind_of_item_is_tried_in_its_own_mode_and_comes_to_its_end() -> None:
    for item in TOPIC.items():
        session = rehearse(item, TOPIC, seed=3)
        if isinstance(item, Myth | Budget):
            assert session is None
            continue
        assert session is not None
        assert session.attempt.seat == (REHEARSAL, "")
        assert not session.finished
        now = Moment(session.attempt.started_at)
        if isinstance(item, Card):
            assert isinstance(session, recall.State)
            session, _ = recall.step(session, Rate(3), now)
            assert session.finished
        elif isinstance(item, Asked):
            assert isinstance(session, questions.State)
            asked = session.questions[0]
            assert asked == resolve(item, seed=3)
            right = grade(asked, Answer()).right
            session, made = MODES[session.attempt.mode].step(session, HandIn(right), now)
            assert session.grade(asked).is_right
            assert [event.kind for event in made] == ["answered"]
            if not isinstance(item, Problem):
                session, _ = MODES[session.attempt.mode].step(session, GoOn(), now)
                assert session.finished
        else:
            assert isinstance(session, explain.State)


def test_another_seed_draws_other_figures() -> None:
    variant = next(one for one in TOPIC.quick_check if one.inputs)
    shown = {rehearse(variant, TOPIC, seed=seed).questions[0].question for seed in range(12)}  # type: ignore[union-attr]
    assert len(shown) > 3


def test_the_table_of_phrasings_tells_which_one_was_found_and_where() -> None:
    prompt = Prompt.model_validate(
        {
            "id": "p",
            "concept": "c",
            "level": "easy",
            "prompt": "Why?",
            "hint": "Think.",
            "answer": "It becomes smaller.",
            "points": [
                {
                    "id": "small",
                    "name": "Smaller",
                    "phrases": ["becomes smaller", "fewer bytes"],
                    "contradictions": ["becomes larger"],
                    "missed": "Size.",
                }
            ],
        }
    )
    assert phrasings(prompt, "The file becomes smaller.") == [
        ("Smaller", "becomes smaller", "✓ “The file becomes smaller”"),
        ("Smaller", "fewer bytes", ""),
        ("Smaller", "not: becomes larger", ""),
    ]
    assert [row[2] for row in phrasings(prompt, "It becomes larger.")] == ["", "", "contradicts “It becomes larger”"]
    denied = phrasings(prompt, "It never becomes smaller.")
    assert [row[2] for row in denied] == ["denied “It never becomes smaller”", "", ""]


def test_the_table_of_examples_tells_which_points_are_seen_otherwise() -> None:
    prompt = Prompt.model_validate(
        {
            "id": "ex-one",
            "concept": "one",
            "level": "easy",
            "prompt": "Why?",
            "hint": "Think.",
            "points": [{"id": "small", "name": "Smaller", "phrases": ["smaller"], "missed": "Say it."}],
            "answer": "It is smaller.",
            "examples": [{"text": "smaller", "has": "small"}, {"text": "tiny", "has": "small"}, {"text": "smaller", "not": "small"}],
        }
    )
    assert examples(prompt) == [("smaller", "✓"), ("tiny", "small not found"), ("smaller", "small found")]
