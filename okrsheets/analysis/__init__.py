"""What people's years say together: pace, alignment, calibration, changes of frozen plans.

Takes records of `okrsheets.model` and hands on records; opens nothing, stores nothing, never
changes a score. Source: docs/method.md.
"""
