# Asks on one connection again and again until its input ends, and says how often. Any error ends it.
import http.client
import select
import sys

connection = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]), timeout=20)
count = 0
while not select.select([sys.stdin], [], [], 0)[0]:
    connection.request("GET", "/")
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200 or not body.startswith(b"I am worker"):
        sys.exit(f"{answer.status} {body}")
    count += 1
print(count)
