-- grain: one row per event that had happened at a moment and was written down by then
from event where greatest(ts, coalesce(logged_at, ts)) <= $moment
