"""What is written besides pages; each output reads the same `View`."""
