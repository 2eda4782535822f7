-- grain: one row per share that is chosen, under its bucket of time
select {told}, {bucket} as bucket from {shares} where measure = $measure and {condition}
