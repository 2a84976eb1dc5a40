"""What people say of requisitions and seats: lines written to the home, read by the next run."""
