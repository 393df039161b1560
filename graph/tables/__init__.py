"""How are the tables read? Strictly: what is damaged is told at its cell, what no reader sees is made plain."""
