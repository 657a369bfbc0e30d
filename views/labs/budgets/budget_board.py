"""What stands around the lab of a budget: its limits, how the last run did, and the picture of one's own tries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from optimization.bundling.export import figures_of
from optimization.labs import LABS
from optimization.labs.budget import way_title
from optimization.labs.estimates import AXES, recorded, recorded_try
from optimization.labs.networks import NETWORKS, USUAL
from optimization.results.budgeting import COUNTED, DENSE, Limits, Try, best, misses, pareto_front, standing, tries_of
from optimization.results.data_sets import before_it_was_kept, is_former
from optimization.results.records import Found
from quizzes.content.topic import Topic
from quizzes.events.event import Event
from quizzes.models import Budget
from views.charts import chart
from views.components.budget_bench import Measured
from views.labs import lab_log, lab_panel, lab_run
from views.labs.budgets import budget_form
from views.page import empty_states, keyed, state, visitor
from views.page.services import services
from views.shown import prose
from views.shown.units import percent, size


def network_of(budget: Budget) -> str:
    """The id of the network that has to meet it."""
    return budget.network or USUAL


def limits_of(budget: Budget) -> Limits:
    """The budget's limits in bytes and shares."""
    speed = None if budget.least_speed is None else float(budget.least_speed)
    return Limits(most_bytes=1000 * float(budget.most_kb), least_accuracy=float(budget.least_accuracy) / 100, least_speed=speed)


def label(budget: Budget) -> str:
    """What stands on the button that picks it: its title, its level, and whether one of the learner's own tries meets it."""
    events, _ = _runs(network_of(budget))
    closest = best(_tries(events), limits_of(budget))
    is_met = closest is not None and not misses(closest, limits_of(budget))
    return f"{'✓ ' if is_met else ''}{budget.title}{f' · {budget.level}' if budget.level else ''}"


def measured(budget: Budget) -> list[Measured]:
    """The learner's tries with the budget's network, the newest first, each with the settings that decide what it comes to."""
    network, lab = network_of(budget), LABS["budget"]
    runs = [(event.payload["parameters"], _tries([event]), visitor.local_time(event.at)) for event in _runs(network)[0]]
    status = lab_run.status(run_id) if (run_id := st.query_params.get("job")) else None
    result = status.result if status is not None and status.lab == lab.id else None
    if result is not None and not result.is_former and result.parameters.get("network") == network:
        runs.append((result.parameters, list(tries_of("", figures_of(result))), visitor.local_time(result.measured_at)))
    return [
        Measured(settings=budget_form.deciding(attempt.variant, lab_log.complete(lab, parameters)), attempt=attempt, when=when)
        for parameters, tries, when in reversed(runs)
        for attempt in tries
        if attempt.variant in AXES
    ]


def card(budget: Budget, topic: Topic) -> None:
    """Who needs it, and its limits as large figures."""
    with st.container(border=True, key=keyed.by_id("card-budget", f"{topic.id}/{budget.id}")):
        st.markdown(f"### {budget.title}")
        prose.prose(budget.text, topic)
        with st.container(horizontal=True, gap="small", key="limits"):
            _limit(f"≤ {float(budget.most_kb):g} kB", "in one file")
            _limit(f"≥ {float(budget.least_accuracy):g} %", "read correctly")
            if budget.least_speed is not None:
                _limit(f"≥ {float(budget.least_speed):g}×", "as fast as float")
        st.caption(f"{NETWORKS[network_of(budget)].label}. One network has to meet them all.")


def _limit(figure: str, words: str) -> None:
    with st.container(gap=None, width="content"):
        st.markdown(f"#### {figure}")
        st.caption(words)


def switch(budgets: Mapping[str, Budget], *, place: str) -> None:
    """Go to the budget that was just picked; a result of the same network stays, to be judged by the new one. For callbacks."""
    before, after = budgets.get(st.query_params.get("budget", next(iter(budgets)))), budgets.get(str(state.widget_value("budget")))
    if after is None:
        return
    if before is not None and network_of(before) != network_of(after):
        lab_panel.forget_run(place)
    st.query_params["budget"] = after.id


def judge(budget: Budget, run_id: str | None, result: Found | None) -> bool:
    """Say which row of the shown run meets the budget or what it misses, and draw all of the learner's own tries.

    Returns whether there was a run to judge.
    """
    limits = limits_of(budget)
    judged = result is not None and not result.is_former and result.parameters.get("network") == network_of(budget)
    events, former = _runs(network_of(budget))
    own = _tries(events)
    if result is not None and judged:
        shown = tries_of(run_id or "", figures_of(result))
        if run_id is not None and all(attempt.run != run_id for attempt in own):
            own += shown  # its row is written by another thread, and may not be there yet
        _words(shown, limits)
    elif result is not None and not result.is_former:
        st.info("The result below is of the other network, so this budget does not judge it.")
    if own:
        times = {str(event.payload["run"]): visitor.local_time(event.at) for event in events}
        _best(own, limits, times=times)
    _rivals(network_of(budget), own, limits)
    if own:
        _picture(own, limits, latest=run_id)
    if former:
        st.caption(FORMER.format(count=former, runs="run" if former == 1 else "runs"))
    return judged


def _tries(events: Sequence[Event]) -> list[Try]:
    return [attempt for event in events for attempt in tries_of(str(event.payload["run"]), event.payload["figures"])]


FORMER = "{count} earlier {runs} of yours read other pictures than the app does today, and count for no budget."


def _runs(network: str) -> tuple[list[Event], int]:
    """This learner's runs of the lab with that network, in order, each once; and how many more there are of former pictures."""
    runs = services().log.of_learner(visitor.learner(), kinds=["lab_run"])
    own = [run for run in runs if run.payload["lab"] == "budget" and run.payload["parameters"].get("network") == network]
    once = list({str(run.payload["run"]): run for run in own}.values())
    today = [run for run in once if not _reads_former(run)]
    return today, len(once) - len(today)


def _reads_former(run: Event) -> bool:
    data_set = run.payload.get("data_set") or before_it_was_kept(run.payload["parameters"])
    return is_former(data_set)


MARKS = {"meets": "✓", "misses": "✗", "not decided": "?"}


def _words(shown: tuple[Try, ...], limits: Limits) -> None:
    with st.container(border=True, key="figure-budget-verdict"):
        if any(standing(attempt, limits) == "meets" for attempt in shown):
            empty_states.feather(_verdict(shown, limits), key="budget", is_small=True)
        else:
            st.markdown(f"### {_verdict(shown, limits)}")
        lines = []
        for attempt in shown:
            missing = ", ".join(misses(attempt, limits)) or "meets everything"
            lines.append(f"- {MARKS[standing(attempt, limits)]} **{way_title(attempt.variant)}** ({figures(attempt)}): {missing}")
        st.markdown("\n".join(lines))


def _verdict(shown: tuple[Try, ...], limits: Limits) -> str:
    """Which rows meet the budget; where none does, which may."""
    stand = {kind: " and ".join(way_title(attempt.variant) for attempt in shown if standing(attempt, limits) == kind) for kind in MARKS}
    if stand["meets"]:
        return f"✓ Budget met by {stand['meets']}"
    return f"? Not decided: {stand['not decided']} may meet the budget. Run again" if stand["not decided"] else "✗ Not yet"


def _best(own: list[Try], limits: Limits, *, times: Mapping[str, str]) -> None:
    closest = best(own, limits)
    if closest is None:
        return
    missed = misses(closest, limits)
    spare = limits.most_bytes - closest.size_bytes
    lead = "may meet the budget, but" if standing(closest, limits) == "not decided" else "closest so far, but"
    end = f"{lead} {', '.join(missed)}" if missed else f"meets the budget with {size(int(spare))} to spare"
    st.markdown(f"**Best so far:** {way_title(closest.variant)}, {times.get(closest.run, 'just now')}: {figures(closest)}; {end}.")


def _rivals(network: str, own: Sequence[Try], limits: Limits) -> None:
    """What there is to beat: the best that the lab's own recipes came to, and a small dense network, one's own where there is one."""
    found = recorded(network)
    if found is None:
        return
    on_record = [recorded_try(row) for row in found["recipes"]]
    recipe = best([one for one in on_record if one.variant != DENSE], limits)
    dense = best([one for one in own if one.variant == DENSE] or [one for one in on_record if one.variant == DENSE], limits)
    said = [(f"The recipe's best ({way_title(recipe.variant)})", recipe)] if recipe is not None else []
    said += [("The rival, a small dense network", dense)] if dense is not None else []
    if said:
        st.markdown("\n".join(f"- {MARKS[standing(one, limits)]} **{who}:** {figures(one)}" for who, one in said))
        st.caption(f"◉ The recipe was recorded on {found['recorded']} on {found['cpu']}.")


def _picture(own: list[Try], limits: Limits, *, latest: str | None) -> None:
    from views.charts import lab_charts  # Altair takes 110 MB: only where a chart is shown

    with_speed = limits.least_speed is not None
    front = pareto_front(own, with_speed=False)
    unbeaten = pareto_front(own, with_speed=with_speed)
    named = [attempt for attempt in own if attempt.run == latest or attempt == best(own, limits)] if with_speed else []
    ways = ", ".join(way_title(name) for name in COUNTED if any(attempt.variant == name for attempt in own))
    says = " ".join(
        [
            f"Your {len(own)} tries ({ways})" + ("; the large marks are the last run." if latest else "."),
            "The shaded corner is the budget. The dashed line joins the tries that no other beats in size and accuracy;",
            "a faint mark is beaten in speed too, and a figure says how many times as fast as float it is, or between which bounds."
            if with_speed
            else "the others are faint.",
        ]
    )
    drawn = lab_charts.tries(own, limits=limits, front=front, unbeaten=unbeaten, named=named, latest=latest)
    chart.show(drawn, says=says)
    st.caption(says)


def figures(attempt: Try) -> str:
    """A try's three figures: ``17.3 kB, 97.1 %, 1.0× as fast``."""
    speed = f"{attempt.speed_in_words} as fast" if attempt.speed_in_words else "speed not known"
    return f"{size(attempt.size_bytes)}, {percent(attempt.accuracy)}, {speed}"
