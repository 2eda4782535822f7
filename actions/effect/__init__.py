"""Effect: whether what was done helped, against comparable findings for which nothing was done."""
