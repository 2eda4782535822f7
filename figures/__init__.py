"""Figures: the process map and the charts, drawn from what mining found, the same for pages, reports and notebooks."""
