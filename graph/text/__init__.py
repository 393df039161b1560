"""Words as people write them: folded, stemmed, compared, set out in columns."""
