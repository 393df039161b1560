"""What do the words that people write mean? Concepts, places, amounts and days, each a guess that can be changed."""
