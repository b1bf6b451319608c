"""The checker on 127.0.0.1: the HTTP API, the local pages, who may call, and the command line."""
