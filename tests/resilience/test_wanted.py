"""Plans that survive on the way from a model file to a report and a comparison."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

import edu_supply
from edu_supply.cli import app
from edu_supply.planning.summary import summary
from edu_supply.resilience import Resilience, solve_resilient
from edu_supply.resilience import solve as way

TUTORIAL = edu_supply.read("data/tutorial")
WANTED = Resilience(threats=("line",), duration=1)


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def model(folder, text):
    file = folder / "survives.toml"
    file.write_text(f'name = "survives"\n[resilience]\n{text}', encoding="utf-8")
    return file


def test_from_a_model_file_to_its_page(tmp_path):
    file = model(tmp_path, 'threats = ["line"]\nduration = 1')
    done = run("solve", "data/tutorial", "--model", file, "--out", tmp_path / "run", "-q")
    assert done.exit_code == 0
    assert "Each of 4 threats is survived at a service of 95 %: it costs EUR 84,672 more" in done.stdout
    assert "of added stock" in done.stdout
    assert run("verify", tmp_path / "run").exit_code == 0
    page = (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    assert "What it survives" in page
    plan, dataset = edu_supply.read_run(tmp_path / "run")
    assert "What it survives" not in edu_supply.report_page(plan, dataset, partners=True)
    assert Resilience.of(plan.manifest) == WANTED


def test_where_nothing_is_enough(tmp_path):
    file = model(tmp_path, 'threats = ["line"]\nservice = 1.0\nduration = 3\nmeans = ["expansion"]')
    done = run("solve", "data/tutorial", "--model", file, "--out", tmp_path / "run", "-q")
    assert done.exit_code == 3
    assert "not every threat can be survived" in done.stdout
    assert "line:charges" in done.stdout


def test_it_is_a_difference_of_inputs_and_explains_the_price():
    plain, survives = edu_supply.solve(TUTORIAL), solve_resilient(TUTORIAL, WANTED, name="survives")
    found = edu_supply.compare((plain, TUTORIAL), (survives, TUTORIAL))
    assert found["input_differences"]["table"].tolist() == ["resilience"]
    assert found["why"]["objective_eur"].tolist() == pytest.approx([84672.0])
    assert (found["why"]["money_eur"] + found["why"]["penalties_eur"]).tolist() == pytest.approx([84672.0])


@pytest.mark.slow
def test_more_means_and_less_service_never_cost_more():
    dear = edu_supply.change(TUTORIAL, "products", where={"product": "round"}, set={"value_eur": 60000})
    asked = (0.95, ("stock",)), (0.95, ("stock", "expansion")), (0.8, ("stock", "expansion"))
    costs = [solve_resilient(dear, Resilience(service, ("line",), means, duration=1)).objective_eur
             for service, means in asked]  # fmt: skip
    assert costs == sorted(costs, reverse=True)


def test_a_limit_that_comes_first(tmp_path):
    plan = solve_resilient(TUTORIAL, WANTED, time_limit_s=1e-4)
    assert plan.status == "no plan" or plan.manifest["resilience"]["price_eur"] is not None
    for wrong in (Resilience(service=1.5), Resilience(means=()), Resilience(duration=0)):
        with pytest.raises(ValueError, match=r"lies between|means are"):
            solve_resilient(TUTORIAL, wrong)


def test_stock_added_outside_carries_its_outside_value():
    """Charges pass through a depot outside, where stock of them may be added: what is there is inside and outside."""
    outside = edu_supply.change(TUTORIAL, "countries", add=[{"country": "FR"}])
    outside = edu_supply.change(outside, "sites", add=[{"site": "FR-depot", "country": "FR", "kind": "depot"}])
    outside = edu_supply.change(outside, "lanes", where={"origin": "DE-charges"}, set={"capacity_t": 0})
    ways = [{"origin": "DE-charges", "destination": "FR-depot"}, {"origin": "FR-depot", "destination": "PL-shells"}]
    outside = edu_supply.change(outside, "lanes", add=[{**way, "mode": "road", "capacity_t": 1000} for way in ways])
    outside = edu_supply.change(outside, "stocks", where={"site": "UA-front"}, set={"maximum": 150})
    outside = edu_supply.change(outside, "stocks", add=[{"site": "FR-depot", "product": "charge"}])
    outside = edu_supply.change(outside, "groups", add=[{"group": "IN", "country": one} for one in ("DE", "PL", "UA")])
    rule = {"rule": "inside", "kind": "outside_share_at_most", "group": "IN", "product": "round", "limit": 0}
    outside = edu_supply.change(outside, "rules", add=[rule])
    plan = solve_resilient(outside, Resilience(0.8, ("charges-lost",)))
    assert plan["stockpile"]["site"].tolist() == ["FR-depot"]
    held = plan["content_flows"].query("kind == 'hold' and target == 'FR-depot'")
    worth = float(plan["stockpile"]["cost_eur"].sum())
    assert held["outside_eur"].max() == pytest.approx(worth)


def test_a_plan_in_hand_is_given_where_the_time_ends_before_it_is_known_by_its_own_yardstick(monkeypatch):
    choose, calls = way.Choosing.choose, []

    def once(self, service):
        calls.append(service)
        return choose(self, service) if len(calls) == 1 else None

    monkeypatch.setattr(way.Choosing, "choose", once)
    monkeypatch.setattr(way._Resilient, "_least", lambda self, yardstick, own: self.short)
    plan = solve_resilient(TUTORIAL, WANTED)
    assert len(calls) == 2
    assert plan.manifest["resilience"]["by_its_own"] is False
    assert plan.manifest["resilience"]["price_eur"] == pytest.approx(84672.0)
    assert "that is not known: the time was over" in " ".join(summary(plan, TUTORIAL).split())
