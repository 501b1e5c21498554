"""How right the stages are, measured on gold.

``evaluate`` scores the settings in use on one gold file. The modules below it can be used alone:
``gold`` reads, ``predictions`` asks the stages, ``scores`` and ``metrics`` count, with
bootstrap intervals, so that a rival's answers are scored by the same functions.
"""

from compare.evaluation.evaluate import evaluate

__all__ = ["evaluate"]
