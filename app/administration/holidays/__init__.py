"""The days off, and the deadlines that move with them."""
