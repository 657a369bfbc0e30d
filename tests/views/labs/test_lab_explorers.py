"""What stands above the labs, and the page of a drawing, with a runner that says what the test tells it to."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from lab_double import ALONG, LOOK, PIXEL, RunnerDouble, prune_result, quantize_result, variant
from streamlit.testing.v1 import AppTest
from visiting import SHIPPED, OpenPage, page_text, press

from optimization.labs import Lab
from optimization.labs.digit import Params as Drawing
from optimization.labs.inside import LayerInside, Opened
from optimization.labs.sweep import Held, Place, Swept, Way
from optimization.results.records import Headline, LabResult, Machine
from optimization.running.runs import RunStatus
from quizzes.attempts.attempt import Moment
from views.labs import digit_bench, lab_run

INK = "0" * 300 + "f" * 40 + "0" * 444
MACHINE = Machine(cpu="TEST-CPU", cores=4, threads=1, flags=(), system="Linux", python="3.11.2", versions={"torch": "2.13.0"})
HEADLINE = Headline(sentence="HEADLINE-SENTENCE", figure="1", figure_label="LABEL")


def result_of(lab: str, parameters: dict[str, Any], **found: Any) -> LabResult:
    facts: dict[str, Any] = {"seed": 0, "machine": MACHINE, "took_s": 0.1, "timing_rounds": 0, "headline": HEADLINE, "data_set": "mnist"}
    return LabResult(lab=lab, parameters=parameters, measured_at=datetime(2026, 3, 1, 9, 14, tzinfo=UTC), **(facts | found))


def inside_result(network: str = "lenet") -> LabResult:
    layer = LayerInside(
        layer=f"LAYER-OF-{network}",
        shape=(2, 1, 2, 2),
        low=-0.4,
        high=0.4,
        counts=(1, 3, 3, 1),
        magnitudes=tuple(0.4 * place / 200 for place in range(201)),
        sample=(-0.4, -0.1, 0.1, 0.4),
        filters=(((0.1, -0.1), (0.4, 0.2)), ((-0.4, 0.1), (0.1, 0.2))),
        activation_low=0.0,
        activation_high=2.0,
        activations=(0.0, 0.5, 2.0),
    )
    extras = Opened(inside=(layer,)).model_dump(mode="json")
    parameters = {"network": network, "seed": 0}
    return result_of("inside", parameters, variants=(variant("dense"),), extras=extras, classes=tuple("0123456789"))


def swept_result(slider: str = "zeros") -> LabResult:
    names = ("each layer", "whole network") if slider == "zeros" else ("weights, 4 bits",)
    places = tuple(Place(percent=at, correct=1000 - 9 * at, reads=(3, at % 10)) for at in (0, 50, 90, 99))
    swept = Swept(
        images=1000,
        pictures=(Held(label=3, png=PIXEL), Held(label=8, png=PIXEL)),
        ways=tuple(Way(name=name, places=places) for name in names),
    )
    found = {"variants": (variant("dense"),), "classes": tuple("0123456789"), "extras": swept.model_dump(mode="json")}
    return result_of("sweep", {"network": "lenet", "slider": slider, "seed": 0}, **found)


def digit_result(drawing: str = INK, **reads: int) -> LabResult:
    """Every network reads a 0, but for those that ``reads`` names."""

    def scores(digit: int) -> tuple[float, ...]:
        return tuple(0.9 if number == digit else 0.1 / 9 for number in range(10))

    variants = tuple(
        variant(name, scores=scores(reads.get(name, 0)), ideal_bytes=10, accuracy=0.9, images=450) for name in Drawing.variants
    )
    return result_of("digit", {"drawing": drawing, "seed": 0}, variants=variants, classes=tuple("0123456789"))


def sent(visit: AppTest, component: str) -> dict[str, Any]:
    """The data of the one component of that name on the page."""
    found = [node.proto for node in visit.get("bidi_component") if f"featherweight_{component}" in str(node.proto)]
    assert len(found) == 1
    data: dict[str, Any] = json.loads(found[0].json)[0]
    return data


def components(visit: AppTest) -> list[str]:
    """What is to be looked at and touched: not what follows the runs, which is not seen."""
    names = [node.proto.component_name for node in visit.get("bidi_component")]
    return [name for name in names if name != "featherweight_follow"]


@pytest.mark.parametrize(("page", "component"), [("prune", "weights"), ("quantize", "number_line")])
def test_the_page_has_the_network_opened_by_itself_and_then_shows_its_numbers(
    page: str, component: str, open_page: OpenPage, explorers: RunnerDouble, runner: RunnerDouble
) -> None:
    visit = open_page(page, topic=SHIPPED)
    assert not visit.exception
    assert explorers.asked == [("inside", {"network": "lenet", "seed": 0})]
    assert components(visit) == []
    assert "Looking into the trained network: Training" in page_text(visit)
    visit.run()
    assert len(explorers.asked) == 1
    explorers.finish(inside_result())
    visit.run()
    assert not visit.exception
    (layer,) = sent(visit, component)["layers"]
    assert layer["layer"] == "LAYER-OF-lenet"
    assert runner.asked == []


def test_what_was_found_before_is_shown_at_once_and_asked_for_only_once(open_page: OpenPage, explorers: RunnerDouble) -> None:
    explorers.newest = inside_result()
    visit = open_page("prune", topic=SHIPPED)
    (layer,) = sent(visit, "weights")["layers"]
    assert layer["total"] == 8
    assert len(layer["magnitudes"]) == 201
    assert layer["filters"][0] == [[0.1, -0.1], [0.4, 0.2]]
    assert [lab for lab, _ in explorers.asked] == ["sweep"], "what is read along the slider is another run"
    assert any("1 Mar" in caption.value for caption in visit.caption)


@pytest.mark.parametrize(("page", "component", "slider"), [("prune", "weights", "zeros"), ("quantize", "number_line", "range")])
def test_what_is_read_along_the_slider_is_measured_once_below_the_explorer_and_then_stands_in_it(
    page: str, component: str, slider: str, open_page: OpenPage, explorers: RunnerDouble
) -> None:
    explorers.newest = inside_result()
    visit = open_page(page, topic=SHIPPED)
    assert explorers.asked == [("sweep", {"network": "lenet", "slider": slider, "seed": 0})]
    waiting = sent(visit, component)["swept"]
    assert (waiting["ways"], waiting["classes"]) == (None, list("0123456789"))
    text = page_text(visit)
    assert text.index(f"featherweight_{component}") < text.index("Once, for the slider above: Training")
    visit.run()
    assert len(explorers.asked) == 1
    explorers.along = swept_result(slider)
    visit.run()
    swept = sent(visit, component)["swept"]
    assert swept["images"] == 1000
    assert swept["ways"][next(iter(swept["ways"]))][1] == {"percent": 50, "correct": 550, "reads": [3, 0]}
    assert [picture["label"] for picture in swept["pictures"]] == [3, 8]
    assert "1 Mar" in swept["measured"]
    assert "Once, for the slider above" not in page_text(visit)
    assert len(explorers.asked) == 1


def test_an_explorer_whose_slider_could_not_be_read_along_works_without_and_can_try_again(
    open_page: OpenPage, explorers: RunnerDouble
) -> None:
    explorers.newest = inside_result()
    explorers.statuses[ALONG] = RunStatus(run_id=ALONG, state="failed", lab="sweep", message="The run was stopped after 120 s.")
    visit = open_page("prune", topic=SHIPPED)
    assert sent(visit, "weights")["swept"] is None
    assert "The run was stopped after 120 s." in [one.value for one in visit.warning]
    press(visit, "again-sweep-zeros-lenet")
    assert len(explorers.asked) == 2


@pytest.mark.parametrize("page", ["prune", "quantize"])
def test_the_explorer_shows_the_network_that_the_form_names(page: str, open_page: OpenPage, explorers: RunnerDouble) -> None:
    visit = open_page(page, topic=SHIPPED)
    visit.selectbox(key=f"param-{page}-network").select("signs").run()
    assert [parameters["network"] for lab, parameters in explorers.asked if lab == "inside"] == ["lenet", "signs"]


@pytest.mark.parametrize("page", ["prune", "quantize"])
def test_the_explorer_stands_first_and_stays_there_while_a_run_comes_and_ends(
    page: str, open_page: OpenPage, explorers: RunnerDouble, runner: RunnerDouble
) -> None:
    def place(visit: AppTest) -> tuple[int, str]:
        """Where the component stands among all keyed blocks, and in which of them; another place would draw it anew."""
        text = page_text(visit)
        return text.index("explore-above"), re.findall(r"\$\$ID-[^\s\"]*explore-[a-z]+", text)[0]

    explorers.newest = inside_result()
    visit = open_page(page, topic=SHIPPED)
    before = place(visit)
    press(visit, f"run-{page}")
    assert place(visit) == before
    runner.finish(prune_result() if page == "prune" else quantize_result())
    text = page_text(visit.run())
    assert place(visit) == before
    assert text.index("featherweight_") < text.index("HEADLINE-SENTENCE")


def test_the_explorer_is_told_what_the_run_is_set_to(open_page: OpenPage, explorers: RunnerDouble) -> None:
    explorers.newest = inside_result()
    visit = open_page("prune", topic=SHIPPED)
    assert sent(visit, "weights")["run"] == {"amount": 0.9, "whole": False}
    visit.slider(key="param-prune-amount").set_value(0.59).run()
    visit.selectbox(key="param-prune-method").select("global_unstructured").run()
    assert sent(visit, "weights")["run"] == {"amount": 0.59, "whole": True}
    visit.selectbox(key="param-prune-method").select("structured").run()
    assert sent(visit, "weights")["run"] is None, "it shows single weights only"


def test_a_result_of_another_lab_is_not_taken_for_the_network(open_page: OpenPage, explorers: RunnerDouble) -> None:
    explorers.newest = prune_result()
    visit = open_page("prune", topic=SHIPPED)
    assert not visit.exception
    assert components(visit) == []
    assert [lab for lab, _ in explorers.asked] == ["inside"]


def test_a_network_that_could_not_be_opened_says_why_and_can_be_tried_again(open_page: OpenPage, explorers: RunnerDouble) -> None:
    explorers.statuses[LOOK] = RunStatus(run_id=LOOK, state="failed", lab="inside", message="The run was stopped after 120 s.")
    visit = open_page("prune", topic=SHIPPED)
    assert "The run was stopped after 120 s." in [one.value for one in visit.warning]
    assert not visit.button(key="run-prune").disabled
    press(visit, "again-inside-lenet")
    assert len(explorers.asked) == 2


@pytest.mark.parametrize("page", ["prune", "quantize", "digit"])
def test_without_the_libraries_nothing_is_started(
    page: str, open_page: OpenPage, explorers: RunnerDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Lab, "missing", lambda self: ["torch==2.13.0"])
    visit = open_page(page, topic=SHIPPED)
    assert not visit.exception
    assert visit.code[0].value == "pip install torch==2.13.0"
    assert explorers.asked == []
    assert components(visit) == []


def test_the_paper_is_there_at_once_while_the_networks_are_prepared(open_page: OpenPage, explorers: RunnerDouble) -> None:
    visit = open_page("digit", topic=SHIPPED)
    assert not visit.exception
    assert sent(visit, "drawing") == {"drawing": "", "digit": None, "busy": False}
    assert explorers.asked == [("digit", {"drawing": "", "seed": 0})]
    assert "this machine prepares the networks, once" in page_text(visit)
    visit.run()
    assert len(explorers.asked) == 1


def test_networks_that_are_ready_are_not_prepared_again(open_page: OpenPage, explorers: RunnerDouble) -> None:
    explorers.newest = digit_result("")
    visit = open_page("digit", topic=SHIPPED)
    assert explorers.asked == []
    assert components(visit) == ["featherweight_drawing"]


def test_a_drawing_that_was_read_is_found_again_by_its_address(open_page: OpenPage, explorers: RunnerDouble) -> None:
    explorers.finish(digit_result())
    visit = open_page("digit", topic=SHIPPED, job=LOOK, digit="7")
    assert not visit.exception
    assert sent(visit, "drawing") == {"drawing": INK, "digit": 7, "busy": False}
    shown = sent(visit, "readings")
    assert shown["drawn"] == 7
    assert len(shown["variants"]) == 40
    assert [shown["variants"][place]["bits"] for place in range(6)] == [32, 8, 4, 3, 2, 32]
    assert max(map(max, shown["seen"])) == 1
    assert explorers.asked == []


def test_a_drawing_that_is_being_read_shows_how_far_it_is_and_no_readings(open_page: OpenPage, explorers: RunnerDouble) -> None:
    explorers.statuses[LOOK] = RunStatus(run_id=LOOK, state="running", lab="digit", parameters={"drawing": INK}, step="STEP", done=0.5)
    visit = open_page("digit", topic=SHIPPED, job=LOOK)
    assert sent(visit, "drawing")["busy"] is True
    assert "The drawing: STEP" in page_text(visit)
    assert components(visit) == ["featherweight_drawing"]


@pytest.mark.parametrize("digit", ["", "12", "-1", "x", "½", "٣"])
def test_an_address_that_names_no_digit_names_none(digit: str, open_page: OpenPage, explorers: RunnerDouble) -> None:
    explorers.finish(digit_result())
    visit = open_page("digit", topic=SHIPPED, job=LOOK, digit=digit)
    assert not visit.exception
    assert sent(visit, "readings")["drawn"] is None


def test_the_challenge_stands_above_the_paper_and_each_drawing_says_how_near_it_is(open_page: OpenPage, explorers: RunnerDouble) -> None:
    explorers.newest = digit_result("")
    text = page_text(open_page("digit", topic=SHIPPED))
    assert text.index("A challenge:") < text.index("featherweight_drawing")
    explorers.finish(digit_result())
    text = page_text(open_page("digit", topic=SHIPPED, job=LOOK))
    assert "With 90 % zeros it is still read as 0, with 90.0 % certainty" in text
    assert "With 50 % zeros it is already misread" in page_text(look_at(open_page, explorers, digit_result(**{"50 % zeros, 32 bits": 4})))
    explorers.finish(digit_result())
    assert "Even the whole network does not read it as 7" in page_text(open_page("digit", topic=SHIPPED, job=LOOK, digit="7"))


def look_at(open_page: OpenPage, explorers: RunnerDouble, result: LabResult) -> AppTest:
    explorers.finish(result)
    return open_page("digit", topic=SHIPPED, job=LOOK)


def test_a_challenge_that_was_met_says_so_and_is_kept_with_its_drawing(
    open_page: OpenPage, explorers: RunnerDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    explorers.newest = digit_result("")
    visit = open_page("digit", topic=SHIPPED)
    assert "You met it" not in page_text(visit)
    ask_for_a_reading(visit, monkeypatch, {"drawing": INK, "digit": 0})
    explorers.finish(digit_result(**{"90 % zeros, 32 bits": 6}))
    visit = open_page("digit", topic=SHIPPED, job=LOOK)
    text = page_text(visit)
    assert "Challenge met." in text
    assert "with 90 % zeros it is read as 6" in text
    later = open_page("digit", topic=SHIPPED)
    assert "You met it" in page_text(later)
    assert "See the drawing that did it" in page_text(later)


def test_a_drawing_that_is_not_what_the_learner_said_does_not_meet_it(
    open_page: OpenPage, explorers: RunnerDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    explorers.newest = digit_result("")
    ask_for_a_reading(open_page("digit", topic=SHIPPED), monkeypatch, {"drawing": INK, "digit": 6})
    explorers.finish(digit_result(**{"90 % zeros, 32 bits": 6}))
    assert "You met it" not in page_text(open_page("digit", topic=SHIPPED))


def ask_for_a_reading(visit: AppTest, monkeypatch: pytest.MonkeyPatch, wanted: dict[str, Any]) -> None:
    """What the page does when its paper sends a drawing; a test has no browser that could."""
    with monkeypatch.context() as patch:
        patch.setattr(digit_bench.state, "sent", lambda key, trigger: wanted if trigger == "read" else None)
        patch.setattr(digit_bench.drawing, "paper", lambda **given: given["on_read"]())
        visit.run()
    assert not visit.exception


def test_a_run_of_another_lab_in_the_address_is_no_drawing(open_page: OpenPage, explorers: RunnerDouble) -> None:
    explorers.finish(prune_result())
    visit = open_page("digit", topic=SHIPPED, job=LOOK)
    assert not visit.exception
    assert components(visit) == ["featherweight_drawing"]
    assert "HEADLINE-SENTENCE" not in page_text(visit)


def test_a_run_that_is_not_known_says_so_below_a_blank_paper(open_page: OpenPage, explorers: RunnerDouble) -> None:
    visit = open_page("digit", topic=SHIPPED, job="../../etc/passwd")
    assert not visit.exception
    assert "not known here" in visit.warning[0].value
    press(visit, "again-digit")
    assert not visit.warning
    assert "job" not in visit.query_params


@pytest.mark.parametrize("wanted", [None, "text", 7, {}, {"drawing": "xyz"}, {"drawing": INK + "0"}, {"drawing": 5, "digit": 99}])
def test_what_a_browser_sends_that_is_no_drawing_starts_nothing(
    wanted: Any, open_page: OpenPage, explorers: RunnerDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    explorers.newest = digit_result("")
    said: list[dict[str, Any]] = []
    open_page("digit", topic=SHIPPED)
    monkeypatch.setattr(digit_bench.state, "change", lambda **values: said.append(values))
    monkeypatch.setattr(lab_run, "visitor", SimpleNamespace(learner=lambda: "somebody", now=lambda: Moment(datetime.now(UTC))))
    from optimization.labs import LABS
    from views.page.services import services

    digit_bench._read(LABS["digit"], wanted, services().shelf.look().topic(SHIPPED))  # type: ignore[arg-type]
    assert explorers.asked == []
    assert all(set(values) <= {"notice"} for values in said)
