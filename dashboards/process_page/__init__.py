"""The parts of the process page: its head, variants, bottlenecks, cases and a case's timeline."""
