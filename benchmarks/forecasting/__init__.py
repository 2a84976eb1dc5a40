"""Forecasts judged on simulated companies whose parameters are known.

``parameters`` draws a company, ``market`` lets requisitions and candidates live day by day, ``world`` keeps what
happened and tells what was known at an origin, ``oracle`` forecasts with the true parameters, ``product`` asks the
product, and ``python -m benchmarks.forecasting`` compares them. Nothing here but ``product`` and the scores is of the
product itself.
"""
