"""What each system of the firm has written down: one file a vendor, from the state to records by the vendor's names.

A file has `records(state) -> SystemRecords`: one frame a vendor table. Where `state.record_troubles` asks for it, some
records are planted that contradict themselves or each other; each is named in `SystemRecords.planted`.
"""
