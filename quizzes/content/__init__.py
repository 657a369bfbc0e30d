"""What is taught: the models of a topic file, the reader that checks files, and the shelf that serves them."""
