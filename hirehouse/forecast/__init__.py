"""Forecast of hires (M-42, M-44 to M-46, M-48, M-49): semi-Markov stages, seats as ceilings, arrivals still to come.

``read`` takes what the warehouse knows, ``history`` cuts it to what was known at an origin, ``hazards`` and ``flow``
learn from it, ``chances`` turns stage and age into odds by day, ``simulate`` draws futures, ``baselines`` are the
challengers, ``model`` puts them together. Days are whole local days, counted from 1970-01-01.
"""
