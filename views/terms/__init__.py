"""A page for each class, property, concept, shape and rule, and the drawing of the classes."""
