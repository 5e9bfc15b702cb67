"""Further published cases, each with its source; where we give another answer, the test says which and why."""

from __future__ import annotations

from math import sqrt

import pytest

from cxcanvas.formulas import intervals
from cxcanvas.formulas.cashflow import internal_rate, internal_rates, net_present_value, payback
from cxcanvas.formulas.cohorts import cohort
from cxcanvas.formulas.figures import NoFigureError
from cxcanvas.formulas.kano import coefficients
from cxcanvas.formulas.lifetime import expected_lifetime, expected_residual_lifetime, margin_multiple
from cxcanvas.formulas.reliability import alpha, feldt
from cxcanvas.formulas.retention import Fit, fit_bdw, fit_geometric, fit_sbg
from cxcanvas.formulas.spreads import spread
from cxcanvas.measures.agreement import Ratings, agreement


class TestAgreement:
    def test_the_diagnoses_of_fleiss(self) -> None:
        """Fleiss 1971 prints 0.430; kappam.fleiss of the package irr 0.4302445. Written by patient and rater there."""
        rated = [
            "444444", "222555", "233335", "555555", "222444", "113333", "333355", "113334", "114444", "555555",
            "144444", "124444", "222333", "144444", "224445", "333335", "111455", "111112", "224444", "133555",
            "555555", "244444", "224555", "114444", "144445", "222224", "111155", "224444", "133333", "555555",
        ]  # fmt: skip
        counts = tuple(tuple(row.count(label) for label in "12345") for row in rated)
        assert [sum(column) for column in zip(*counts, strict=True)] == [26, 26, 30, 55, 43]
        found = agreement(Ratings(counts=counts))
        assert found.kappa == pytest.approx(0.4302445, abs=1e-7)
        assert found.interval is not None and found.interval[0] < 0.43 < found.interval[1]

    @pytest.mark.parametrize(
        ("counts", "kappa"),
        [
            (((7, 1), (3, 5)), 0.161905),
            (((7, 0), (0, 7)), 1.0),
            (((6, 1, 0), (0, 7, 0)), 0.708333),
        ],
    )
    def test_the_online_calculator_of_randolph(
        self, counts: tuple[tuple[int, ...], ...], kappa: float
    ) -> None:
        """justusrandolph.net/kappa, as the tests of statsmodels quote it (fixed marginals)."""
        assert agreement(Ratings(counts=counts)).kappa == pytest.approx(kappa, abs=6e-6)


class TestReliability:
    def test_feldt_woodruff_and_salih(self) -> None:
        """Their example of 1987, page 95, prints 0.704 and 0.861 with F to two decimals; the package cocron 0.705 and 0.862."""
        found = feldt(0.79, 41, 26, 0.9)
        assert [round(one, 3) for one in found] == [0.705, 0.862]

    def test_an_independent_implementation(self) -> None:
        """pingouin 0.5 gives alpha 0.6862745 (−0.293 to 0.964) for these five people."""
        found = alpha([[1, 1, 1, 3], [2, 3, 1, 2], [2, 1, 2, 1], [3, 3, 3, 3], [2, 2, 3, 3]])
        assert found.alpha == pytest.approx(0.6862745098039215)
        assert [round(found.low, 3), round(found.high, 3)] == [-0.293, 0.964]

    def test_an_alpha_that_cannot_be(self) -> None:
        for wrong in ((1.2, 40, 5), (0.8, 1, 5), (0.8, 40, 1), (0.8, 40, 5, 2.0), ("high", 40, 5)):
            with pytest.raises(NoFigureError):
                feldt(*wrong)


class TestCashFlow:
    @pytest.mark.parametrize(
        ("flows", "rate"),
        [
            # documentation of numpy_financial.irr
            ([-100, 0, 0, 74], -0.0955),
            ([-100, 100, 0, 7], 0.06206),
            ([-100, 39, 59, 55, 20], 0.28095),
            # documentation of IRR of a spreadsheet: after four years −2.1%, after five 8.7%
            ([-70_000, 12_000, 15_000, 18_000, 21_000], -0.0212),
            ([-70_000, 12_000, 15_000, 18_000, 21_000, 26_000], 0.0866),
            # documentation of numpy_financial.npv: the same project in the tests of numpy
            ([-150_000, 15_000, 25_000, 35_000, 45_000, 60_000], 0.0524),
        ],
    )
    def test_rates(self, flows: list[float], rate: float) -> None:
        assert internal_rate(flows) == pytest.approx(rate, abs=6e-5)

    @pytest.mark.parametrize(
        ("flows", "printed"), [([-5, 10.5, 1, -8, 1], 0.0886), ([-100, 100, 0, -7], -0.0833)]
    )
    def test_where_a_library_picks_one_of_several(self, flows: list[float], printed: float) -> None:
        """numpy_financial prints the rate nearest to zero. It is one of several that fit, so we name them all and choose none."""
        rates = internal_rates(flows)
        assert any(one == pytest.approx(printed, abs=6e-5) for one in rates) and len(rates) > 1
        for one in rates:
            assert net_present_value(one, flows) == pytest.approx(0, abs=1e-6)
        with pytest.raises(NoFigureError, match=f"{printed:.1%}"):
            internal_rate(flows)

    def test_values(self) -> None:
        """numpy_financial.npv prints 3065.22267; the spreadsheet's first flow is one period later."""
        flows = [-40_000, 5000, 8000, 12_000, 30_000]
        assert net_present_value(0.08, flows) == pytest.approx(3065.22267, abs=1e-5)
        assert net_present_value(0.08, flows, "end") == pytest.approx(2838.1691, abs=1e-4)

    def test_where_the_spreadsheet_discounts_what_comes_now(self) -> None:
        """NPV(6.5%; −10,000; 3,000; 3,400; 7,700) is printed as 2,055.38: with the investment today it is 2,188.98."""
        flows = [-10_000, 3000, 3400, 7700]
        assert net_present_value(0.065, flows, "end") == pytest.approx(2055.38, abs=0.005)
        assert net_present_value(0.065, flows) == pytest.approx(2188.98, abs=0.005)

    def test_payback(self) -> None:
        """Textbook: 105 million that bring 25 million a year are back after 4.2 years; discounted at 10% after 5.72."""
        assert payback([-105, *[25] * 10]) == pytest.approx(4.2)
        assert payback([-105, *[25] * 10], 0.1) == pytest.approx(5.72, abs=0.01)


class TestRetention:
    def test_the_regular_segment_as_a_test_suite_carries_it(self) -> None:
        """The tests of pymc-marketing carry alpha 0.688 for it within 10%; it is 0.704, and 0.688 fits worse."""
        seen = cohort([1000, 631, 468, 382, 326, 289, 262, 241])
        made = fit_sbg(seen)
        slipped = Fit("sbg", {"alpha": 0.688, "beta": 1.182}, 0.0, 1000.0)
        from cxcanvas.formulas.retention import loglik

        assert made.parameters["alpha"] == pytest.approx(0.704, abs=5e-4)
        assert loglik(seen, slipped.survival(seen.periods)) < made.loglik - 0.1

    def test_the_high_end_segment_in_its_holdout(self) -> None:
        """Observed in years 8 to 12: 46.8, 44.5, 42.7, 40.9, 39.4 (Fader and Hardie 2007, Table 1); a public README prints 0.460 …"""
        made = fit_sbg(cohort([100, 86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1]))
        left = made.survival(12)[8:]
        assert [round(one, 3) for one in left] == [0.46, 0.436, 0.414, 0.395, 0.378]
        assert all(
            abs(one - told / 100) < 0.02
            for one, told in zip(left, (46.8, 44.5, 42.7, 40.9, 39.4), strict=True)
        )
        assert abs(fit_geometric(cohort([100, 86.9, 74.3, 65.3, 59.3])).survival(12)[12] - 0.394) > 0.15

    def test_a_model_with_a_changing_chance_is_closer_in_the_holdout(self) -> None:
        """Fader and others 2018: the beta-discrete-Weibull of four years projects twelve better than the model without c."""
        four = cohort([100, 86.9, 74.3, 65.3, 59.3])
        weibull, plain = fit_bdw(four).survival(12)[12], fit_sbg(four).survival(12)[12]
        assert abs(weibull - 0.394) < abs(plain - 0.394)

    def test_the_rest_of_a_lifetime_grows_with_what_was_renewed(self) -> None:
        """Fader and Hardie 2010: two cohorts with a mean churn of 0.2; the more unlike the customers, the more it grows."""
        alike = Fit("sbg", {"alpha": 3.8, "beta": 15.2}, 0.0, 1.0)
        unlike = Fit("sbg", {"alpha": 0.067, "beta": 0.267}, 0.0, 1.0)
        for fit in (alike, unlike):
            rests = [expected_residual_lifetime(fit, n, 0.1) for n in range(5)]
            assert rests == sorted(rests)
            left = fit.survival(4000)
            for n in (0, 3):  # the definition: renewals to come, the next of them now
                told = sum(left[n + 1 + t] / left[n] / 1.1**t for t in range(3000))
                assert rests[n] == pytest.approx(told, rel=1e-6)
            assert expected_lifetime(fit, 0.1) == pytest.approx(1 + rests[0] / 1.1)
        assert expected_residual_lifetime(unlike, 4, 0.1) > 1.5 * expected_residual_lifetime(alike, 4, 0.1)

    def test_an_end_without_discounting(self) -> None:
        """2F1(1, b; a + b; 1) = (a + b − 1) / (a − 1) (Gauss), also where a and b are so large that a series gives up."""
        assert expected_lifetime(Fit("sbg", {"alpha": 8103.0, "beta": 8102.0}, 0, 1), 0) == pytest.approx(
            2, abs=1e-3
        )


class TestMultiples:
    def test_the_table_of_gupta_and_lehmann(self) -> None:
        """Customers as Assets 2003: at 12% a margin multiple from 1.15 (60% kept) to 4.09 (90% kept)."""
        assert [round(margin_multiple(r, 0.12), 2) for r in (0.6, 0.7, 0.8, 0.9)] == [1.15, 1.67, 2.5, 4.09]


class TestIntervals:
    @pytest.mark.parametrize(
        ("count", "n", "told"),
        [
            (0, 10, (0.0, 0.2775)),
            (81, 263, (0.2553, 0.3662)),  # Newcombe 1998, Statistics in Medicine 17, table I
            (15, 148, (0.0624, 0.1605)),
            (0, 20, (0.0, 0.1611)),
            (1, 29, (0.0061, 0.1718)),
        ],
    )
    def test_wilson(self, count: int, n: int, told: tuple[float, float]) -> None:
        assert intervals.wilson(count, n) == pytest.approx(told, abs=6e-5)

    @pytest.mark.parametrize(
        ("free", "told"),
        [
            (1, 12.7062),
            (2, 4.3027),
            (3, 3.1824),
            (4, 2.7764),
            (5, 2.5706),
            (10, 2.2281),
            (30, 2.0423),
            (120, 1.9799),
        ],
    )
    def test_student(self, free: int, told: float) -> None:
        assert intervals.student(free) == pytest.approx(
            told, abs={3: 0.004, 4: 0.001, 5: 4e-4}.get(free, 2e-4)
        )

    def test_welch(self) -> None:
        """statsmodels, unequal variances: t 1.34549, p 0.20563, 10.96480 degrees of freedom, −0.63646 to 2.63646."""
        one, other = (intervals.of_counts(1, counts) for counts in ([1, 2, 1, 2, 1], [0, 1, 1, 1, 3]))
        assert one is not None and other is not None
        found = intervals.difference(one, other)
        assert found is not None
        assert (found.z, found.free) == pytest.approx((1.3454905527673566, 10.96479791394634))
        assert found.p == pytest.approx(0.2056307287625258, abs=2e-4)
        assert found.interval == pytest.approx((-0.6364645449432127, 2.6364645449432125), abs=1e-4)

    def test_the_rule_of_three(self) -> None:
        """Hanley and Lippman-Hand 1983: after n answers alike, others may be up to about 3 / n of the population."""
        found = intervals.of_counts(1, [0, 0, 0, 0, 100])
        assert found is not None
        assert found.high == 5 and (5 - found.low) / 4 == pytest.approx(3 / 100, abs=0.001)


class TestSpreads:
    def test_pert(self) -> None:
        """Malcolm and others 1959: mean (a + 4 m + b) / 6, deviation (b − a) / 6; Vose's PERT has another deviation."""
        classic, vose = spread(2, 4, 12, "beta"), spread(2, 4, 12, "pert")
        assert classic.mean == vose.mean == 5
        assert (classic.sd, vose.sd) == pytest.approx((10 / 6, sqrt(3 * 7 / 7)))

    def test_lognormal(self) -> None:
        """Of a lognormal with median 10 and its 95th percentile at 30: sigma = ln 3 / 1.6449, mean 10 e^(sigma² / 2)."""
        made = spread(10 / 3, None, 30, "lognormal")
        assert made.quantile(0.5) == pytest.approx(10)
        assert made.quantile(0.95) == pytest.approx(30)
        assert made.mean == pytest.approx(
            10 * 2.718281828459045 ** ((1.0986122886681098 / 1.6448536269514722) ** 2 / 2)
        )


def test_kano_of_a_ski() -> None:
    """After Sauerwein and others 1996, the edge grip of a ski (shares of answers quoted second-hand): 0.40 and −0.83."""
    found = coefficients({"A": 7.2, "O": 32.2, "M": 49.5, "I": 9.9, "R": 0.3, "Q": 0.9})
    assert (round(found.better, 2), round(found.worse, 2)) == (0.40, -0.83)
