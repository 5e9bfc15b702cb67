"""What a customer is worth over the time they stay.

Three conventions, all right (Fader and Hardie 2012, note 024); they differ in when the first payment
comes and whether it counts. With the margin m, the kept share r and the discount rate d a period:
`first_payment_included_start_of_period` m (1 + d) / (1 + d - r), `first_payment_included_end_of_period`
m / (1 + d - r), and `first_payment_excluded` m r / (1 + d - r). No value without its convention.
"""

from __future__ import annotations

from math import ceil, isfinite, log, log1p
from typing import Final

from cxcanvas.formulas.figures import NoFigureError, finite, rate, share, whole
from cxcanvas.formulas.retention import Fit

__all__ = [
    "CONVENTIONS",
    "berger_nasr",
    "expected_lifetime",
    "expected_residual_lifetime",
    "lifetime_value",
    "margin_multiple",
    "payments",
    "with_retention_cost",
]

CONVENTIONS: Final = (
    "first_payment_included_start_of_period",
    "first_payment_included_end_of_period",
    "first_payment_excluded",
)

_PERIODS: Final = 10_000  # nobody stays longer, and no sum has to run on


def payments(lifetime: float, discount: float, convention: str) -> float:
    """How many margins a customer is worth, from their expected lifetime (the first payment counted, undiscounted)."""
    if convention not in CONVENTIONS:
        raise NoFigureError(f"the convention is not said: one of {', '.join(CONVENTIONS)}")
    rate(discount)
    finite(lifetime, "the expected lifetime")
    found = {
        CONVENTIONS[0]: lifetime,
        CONVENTIONS[1]: lifetime / (1 + discount),
        CONVENTIONS[2]: lifetime - 1,
    }
    return found[convention]


def lifetime_value(margin: float, kept: float, discount: float, convention: str) -> float:
    """The value of a customer whose chance to stay is the same each period, in one of the three conventions."""
    lifetime = (1 + rate(discount)) * _forever(share(kept, "the kept share"), discount)
    return finite(margin, "the margin") * payments(lifetime, discount, convention)


def _forever(kept: float, discount: float) -> float:
    if 1 + discount - kept <= 0:
        raise NoFigureError("without discounting, a customer who never leaves is worth more than any number")
    return 1 / (1 + discount - kept)


def margin_multiple(kept: float, discount: float) -> float:
    """How many margins a customer is worth: r / (1 + i - r) (Gupta and Lehmann 2003)."""
    return share(kept, "the kept share") * _forever(kept, rate(discount))


def with_retention_cost(
    price: float, variable: float, retention: float, kept: float, discount: float
) -> float:
    """The value where something is spent on each customer each period to keep them (Farris and others)."""
    margin = (
        finite(price, "the price")
        - finite(variable, "the variable cost")
        - finite(retention, "the cost of keeping")
    )
    return lifetime_value(margin, kept, discount, CONVENTIONS[0])


def berger_nasr(contribution: float, promotion: float, kept: float, discount: float, periods: int) -> float:
    """Contributions at 0 … n, promotions in the middle of each period (Berger and Nasr 1998, case 1)."""
    share(kept, "the kept share")
    gain, cost = finite(contribution, "the contribution"), finite(promotion, "the promotion")
    now, years = 1 / (1 + rate(discount)), range(1, whole(periods, "the number of periods", _PERIODS) + 1)
    try:
        gained = gain + sum(gain * kept**i * now**i for i in years)
        return float(gained - sum(cost * kept ** (i - 1) * now ** (i - 0.5) for i in years))
    except OverflowError:
        raise NoFigureError("at this discount rate the flows grow beyond all numbers") from None


def expected_lifetime(fit: Fit, discount: float) -> float:
    """The expected number of payments, the first included, each discounted: sum of S(t) / (1 + d)^t.

    For the shifted-beta-geometric that is 2F1(1, b; a + b; 1 / (1 + d)) (Fader and Hardie 2010,
    Marketing Science 29).
    """
    rate(discount)
    if fit.model == "sbg":
        a, b = fit.parameters["alpha"], fit.parameters["beta"]
        return _hypergeometric(b, a + b, discount, a)
    if fit.model == "geometric":
        return (1 + discount) * _forever(1 - fit.parameters["churn"], discount)
    if fit.model == "two_classes":
        of = fit.parameters
        each = ((of["share"], of["churn"]), (1 - of["share"], of["other_churn"]))
        return (1 + discount) * sum(part * _forever(1 - churn, discount) for part, churn in each)
    return _summed(fit, discount)


def expected_residual_lifetime(fit: Fit, renewals: int, discount: float) -> float:
    """The same for a customer who has renewed n times, seen just before the next renewal.

    For the shifted-beta-geometric: r(n + 1) 2F1(1, b + n + 1; a + b + n + 1; 1 / (1 + d)).
    """
    if fit.model != "sbg":
        raise NoFigureError("the rest of a lifetime is known for the shifted-beta-geometric only")
    rate(discount)
    n = whole(renewals, "the number of renewals", _PERIODS)
    a, b = fit.parameters["alpha"], fit.parameters["beta"]
    return (b + n) / (a + b + n) * _hypergeometric(b + n + 1, a + b + n + 1, discount, a)


def _hypergeometric(b: float, c: float, discount: float, a: float) -> float:
    from scipy.special import hyp2f1

    if discount < 0 or (discount == 0 and a <= 1):
        raise NoFigureError("without discounting, the expected lifetime of this cohort has no end")
    if not discount:
        return (c - 1) / (a - 1)  # Gauss: 2F1(1, b; c; 1), where c - b - 1 = a - 1
    found = float(hyp2f1(1, b, c, 1 / (1 + discount)))
    if not isfinite(found):
        raise NoFigureError("the expected lifetime cannot be computed for these parameters")
    return found


def _summed(fit: Fit, discount: float, most: int = 100_000) -> float:
    """The sum until what is left out can be no more than a millionth: nobody comes back, so it is geometric at most."""
    if discount <= 0:
        raise NoFigureError("without discounting, the expected lifetime of this model is not known")
    enough = log(1e6 / discount) / log1p(discount)
    if not enough <= most:
        raise NoFigureError("at so low a discount rate the expected lifetime of this model is not known")
    return sum(left * (1 + discount) ** -t for t, left in enumerate(fit.survival(ceil(enough))))
