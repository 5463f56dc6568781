"""The road that everything takes: dispatch, commands, courier, ticker, jobs, runtime.

The engine knows no platform and no feature by name. It decides when things run and makes sure that
nothing is lost; what they mean is decided in ``bot/features``.
"""
