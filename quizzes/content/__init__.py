"""What is taught: the topic file, the reader that checks files, and the shelf that serves them."""
