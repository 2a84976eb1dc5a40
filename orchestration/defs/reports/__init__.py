"""Pages for people, made from what is published."""
