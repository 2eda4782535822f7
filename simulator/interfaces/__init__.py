"""The vendors' own interfaces over the pretend firm, on loopback: one file a vendor, real sign-in and paging."""
