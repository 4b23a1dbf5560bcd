"""Reference pages made from contracts and rules."""
