"""What stands around the lab of a budget: its limits, how the last run did, and the picture of one's own tries."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from optimization.bundling.export import figures_of
from optimization.labs.fields import NETWORK_LABELS
from optimization.results.budgeting import COUNTED, Limits, Try, best, misses, pareto_front, standing, tries_of
from optimization.results.records import Found
from quizzes.content.topic import Topic
from quizzes.events.log import Event
from quizzes.models import Budget
from views.charts import chart
from views.labs import lab_panel
from views.page import keyed, state, visitor
from views.page.services import services
from views.shown.units import percent, size


def limits_of(budget: Budget) -> Limits:
    """The budget's limits in bytes and shares."""
    speed = None if budget.least_speed is None else float(budget.least_speed)
    return Limits(most_bytes=1000 * float(budget.most_kb), least_accuracy=float(budget.least_accuracy) / 100, least_speed=speed)


def card(budget: Budget, topic: Topic) -> None:
    """Who needs it, and its limits as large figures."""
    with st.container(border=True, key=keyed.by_id("card-budget", f"{topic.id}/{budget.id}")):
        st.markdown(f"### {budget.title}")
        st.markdown(budget.text)
        with st.container(horizontal=True, gap="small", key="limits"):
            _limit(f"≤ {float(budget.most_kb):g} kB", "in one file")
            _limit(f"≥ {float(budget.least_accuracy):g} %", "read correctly")
            if budget.least_speed is not None:
                _limit(f"≥ {float(budget.least_speed):g}×", "as fast as float")
        st.caption(f"{NETWORK_LABELS[budget.network]}. One network has to meet them all.")


def _limit(figure: str, words: str) -> None:
    with st.container(gap=None, width="content"):
        st.markdown(f"#### {figure}")
        st.caption(words)


def switch(budgets: Mapping[str, Budget], *, place: str) -> None:
    """Go to the budget that was just picked; a result of the same network stays, to be judged by the new one. For callbacks."""
    before, after = budgets.get(st.query_params.get("budget", next(iter(budgets)))), budgets.get(str(state.widget_value("budget")))
    if after is None:
        return
    if before is not None and before.network != after.network:
        lab_panel.forget_run(place)
    st.query_params["budget"] = after.id


def judge(budget: Budget, run_id: str | None, result: Found | None) -> bool:
    """Say which row of the shown run meets the budget or what it misses, and draw all of the learner's own tries.

    Returns whether there was a run to judge.
    """
    limits = limits_of(budget)
    judged = result is not None and result.parameters.get("network") == budget.network
    events = _runs(budget.network)
    own = [one for event in events for one in tries_of(str(event.payload["run"]), event.payload["figures"])]
    if result is not None and judged:
        shown = tries_of(run_id or "", figures_of(result))
        if run_id is not None and all(one.run != run_id for one in own):
            own += shown  # its row is written by another thread, and may not be there yet
        _words(shown, limits)
    elif result is not None:
        st.info("The result below is of the other network, so this budget does not judge it.")
    if own:
        times = {str(event.payload["run"]): visitor.local_time(event.at) for event in events}
        _best(own, limits, times=times)
        _picture(own, limits, latest=run_id)
    return judged


def _runs(network: str) -> list[Event]:
    """This learner's runs of the lab with that network, in order, each once."""
    runs = services().log.of_learner(visitor.learner(), kinds=["lab_run"])
    own = [one for one in runs if one.payload["lab"] == "budget" and one.payload["parameters"].get("network") == network]
    return list({str(one.payload["run"]): one for one in own}.values())


MARKS = {"meets": "✓", "misses": "✗", "not decided": "?"}


def _words(shown: tuple[Try, ...], limits: Limits) -> None:
    with st.container(border=True, key="figure-budget-verdict"):
        st.markdown(f"### {_verdict(shown, limits)}")
        lines = []
        for one in shown:
            left = ", ".join(misses(one, limits)) or "meets everything"
            lines.append(f"- {MARKS[standing(one, limits)]} **{one.variant}** ({figures(one)}): {left}")
        st.markdown("\n".join(lines))


def _verdict(shown: tuple[Try, ...], limits: Limits) -> str:
    """Which rows meet the budget; where none does, which may."""
    stand = {kind: " and ".join(one.variant for one in shown if standing(one, limits) == kind) for kind in MARKS}
    if stand["meets"]:
        return f"✓ Budget met by {stand['meets']}"
    return f"? Not decided: {stand['not decided']} may meet the budget. Run again" if stand["not decided"] else "✗ Not yet"


def _best(own: list[Try], limits: Limits, *, times: Mapping[str, str]) -> None:
    found = best(own, limits)
    if found is None:
        return
    missed = misses(found, limits)
    spare = limits.most_bytes - found.size_bytes
    kept = "may meet the budget, but" if standing(found, limits) == "not decided" else "closest so far, but"
    end = f"{kept} {', '.join(missed)}" if missed else f"meets the budget with {size(int(spare))} to spare"
    st.markdown(f"**Best so far:** {found.variant}, {times.get(found.run, 'just now')}: {figures(found)}; {end}.")


def _picture(own: list[Try], limits: Limits, *, latest: str | None) -> None:
    from views.charts import lab_charts  # Altair takes 110 MB: only where a chart is shown

    with_speed = limits.least_speed is not None
    front = pareto_front(own, with_speed=False)
    unbeaten = pareto_front(own, with_speed=with_speed)
    named = [one for one in own if one.run == latest or one == best(own, limits)] if with_speed else []
    ways = ", ".join(name for name in COUNTED if any(one.variant == name for one in own))
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


def figures(one: Try) -> str:
    """A try's three figures: ``17.3 kB, 97.1 %, 1.0× as fast``."""
    speed = f"{one.speed_in_words} as fast" if one.speed_in_words else "speed not known"
    return f"{size(one.size_bytes)}, {percent(one.accuracy)}, {speed}"
