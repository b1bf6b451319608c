"""Names an unexpected exception without quoting it."""

from __future__ import annotations

from pathlib import Path


def place_of(fault: BaseException | None) -> str:
    """The type of an exception and where it was raised. Never its message: that may quote a draft."""
    if fault is None:
        return "unknown exception"
    trace = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "unknown place"
    return f"{type(fault).__name__} at {where}"
