-- grain: one row per share of {shares} that is chosen, under its bucket of time
select *, {bucket} as bucket from {shares} where measure = $measure and {condition}
