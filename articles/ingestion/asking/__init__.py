"""Requests to a language model about articles: servers, stored answers and costs."""
