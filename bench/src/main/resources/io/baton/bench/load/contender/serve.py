# What Baton's built-in application answers, as a WSGI application.
import os


def app(environ, start_response):
    body = f"I am worker, pid: {os.getpid()}, ppid: {os.getppid()}\n".encode()
    fields = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
    start_response("200 OK", fields)
    return [body]
