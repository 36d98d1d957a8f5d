"""Every plan a person might ask for without a model: valid or not, how long it takes, and how far plans differ between people.

    python benchmarks/plans.py

All topic lessons at three levels, five slots and four seniors. Printed: plans without a problem, CPU ms a plan beside one answer of the same
library, and, for seniors and for levels, the share of a plan's lines that the other plan has not (1 - Jaccard), everything else being equal.
"""

from __future__ import annotations

import itertools
import statistics
import time
from collections import Counter
from datetime import date
from typing import cast

from assistant import Question, Settings, open_copilot
from assistant.plans import Brief, Level, TeachingPlan
from assistant.tasks.bloom import share_above
from assistant.tasks.valid import activities

SENIORS = ("our finance chief", "Amina, chief nurse", "plant manager", "partner in a law firm")
SLOTS = (20, 30, 45, 60, 90)
TODAY = date(2026, 11, 24)


def apart(one: TeachingPlan, other: TeachingPlan) -> float:
    """Share of the lines of both sessions (steps and checks) that only one has, the senior's name set aside."""
    first, second = ({text.replace(plan.senior, "your senior") for text in taught(plan)} for plan in (one, other))
    return 1 - len(first & second) / len(first | second)


def taught(plan: TeachingPlan) -> set[str]:
    """What is said and done in the session itself, and why."""
    said = [step.say.text for step in plan.steps if step.say]
    return {point.text for step in plan.steps for point in step.points} | {line.text for line in (*plan.why, *(one.line for one in plan.checks))} | set(said)


def main() -> None:
    plans: dict[tuple[str, Level, int, str], TeachingPlan] = {}
    spent = []
    with open_copilot(Settings()) as copilot:
        topics = [document.title for document in copilot.library.documents.values() if document.family and document.id != "any-topic"]
        copilot.prepare(Brief(topics[0]), TODAY)
        for key in itertools.product(topics, Level, SLOTS, SENIORS):
            topic, level, minutes, senior = key
            began = time.process_time()
            made = copilot.prepare(Brief(topic, senior, minutes, level=level), TODAY)
            spent.append(time.process_time() - began)
            plans[key] = cast(TeachingPlan, made)
        began = time.process_time()
        for topic in topics:
            copilot.ask(Question(topic))
        asking = (time.process_time() - began) / len(topics)
    problems = Counter(problem for plan in plans.values() for problem in plan.problems)
    meant = sum(plan.title == copilot.library.documents[plan.lesson].title for plan in plans.values())
    print(f"{len(plans)} plans, {sum(not plan.problems for plan in plans.values())} without a problem, {meant} from the lesson asked for")
    for problem, count in problems.most_common():
        print(f"   {count:5} {problem}")
    shares = sorted(share_above(activities(plan)) for plan in plans.values())
    print(f"activities above 'apply': least {shares[0]:.2f}, median {statistics.median(shares):.2f}")
    ms = sorted(1000 * one for one in spent)
    print(f"CPU ms a plan: p50 {statistics.median(ms):.0f}, p95 {ms[int(0.95 * len(ms))]:.0f}; an answer {1000 * asking:.0f}")
    between = [
        apart(plans[t, v, m, a], plans[t, v, m, b]) for t, v, m in itertools.product(topics, Level, SLOTS) for a, b in itertools.combinations(SENIORS, 2)
    ]
    levels = [apart(plans[t, a, m, s], plans[t, b, m, s]) for t, m, s in itertools.product(topics, SLOTS, SENIORS) for a, b in itertools.combinations(Level, 2)]
    print(f"lines apart between seniors: median {statistics.median(between):.2f}, least {min(between):.2f}")
    print(f"lines apart between levels: median {statistics.median(levels):.2f}, least {min(levels):.2f}")


if __name__ == "__main__":
    main()
