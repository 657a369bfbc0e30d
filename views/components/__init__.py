"""What one sees at slider speed: parts of a page that answer in the browser, without asking the server."""
