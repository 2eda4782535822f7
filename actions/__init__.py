"""From a finding to what is done about it: policies, approvals, messages that leave, outcomes that come back."""
