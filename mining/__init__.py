"""What the work does: process map, variants, cases, rework, bottlenecks, and the bridge to pm4py."""
