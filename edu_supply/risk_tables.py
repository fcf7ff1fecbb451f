"""The tables and the manifest of a run of ``risk``, column by column."""

from __future__ import annotations

RISK_TABLES: dict[str, dict[str, str]] = {
    "risk_stock": {
        "site": "where stock is added",
        "country": "whose reserve it is",
        "product": "of what",
        "initial": "units that are there before period 1, as the dataset says",
        "added": "units added before period 1, kept while nothing is lost and demand is as it is",
        "cost_eur": "value_eur times added",
    },
    "risk_worlds": {
        "threat": "what is lost; blank: nothing",
        "tempo": "the tempo; blank: demand as it is",
        "probability_share": "how likely this world is",
        "before_eur": "what it costs without added stock (money and shortage; undisturbed, reserves too)",
        "cost_eur": "what it costs with it",
        "shortage_eur": "of this, penalties for what falls short or comes late",
        "in_tail": "1: among the dearest 1 - alpha",
    },
}
"""The tables of a run of ``risk``."""

RISK_MANIFEST = {
    "kind": '"risk"',
    "status": '"optimal": the gap that was asked for is reached; "feasible": the time was over or it was interrupted '
    'before; "no plan": nothing was found in time',
    "asked": "weight, alpha, gap, and the tempos: name, probability, factors",
    "left_out": "threats without a probability, or that begin after the horizon",
    "objective_eur": "added_cost_eur + expected_eur + weight * cvar_eur: what is as small as it can be",
    "bound_eur": "no stock has a smaller one",
    "gap": "gap_eur / objective_eur",
    "gap_eur": "objective_eur - bound_eur",
    "added_cost_eur": "value of the added stock",
    "expected_eur": "mean cost of all worlds, each as likely as it is",
    "var_eur": "the cost that is not exceeded with probability alpha",
    "cvar_eur": "the mean cost of the dearest 1 - alpha",
    "without": "the same without added stock: objective_eur, expected_eur, var_eur, cvar_eur",
    "mean_world": "what planning for the mean of all worlds comes to: added_cost_eur, objective_eur; null: the time "
    "was over",
    "value_of_stochastic_solution_eur": "objective_eur of the stock that is best for the mean world - objective_eur; "
    "null: the time was over",
    "value_of_perfect_information_eur": "objective_eur - the objective where it is known in advance which world comes; "
    "null: the time was over, or it was not asked for",
    "worlds": "how many there are",
    "asked_worlds": "how often a world was solved, all in all",
    "seconds": "spent on build, search, values",
}
"""The keys of its manifest that other runs have not, or that mean something else there."""
