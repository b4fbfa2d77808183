"""Pages from the web: addresses that may be asked, what robots.txt allows, and the fetching itself."""
