"""Who waits for which run, without any process."""

from __future__ import annotations

from typing import Any

from fake_labs import Params, result_of

from optimization.results.records import LabResult
from optimization.running.pace import Course, Mark, Pace
from optimization.running.run_board import KEPT_RUNS, MOST_OVERTAKEN, RunBoard
from optimization.running.runs import Ending, Run


def ask(board: RunBoard, *, asker: str = "ada", number: int = 0) -> Run:
    parameters: dict[str, Any] = Params(number=number).model_dump(mode="json")
    return board.ask("patient", parameters, asker=asker, on_ended=None)


def test_identical_requests_share_one_run_and_different_ones_do_not() -> None:
    board = RunBoard()
    assert ask(board, asker="ada") is ask(board, asker="bob")
    assert ask(board, asker="ada", number=1) is not ask(board, asker="ada")
    assert len(board.waiting()) == 2


def test_the_next_run_has_position_one_and_the_others_move_up() -> None:
    board = RunBoard()
    first, second, third = (ask(board, number=number) for number in range(3))
    positions = [board.status(run.run_id, ready=True) for run in (first, second, third)]
    assert [status.queue_position for status in positions if status] == [1, 2, 3]
    assert board.hand_out() is first
    board.begin(first, "tcp://worker")
    status = board.status(third.run_id, ready=True)
    assert status is not None
    assert (status.state, status.queue_position) == ("queued", 2)
    running = board.status(first.run_id, ready=True)
    assert running is not None
    assert (running.state, running.queue_position) == ("running", None)


def on_course(took_s: float, *, same: bool = True) -> Course:
    """The course of a run that took as long before; ``same`` says that it was the very same request."""
    return Course(pace=Pace(marks=(Mark(stage="Counting", done=0.1, at_s=0.0),), took_s=took_s), same=same)


def ask_for(board: RunBoard, number: int, course: Course) -> Run:
    return board.ask(f"lab-{number}", {}, asker="ada", on_ended=None, course=course)


def test_a_run_that_is_known_to_be_short_goes_ahead_of_those_that_wait_but_not_of_earlier_short_ones() -> None:
    board = RunBoard()
    under_way, long, unknown = ask_for(board, 0, on_course(30)), ask_for(board, 1, on_course(30)), ask(board, number=2)
    assert board.hand_out() is under_way
    short, other_lab, later = (
        ask_for(board, 3, on_course(0.1)),
        ask_for(board, 4, on_course(0.1, same=False)),
        ask_for(board, 5, on_course(1)),
    )
    assert board.waiting() == [short, later, long, unknown, other_lab]
    assert board.handed_out() == [under_way], "what runs is not disturbed"


def test_short_runs_cannot_keep_a_long_one_waiting_for_ever() -> None:
    board = RunBoard()
    long = ask_for(board, 0, on_course(30))
    short = [ask_for(board, number, on_course(0.1)) for number in range(1, MOST_OVERTAKEN + 4)]
    assert board.waiting().index(long) == MOST_OVERTAKEN
    assert [run for run in board.waiting() if run is not long] == short


def test_who_waits_is_told_for_which_run_and_how_long_that_still_takes() -> None:
    board = RunBoard()
    under_way, waiting = ask_for(board, 0, on_course(30)), ask(board, number=1)
    alone = board.status(under_way.run_id, ready=True)
    assert alone is not None
    assert alone.behind == ""
    board.hand_out()
    board.begin(under_way, "tcp://worker")
    board.advance(under_way, "Counting", 0.1, None)
    status = board.status(waiting.run_id, ready=True)
    assert status is not None
    assert status.behind == "lab-0"
    assert status.behind_s is not None
    assert 0 < status.behind_s <= 30
    own = board.status(under_way.run_id, ready=True)
    assert own is not None
    assert own.behind == ""
    board.end(under_way, Ending("failed", "It failed."))
    free = board.status(waiting.run_id, ready=True)
    assert free is not None
    assert free.behind == ""


def test_leaving_a_shared_run_lets_it_go_on_and_the_last_one_ends_it() -> None:
    board = RunBoard()
    run = ask(board, asker="ada")
    ask(board, asker="bob")
    board.hand_out()
    assert board.leave(run.run_id, asker="ada", kill_at=0) is None
    assert run.state == "queued"
    assert board.leave(run.run_id, asker="ada", kill_at=0) is None, "who has left cannot leave again"
    assert run.state == "queued"
    assert board.leave(run.run_id, asker="bob", kill_at=0) is run
    status = board.status(run.run_id, ready=True)
    assert status is not None
    assert status.state == "cancelling"


def test_nobody_but_an_asker_can_cancel() -> None:
    board = RunBoard()
    run = ask(board, asker="ada")
    assert board.leave(run.run_id, asker="mallory", kill_at=0) is None
    assert run.state == "queued"


def test_a_waiting_run_is_cancelled_at_once_and_its_request_starts_afresh() -> None:
    board = RunBoard()
    run = ask(board)
    assert board.leave(run.run_id, asker="ada", kill_at=0) is None
    assert run.state == "cancelled"
    assert board.waiting() == []
    assert ask(board) is not run


def test_nobody_joins_a_run_that_is_being_stopped() -> None:
    board = RunBoard()
    run = ask(board)
    board.hand_out()
    board.leave(run.run_id, asker="ada", kill_at=0)
    assert ask(board, asker="bob") is not run


def test_figures_stay_while_later_steps_bring_none_and_go_when_the_run_begins_again() -> None:
    board = RunBoard()
    run = ask(board)
    board.hand_out()
    board.begin(run, "tcp://one")
    result: LabResult = result_of("patient", Params())
    board.advance(run, "Counting", 0.2, result.variants)
    board.advance(run, "Timing", 1.7, None)
    assert (run.step, run.done, run.variants) == ("Timing", 1.0, result.variants)
    board.begin(run, "tcp://two")
    assert (run.done, run.variants) == (0.0, ())


def test_old_ended_runs_are_forgotten_but_never_one_under_way() -> None:
    board = RunBoard()
    under_way = ask(board, number=9)
    ended = []
    for _ in range(KEPT_RUNS + 20):
        run = ask(board)
        board.end(run, Ending("failed", "It failed."))
        ended.append(run)
    ask(board)
    assert board.run(under_way.run_id) is under_way
    assert board.run(ended[0].run_id) is None
    assert board.run(ended[-1].run_id) is ended[-1]
