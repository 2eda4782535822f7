"""What people and Tracework did about findings, landed as records: the event log has it beside the firm's work."""
