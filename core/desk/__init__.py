"""The desk: what somebody finds when they come in. A member: what is left and what is promised. Staff: what needs them."""
