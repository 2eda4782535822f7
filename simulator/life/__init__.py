"""What happens in the pretend firm: from its people and deals to the cash, stage after stage, in whole columns.

Not a clock that steps from event to event: each stage takes the moments the stage before it gave, and queues are solved
for all approvers at once (`desks`), so ten million events take minutes. `simulate.simulate` runs the stages.
"""
