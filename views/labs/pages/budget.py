"""Beat the budget: the smallest file and the fastest network that still work, tried as often as one likes."""

from functools import partial

import streamlit as st

from optimization.labs import LABS
from quizzes.models import Budget
from views.labs import lab_panel
from views.labs.budgets import budget_board, budget_form
from views.page import frame

LAB = LABS["budget"]


def choose(budgets: tuple[Budget, ...]) -> Budget | None:
    """The budget that the address names, the first where it names none, None where the topic has none."""
    by_id = {budget.id: budget for budget in budgets}
    if not by_id:
        return None
    wanted = st.query_params.get("budget")
    if len(by_id) > 1:
        labels = {budget_id: budget_board.label(one) for budget_id, one in by_id.items()}
        st.pills(
            "Budget",
            list(by_id),
            default=wanted if wanted in by_id else next(iter(by_id)),
            required=True,
            format_func=labels.__getitem__,
            key="budget",
            on_change=partial(budget_board.switch, by_id, place=LAB.id),
            label_visibility="collapsed",
        )
    return by_id.get(wanted or "", next(iter(by_id.values())))


topic = frame.topic_of_address()
frame.trail(topic, LAB.id)
st.title(LAB.title, anchor=False)
st.write(LAB.summary)
budget = choose(topic.budgets)
if budget is None:
    st.caption("This topic sets no budget. Build a small or a fast network anyway:")
    lab_panel.panel(LAB, preset={}, place=LAB.id, topic=topic, bet=LAB.bet)
else:
    budget_board.card(budget, topic)
    network, limits = budget_board.network_of(budget), budget_board.limits_of(budget)
    lab_panel.panel(
        LAB,
        preset={"network": network},
        place=LAB.id,
        topic=topic,
        bet=LAB.bet,
        fixed=("network",),
        form=partial(budget_form.form, limits=limits, network=network, own=budget_board.measured(budget)),
        before_result=partial(budget_board.judge, budget),
    )
