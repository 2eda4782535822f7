"""The margin at which projects will end: what is worked, what is booked still, and how such work went before."""
