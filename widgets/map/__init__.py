"""The map: folium's page in a web view, our canvas layer on it, and Python's side of both."""
