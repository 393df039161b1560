"""How is a person asked for a row? Forms made from the metadata of the tables, and change sets made from forms."""
