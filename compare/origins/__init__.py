"""Who has it from whom: which texts of an event are rewritten from which, and how many know it.

``trace`` gives each article of a comparison its provenance and groups the articles by the text
or the reporter they have it from. The scale is that of METER (Clough, Gaizauskas, Piao and Wilks,
2002): wholly derived, partly derived, not derived.
"""

from compare.origins.summary import check_line, count_origins, origins_line, told_by
from compare.origins.tracing import trace, trace_alone

__all__ = ["check_line", "count_origins", "origins_line", "told_by", "trace", "trace_alone"]
