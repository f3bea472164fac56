"""The program measures itself: ratios to a bare reference, both sides taken in the same run.

    report.document(name, figures, bounds)     {measure, figures, bounds, within, machine}
    latency.measure(seats, rate, seconds, url)  commit at one seat → applied at the others

What needs a window (`map`, `startup`) is in `widgets.measure` and reports by the same document.
"""
