"""Formulas of the literature: functions of numbers, each with its source; nothing here knows a canvas.

Whatever cannot be computed is said in one sentence, as `NoFigureError`, and never as a zero. numpy and
scipy are loaded by the functions that need them, when they are called.
"""
