"""What turns an answer into what people look at, and a query into what programs run."""
