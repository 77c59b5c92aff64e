"""What each sees first: a member what is left and promised, staff what waits for somebody."""
