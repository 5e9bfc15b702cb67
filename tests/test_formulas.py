"""The formulas agree with the literature; where a published number is wrong, its source here says which."""

from __future__ import annotations

import itertools
from math import inf, nan, sqrt
from pathlib import Path
from typing import Any, ClassVar

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from cxcanvas.formulas import intervals
from cxcanvas.formulas.cashflow import internal_rate, net_present_value, payback
from cxcanvas.formulas.cohorts import cohort
from cxcanvas.formulas.exchange_flows import net_flow, net_flow_over
from cxcanvas.formulas.figures import NoFigureError
from cxcanvas.formulas.kano import ANSWERS, classify, coefficients
from cxcanvas.formulas.lifetime import (
    CONVENTIONS,
    berger_nasr,
    expected_lifetime,
    expected_residual_lifetime,
    lifetime_value,
    margin_multiple,
    payments,
    with_retention_cost,
)
from cxcanvas.formulas.reliability import alpha, styles
from cxcanvas.formulas.retention import MODELS, Fit, fit_bdw, fit_geometric, fit_sbg, fit_two_classes
from cxcanvas.formulas.simulation import simulate
from cxcanvas.formulas.spreads import SHAPES, Spread, spread
from cxcanvas.measures.emotion import Feeling, summary
from cxcanvas.measures.promises import Expected

CASES: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "data" / "reference_cases.yaml").read_text(encoding="utf-8")
)


class Case:
    """One published or computed case."""

    def __init__(self, name: str) -> None:
        one = CASES[name]
        self.given, self.told, self.tolerance = one["input"], one["output"], one["tolerance"]

    def near(self, value: Any) -> Any:
        return pytest.approx(value, abs=self.tolerance)


SBG = Fit("sbg", {"alpha": 0.668088, "beta": 3.806095}, 0.0, 1.0)


class TestRetention:
    def test_the_high_end_segment(self) -> None:
        case = Case("sbg_high_end_7y")
        made = fit_sbg(cohort(case.given["survival_percent"]))
        assert made.parameters == case.near({name: case.told[name] for name in ("alpha", "beta")})
        assert made.loglik / made.size == case.near(case.told["loglik_per_customer"])
        thousand = fit_sbg(cohort([10 * one for one in case.given["survival_percent"]]))
        assert thousand.loglik == case.near(case.told["loglik_n1000"])
        assert made.mean_churn == case.near(case.told["mean_churn"])
        assert list(made.survival(case.given["horizon"])) == case.near(case.told["survival"])
        assert list(made.retention(case.given["horizon"])) == case.near(case.told["retention"])
        printed = case.told["published"]
        assert {name: round(value, 3) for name, value in made.parameters.items()} == {
            name: printed[name] for name in ("alpha", "beta")
        }

    def test_lifetimes_of_it(self) -> None:
        case = Case("del_high_end_d10")
        assert expected_lifetime(SBG, case.given["discount"]) == case.near(case.told["value"])
        rest = Case("derl_high_end_7")
        found = expected_residual_lifetime(SBG, rest.given["renewals_made"], rest.given["discount"])
        assert found == rest.near(rest.told["value"])

    def test_the_closed_form_is_the_sum(self) -> None:
        left = SBG.survival(3000)
        assert expected_lifetime(SBG, 0.1) == pytest.approx(
            sum(one / 1.1**t for t, one in enumerate(left)), abs=1e-6
        )

    def test_a_rate_that_may_change(self) -> None:
        """The optimum is flat: what it says is compared, not its parameters."""
        case = Case("bdw_high_4y")
        made = fit_bdw(cohort(case.given["survival_percent"]))
        assert -made.loglik == case.near(case.told["neg_loglik_per_100"])
        assert list(made.survival(10)) == case.near(case.told["survival"])

    def test_one_rate_for_all(self) -> None:
        case = Case("geometric_one_segment")
        made = fit_geometric(cohort(case.given["survivors"]))
        assert made.parameters["churn"] == case.near(case.told["churn"])
        assert made.loglik == case.near(case.told["loglik_natural"])
        assert made.loglik / 2.302585092994046 == case.near(
            case.told["loglik_base10"]
        )  # as a workbook prints it

    def test_two_classes_fit_that_cohort_better(self) -> None:
        seen = cohort(Case("geometric_one_segment").given["survivors"])
        made = fit_two_classes(seen)
        assert made.loglik == pytest.approx(-19914.05, abs=0.01)  # the workbook's -8649 is to the base 10
        assert made.aic < fit_geometric(seen).aic
        assert made.parameters["churn"] > made.parameters["other_churn"]

    @settings(max_examples=30)  # each is a fit
    @given(st.floats(0.2, 5), st.floats(0.2, 8))
    def test_what_was_drawn_from_the_model_is_found_again(self, a: float, b: float) -> None:
        left = Fit("sbg", {"alpha": a, "beta": b}, 0.0, 1.0).survival(8)
        made = fit_sbg(cohort([1e6 * one for one in left]))
        assert list(made.survival(20)) == pytest.approx(
            list(Fit("sbg", {"alpha": a, "beta": b}, 0, 1).survival(20)), abs=2e-3
        )

    @settings(max_examples=20)  # each fits four models
    @given(
        st.lists(st.floats(0.5, 1), min_size=3, max_size=8).filter(
            lambda kept: sum(one < 0.999 for one in kept) >= 3
        )
    )
    def test_every_model_projects_a_share_that_only_falls(self, kept: list[float]) -> None:
        left = [1000.0]
        for one in kept:
            left.append(left[-1] * one)
        for fit in MODELS.values():
            found = fit(cohort(left)).survival(30)
            assert found[0] == 1
            assert all(1 >= before >= after - 1e-12 >= -1e-12 for before, after in itertools.pairwise(found))

    def test_a_flat_optimum_says_so(self) -> None:
        one_rate = fit_sbg(cohort([1000 * 0.8**t for t in range(8)]))
        assert one_rate.doubts
        assert not fit_sbg(cohort(Case("sbg_high_end_7y").given["survival_percent"])).doubts

    @pytest.mark.parametrize(
        ("left", "why"),
        [
            ([], "needs those who began"),
            ([100], "needs those who began"),
            ([0, 0], "nobody is in the cohort"),
            ([100, 110], "the cohort grows in period 1, from 100 to 110"),
            ([100, -1], "fewer than none"),
            ([100, nan, 50], "number 1 is not a finite number"),
            ([100, inf], "not a finite number"),
            ([100, 100, 100], "nobody left"),
            ([100, 80], "alpha and beta need 2"),
        ],
    )
    def test_what_cannot_be_fitted_says_why(self, left: list[float], why: str) -> None:
        with pytest.raises(NoFigureError, match=why):
            fit_sbg(cohort(left))

    def test_without_discounting_a_lifetime_may_have_no_end(self) -> None:
        with pytest.raises(NoFigureError, match="no end"):
            expected_lifetime(SBG, 0)
        loyal = Fit("sbg", {"alpha": 3.0, "beta": 2.0}, 0.0, 1.0)
        assert expected_lifetime(loyal, 0) == pytest.approx((3 + 2 - 1) / (3 - 1))
        with pytest.raises(NoFigureError, match="nothing can be discounted"):
            expected_lifetime(SBG, -1)


class TestLifetimeValue:
    def test_three_conventions(self) -> None:
        case = Case("clv_three_conventions")
        told = [
            case.told[name]
            for name in ("first_payment_now", "end_of_period_first_included", "first_payment_excluded")
        ]
        found = [
            lifetime_value(case.given["m"], case.given["r"], case.given["d"], one) for one in CONVENTIONS
        ]
        assert found == case.near(told)
        with pytest.raises(NoFigureError, match="the convention is not said"):
            lifetime_value(100, 0.8, 0.1, "")

    def test_multiples(self) -> None:
        case = Case("margin_multiple")
        found = [[margin_multiple(r, i) for i in case.given["i"]] for r in case.given["r"]]
        for told, row in zip(case.told["table"], found, strict=True):
            assert row == case.near(told)

    def test_what_is_spent_on_keeping(self) -> None:
        case, one = Case("clv_isp"), Case("clv_isp").given
        assert with_retention_cost(
            one["price"], one["variable"], one["retention_spend"], one["r"], one["d"]
        ) == case.near(case.told["clv"])
        assert lifetime_value(1, one["r"], one["d"], CONVENTIONS[0]) == case.near(case.told["multiplier"])
        nasr = Case("clv_berger_nasr_1")
        assert berger_nasr(
            nasr.given["contribution"],
            nasr.given["promotion"],
            nasr.given["r"],
            nasr.given["d"],
            nasr.given["n"],
        ) == nasr.near(nasr.told["clv"])

    def test_a_low_discount_rate_cuts_no_lifetime_short(self) -> None:
        """A sum over years that stops early is a silent loss: of a class of 5% and one of 0.1%, it is known exactly."""
        two = Fit("two_classes", {"share": 0.4, "churn": 0.05, "other_churn": 0.001}, 0.0, 1.0)
        told = 1.0001 * (0.4 / (0.0001 + 0.05) + 0.6 / (0.0001 + 0.001))
        assert expected_lifetime(two, 0.0001) == pytest.approx(told)
        slow = Fit("bdw", {"alpha": 0.26, "beta": 1.72, "c": 1.58}, 0.0, 1.0)
        long = sum(left * 1.001**-t for t, left in enumerate(slow.survival(25_000)))
        assert expected_lifetime(slow, 0.001) == pytest.approx(long, abs=1e-5)
        with pytest.raises(NoFigureError, match="so low a discount rate"):
            expected_lifetime(slow, 1e-6)

    @pytest.mark.parametrize(
        "figure",
        [
            lambda: berger_nasr(260, 50, 0.75, 0.2, -3),
            lambda: berger_nasr(260, 50, 0.75, 0.2, 2.5),  # type: ignore[arg-type]
            lambda: berger_nasr(260, 50, 0.75, -1 + 1e-16, 40),
            lambda: lifetime_value(1e308, 0.99, 0.01, CONVENTIONS[0]),
            lambda: payments(nan, 0.1, CONVENTIONS[0]),
            lambda: expected_residual_lifetime(SBG, -1, 0.1),
        ],
    )
    def test_nothing_is_made_of_what_is_no_number(self, figure: Any) -> None:
        with pytest.raises(NoFigureError):
            figure()

    def test_the_regular_segment(self) -> None:
        """Fader and Hardie 2007 print alpha 0.704 and beta 1.182 for it."""
        made = fit_sbg(cohort([100, 63.1, 46.8, 38.2, 32.6, 28.9, 26.2, 24.1]))
        assert made.parameters == pytest.approx({"alpha": 0.704, "beta": 1.182}, abs=5e-4)
        assert made.loglik / made.size == pytest.approx(-1.680, abs=5e-4)

    @pytest.mark.parametrize(
        ("kept", "discount"), [(1.0, 0.0), (1.2, 0.1), (-0.1, 0.1), (nan, 0.1), (0.8, -1.0)]
    )
    def test_what_has_no_value_says_why(self, kept: float, discount: float) -> None:
        with pytest.raises(NoFigureError):
            lifetime_value(100, kept, discount, CONVENTIONS[0])


class TestCashFlow:
    def test_both_conventions(self) -> None:
        case = Case("npv_numpy")
        assert net_present_value(case.given["rate"], case.given["flows"]) == case.near(case.told["npv"])
        end = Case("npv_end_of_period")
        assert net_present_value(end.given["rate"], end.given["flows"], "end") == end.near(end.told["npv"])
        sheet = Case("npv_excel")
        a, b = sheet.given["a"], sheet.given["b"]
        assert net_present_value(a["rate"], a["flows"], "end") == sheet.near(sheet.told["a_t1"])
        flows = [b["initial"], *b["flows"]]
        assert net_present_value(b["rate"], flows) == sheet.near(sheet.told["b_t0"])
        assert net_present_value(b["rate"], [*flows, -9000]) == sheet.near(sheet.told["b_t0_with_loss_9000"])

    def test_internal_rate(self) -> None:
        case = Case("irr_numpy")
        found = internal_rate(case.given["flows"])
        assert found == case.near(case.told["irr"])
        assert net_present_value(found, case.given["flows"]) == pytest.approx(0, abs=1e-9)

    @pytest.mark.parametrize(
        ("flows", "why"),
        [
            ([100, 50], "all flows go one way"),
            ([0, 0], "nothing flows"),
            ([], "there are no flows"),
            ([-100, 230, -132], "several rates fit"),
            ([-1600, 10_000, -10_000], r"25\.0% and 400\.0%"),  # the oil pump (Lorie and Savage 1955)
            ([-1000, 6000, -11_000, 6000], r"0\.0% and 100\.0% and 200\.0%"),
            ([-1e308, 1e308, 1], "too large to calculate with"),
            ([1, -1, 1], "no rate makes"),
            ([-1, inf], "not a finite number"),
        ],
    )
    def test_no_internal_rate(self, flows: list[float], why: str) -> None:
        with pytest.raises(NoFigureError, match=why):
            internal_rate(flows)

    def test_a_rate_that_two_roots_share_is_one(self) -> None:
        assert internal_rate([-1, 2.2, -1.21]) == pytest.approx(0.1, abs=1e-7)
        assert internal_rate([-100, 220, -121]) == pytest.approx(0.1, abs=1e-7)

    def test_one_change_of_sign_has_one_rate_however_far_it_lies(self) -> None:
        assert internal_rate([-1, 1e12]) == pytest.approx(1e12 - 1)
        assert internal_rate([-100, 1]) == pytest.approx(-0.99)
        assert str(internal_rate([0, -100, 100, 0])) == "0.0"
        assert internal_rate([-200_000, *[1199.10] * 360]) == pytest.approx(0.005, abs=1e-7)

    @given(
        st.lists(st.floats(0.01, 1e6), min_size=1, max_size=4),
        st.lists(st.floats(0.01, 1e6), min_size=1, max_size=30),
    )
    def test_its_rate_makes_the_flows_worth_nothing(self, spent: list[float], earned: list[float]) -> None:
        flows = [*(-one for one in spent), *earned]
        found = internal_rate(flows)
        worth = [flow / (1 + found) ** t for t, flow in enumerate(flows)]
        assert abs(sum(worth)) <= 1e-7 * sum(map(abs, worth))

    @pytest.mark.parametrize(
        ("discount", "flows"),
        [
            (1e308, [1, 1]),
            (-1 + 1e-16, [1] * 50),
            (-0.9999999999, [1] * 60),
            (0.1, [1e308]),
            (0.1, [10**400]),
        ],
    )
    def test_what_grows_beyond_all_numbers_is_no_figure(self, discount: float, flows: list[float]) -> None:
        with pytest.raises(NoFigureError, match=r"beyond all numbers|too large"):
            net_present_value(discount, flows)
        with pytest.raises(NoFigureError, match=r"beyond all numbers|too large"):
            payback(flows, discount)

    def test_rounding_does_not_keep_an_investment_from_coming_back(self) -> None:
        assert payback([-1.1, *[0.1] * 11]) == pytest.approx(11)
        assert payback([-100, 110], 0.1) == pytest.approx(1)
        with pytest.raises(NoFigureError, match="nothing flows"):
            payback([0, 0])

    def test_payback(self) -> None:
        assert payback([-100, 50, 50, 50]) == 2
        assert payback([-100, 60, 80]) == 1.5
        assert payback([10, 10]) == 0
        assert payback([-100, 150, -100, 60]) == pytest.approx(2 + 50 / 60)  # it has to stay paid back
        with pytest.raises(NoFigureError, match="does not come back"):
            payback([-100, 50])
        assert payback([-100, 60, 80], 0.1) > payback([-100, 60, 80])

    @given(st.floats(-0.5, 1), st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=8))
    def test_the_spreadsheets_convention_is_one_period_later(
        self, discount: float, flows: list[float]
    ) -> None:
        now, end = (net_present_value(discount, flows, first) for first in ("now", "end"))
        assert end * (1 + discount) == pytest.approx(now, rel=1e-9, abs=1e-3)

    def test_flows_between_parties(self) -> None:
        """The railway with meals, and its traveller; a printed table says 17 million for 5 million x 34."""
        assert net_flow([(5, 10), (5, 200)], fixed=70_000) == -68_950
        assert net_flow([(5, -10), (5, -200)]) == -1_050
        assert net_flow_over([-1000, 400, 400, 400]) == 200
        assert net_flow([(5e6, 34)]) == 170e6
        with pytest.raises(NoFigureError, match="too large to calculate with"):
            net_flow([(1e308, 10)])


class TestSpreads:
    @pytest.mark.parametrize("shape", ["triangular", "pert"])
    def test_moments(self, shape: str) -> None:
        case = Case(shape)
        one = spread(case.given["low"], case.given["mode"], case.given["high"], shape)
        assert (one.mean, one.sd) == case.near((case.told["mean"], case.told["sd"]))
        shares = {"median": 0.5, "p05": 0.05, "p50": 0.5, "p95": 0.95}
        for name, at in shares.items():
            if name in case.told:
                assert one.quantile(at) == case.near(case.told[name])
        if shape == "pert":
            assert one._alphas == case.near((case.told["alpha"], case.told["beta"]))
            classic = spread(case.given["low"], case.given["mode"], case.given["high"], "beta")
            assert (classic.mean, classic.sd) == case.near((105, case.told["sd_classic_range_over_6"]))

    @pytest.mark.parametrize("shape", SHAPES)
    def test_draws_have_the_moments_that_are_said(self, shape: str) -> None:
        import numpy as np

        one = spread(80, 100, 150, shape)
        found = one.draws(np.random.default_rng(7), 200_000)
        assert abs(found.mean() - one.mean) <= 4 * one.sd / sqrt(len(found)) + 1e-9
        assert found.std() == pytest.approx(one.sd, rel=0.02, abs=1e-9)
        for share in (0.05, 0.5, 0.95):
            assert np.mean(found < one.quantile(share)) == pytest.approx(share, abs=0.005) or shape == "fixed"
        if shape in ("pert", "triangular", "beta", "uniform", "fixed"):
            assert found.min() >= 80 and found.max() <= 150

    @pytest.mark.parametrize("shape", ["normal", "lognormal"])
    def test_one_in_twenty_lies_outside_on_either_side(self, shape: str) -> None:
        one = spread(80, None, 150, shape)
        assert (one.quantile(0.05), one.quantile(0.95)) == pytest.approx((80, 150))

    @pytest.mark.parametrize(
        ("given", "why"),
        [
            ((150, 100, 80, "pert"), "the lowest value, 150, is above the highest, 80"),
            ((80, 200, 150, "pert"), "is not between 80 and 150"),
            ((80, None, None, "pert"), "needs a lowest and a highest"),
            ((None, None, None, "pert"), "needs a lowest and a highest"),
            ((0, 1, 2, "lognormal"), "above zero"),
            ((0, 1, inf, "pert"), "not a finite number"),
            ((-1e308, 0, 1e308, "uniform"), "too large to calculate with"),
            ((1e-30, 1, 1e30, "lognormal"), "too wide for a lognormal"),
            ((0, 1, 2, "gauss"), "is not known"),
        ],
    )
    def test_what_is_no_estimate_says_why(self, given: Any, why: str) -> None:
        with pytest.raises(NoFigureError, match=why):
            spread(*given)

    def test_a_number_alone_is_fixed(self) -> None:
        assert spread(None, 7, None) == Spread("fixed", 7, 7, 7)
        assert spread(7, 7, 7) == Spread("fixed", 7, 7, 7)


class TestSimulation:
    SPREADS: ClassVar[dict[str, Spread]] = {
        "price": spread(80, 100, 150),
        "cost": spread(20, 30, 90, "triangular"),
        "fee": spread(None, 5, None),
    }

    @staticmethod
    def profit(draws: Any) -> Any:
        return draws["price"] - draws["cost"] - draws["fee"]

    def test_it_agrees_with_the_exact_moments(self) -> None:
        made = simulate(self.profit, self.SPREADS, 100_000, 1)
        mean = 105 - 140 / 3 - 5
        sd = sqrt(sum(one.sd**2 for one in self.SPREADS.values()))
        assert abs(made.mean - mean) < 4 * made.error
        assert made.sd == pytest.approx(sd, rel=0.02)
        assert made.below(made.quantile(0.25)) == pytest.approx(0.25, abs=1e-4)
        assert made.tornado["price"] > 0 > made.tornado["cost"]
        assert made.tornado["fee"] == 0

    def test_a_seed_is_a_result_whatever_the_chunk(self) -> None:
        one = simulate(self.profit, self.SPREADS, 25_000, 3, chunk=10_000)
        other = simulate(self.profit, self.SPREADS, 25_000, 3, chunk=25_000)
        assert (one.outcomes == other.outcomes).all()
        assert (simulate(self.profit, self.SPREADS, 25_000, 4).outcomes != one.outcomes).any()

    def test_a_further_estimate_leaves_the_others_as_they_were(self) -> None:
        before = simulate(self.profit, self.SPREADS, 5_000, 3)
        after = simulate(self.profit, {**self.SPREADS, "new": spread(0, 1, 2)}, 5_000, 3)
        assert (before.outcomes == after.outcomes).all()

    def test_equal_numbers_share_their_rank(self) -> None:
        """Else they are ranked by where they stand, and a correlation appears or is lost (Spearman 1904, with ties)."""
        from scipy.stats import spearmanr

        spreads = {"sold": spread(0, None, 1, "uniform"), "else": spread(0, None, 1, "uniform")}
        drawn: dict[str, Any] = {}

        def stepped(draws: Any) -> Any:
            drawn.update(draws)
            return (draws["sold"] * 3).round()

        made = simulate(stepped, spreads, 4000, 1)
        for name, values in drawn.items():
            told = float(spearmanr(values, stepped(drawn)).statistic)
            assert made.tornado[name] == pytest.approx(told, abs=1e-9)

    @pytest.mark.parametrize(("runs", "chunk"), [(0, 10), (1, 10), (-1, 10), (10**8, 10), (10, 0)])
    def test_what_cannot_be_drawn_says_why(self, runs: int, chunk: int) -> None:
        with pytest.raises(NoFigureError):
            simulate(self.profit, self.SPREADS, runs, 1, chunk)

    def test_an_outcome_without_end_is_none(self) -> None:
        with pytest.raises(NoFigureError, match="no finite outcome"):
            simulate(lambda draws: draws["price"] * inf, self.SPREADS, 10, 1)

    def test_a_seed_below_zero_is_none(self) -> None:
        with pytest.raises(NoFigureError, match="the seed is -1"):
            simulate(self.profit, self.SPREADS, 10, -1)


class TestAnswers:
    def test_recommendation(self) -> None:
        case = Case("nps_whuber")
        n = case.given["n"]
        found = intervals.of_shares(case.given["d"] * n, n / 3, case.given["p"] * n)
        assert found is not None
        assert (found.value, found.se) == case.near((case.told["nps"], case.told["se"]))
        assert list(found.interval) == case.near(case.told["ci95"])
        thumb = Case("nps_rule_of_thumb")
        third = intervals.of_shares(1e6, 1e6, 1e6)
        assert third is not None
        assert (third.high - third.low) * sqrt(3e6) == thumb.near(thumb.told["ci95_width_times_sqrt_n"])

    def test_the_two_shares_are_not_independent(self) -> None:
        case = Case("nps_covariance_matters")
        pro, con, n = case.given["promoters"], case.given["detractors"], case.given["n"]
        found = intervals.of_shares(con, n - pro - con, pro)
        assert found is not None
        assert (found.value, found.se) == case.near((case.told["nps"], case.told["se"]))
        assert list(found.interval) == case.near(case.told["ci95"])
        p, d = pro / n, con / n
        apart = 100 * sqrt((p * (1 - p) + d * (1 - d)) / n)
        assert apart == case.near(case.told["se_if_independent"])
        assert found.se > apart

    def test_few_answers(self) -> None:
        case = Case("nps_adjusted_wald")
        found = intervals.adjusted(*(case.given[name] for name in ("detractors", "passives", "promoters")))
        assert found is not None
        assert (found.value, found.se) == case.near((case.told["nps"], case.told["se"]))
        assert list(found.interval) == case.near(case.told["ci95"])

    def test_two_waves(self) -> None:
        case = Case("nps_two_waves")
        waves = [
            intervals.of_shares(d * n, (1 - p - d) * n, p * n)
            for p, d, n in (case.given["wave1"], case.given["wave2"])
        ]
        assert waves[0] is not None and waves[1] is not None
        found = intervals.difference(waves[0], waves[1])
        assert found is not None
        assert (found.value, found.se, found.p) == case.near(
            (case.told["difference"], case.told["se"], case.told["p"])
        )

    def test_one_mean_has_many_share_differences(self) -> None:
        case = Case("nps_same_mean")
        for place, answers in enumerate(case.given.values()):
            counts = [sum(low <= one <= high for one in answers) for low, high in ((0, 6), (7, 8), (9, 10))]
            found = intervals.of_shares(*counts)
            assert found is not None and found.value == case.near(case.told["nps"][place])
            assert sum(answers) / len(answers) == case.told["mean"][place]

    def test_kano(self) -> None:
        case = Case("kano")
        found = coefficients(case.given)
        assert (found.better, found.worse) == case.near((case.told["better"], case.told["worse"]))
        assert {one: {other: classify(one, other) for other in ANSWERS} for one in ANSWERS} == Case(
            "kano_table"
        ).told
        for wrong in ({}, {"A": -1, "O": 5}, {"R": 4, "Q": 2}, {"A": nan}):
            with pytest.raises(NoFigureError):
                coefficients(wrong)
        with pytest.raises(NoFigureError):
            classify("love", "like")

    def test_reliability(self) -> None:
        rows = [
            [6, 5, 6, 6],
            [4, 4, 3, 4],
            [7, 6, 6, 7],
            [5, 5, 5, 4],
            [2, 3, 2, 2],
            [6, 6, 5, 6],
            [3, 2, 3, 3],
            [5, 6, 6, 5],
        ]
        found = alpha(rows)
        assert found.alpha == pytest.approx(0.968905, abs=1e-6)
        assert (found.n, found.items) == (8, 4)
        assert found.low < found.alpha < found.high <= 1
        assert alpha([*rows, [1, nan, 2, 2]]).n == 8  # a row with a gap is left out

    @pytest.mark.parametrize(
        ("rows", "why"),
        [
            ([], "0 rows are complete in the answers"),
            ([[1, 2]], "1 row is complete in the answers;"),
            ([[3], [4]], "one item alone"),
            ([[3, 3], [3, 3]], "all answered alike"),
            ([[1, 5], [5, 1], [3, 3]], "everybody's answers add up to the same"),
            ([[1, 2], [1, 2, 3]], "not of one length"),
        ],
    )
    def test_no_reliability(self, rows: list[list[float]], why: str) -> None:
        with pytest.raises(NoFigureError, match=why):
            alpha(rows)

    def test_what_lies_off_the_scale_is_no_answer(self) -> None:
        with pytest.raises(NoFigureError, match="outside the scale"):
            styles([[1, 6]], 1, 5)
        assert styles([[3, 3], [3, 3]], 1, 5).never_top_share == 1
        assert styles([[3, 3], [3, 3]], 1, 5).centred == ()

    @pytest.mark.parametrize(
        ("rows", "ends", "why"),
        [([[3, 3], [3, 3]], (3, 3), "one and the same answer"), ([[], []], (1, 5), "no items")],
    )
    def test_no_style(self, rows: list[list[float]], ends: tuple[float, float], why: str) -> None:
        with pytest.raises(NoFigureError, match=why):
            styles(rows, *ends)

    def test_counts_that_are_none_have_no_mean(self) -> None:
        assert intervals.of_counts(1, [1, -1, 3]) is None
        assert intervals.of_counts(1, [nan, 1, 3]) is None
        assert intervals.of_shares(-1, 3, 4) is None
        assert intervals.of_shares(1e308, 1e308, 0) is None

    def test_feldts_interval(self) -> None:
        """Against the quantiles of F as scipy.stats computes them."""
        from scipy.stats import f

        rows = [[1, 2, 2], [2, 3, 5], [4, 4, 3], [5, 3, 4], [3, 1, 2], [5, 5, 4]]
        found = alpha(rows)
        told = [1 - (1 - found.alpha) * float(f.ppf(at, 5, 10)) for at in (0.975, 0.025)]
        assert [found.low, found.high] == pytest.approx(told)


class TestExperience:
    def test_peak_and_end(self) -> None:
        case = Case("peak_end")
        found = summary(
            Feeling(str(at), "felt", valence, "") for at, valence in enumerate(case.given["valence"])
        )
        assert [found.mean, found.peak, found.end, found.peak_end] == case.near(list(case.told.values()))

    def test_the_zone_of_tolerance(self) -> None:
        case = Case("zone_of_tolerance")
        found = Expected("answers", **case.given)
        assert found.adequacy is not None and found.superiority is not None
        assert [found.adequacy, found.superiority] == case.near(list(case.told.values()))


def test_every_case_is_tried() -> None:
    """Agreement between groups is tried where it is measured."""
    here = Path(__file__).read_text(encoding="utf-8")
    for name in set(CASES) - {"fleiss_kappa"}:
        assert f'"{name}"' in here, name
