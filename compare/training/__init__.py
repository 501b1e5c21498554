"""Training: what makes the learned parts that ship in ``data``, one command a module.

Run a module with ``python -m``; each names in its docstring what it needs besides newscompare.
Nothing else imports this package.
"""
