"""A program in a model's place: an OpenAI-compatible chat server that shows an agent's tools at work without a model.

It follows one plan for one question (what is due for the cider of a year, from the documents in `documents`), with the
numbers that the tools return. Usage: python3 scripted_model.py [port]
"""

import json
import re
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

PROGRAM = """\
import csv, io
rows = csv.DictReader(io.StringIO({table!r}))
litres = sum(int(row["litres"]) for row in rows if row["year"] == {year!r})
print(litres, round(litres * {due}, 2))
"""


def next_turn(messages):
    """What to say, and which tool to call with what."""
    question = next(m["content"] for m in messages if m["role"] == "user")
    results = [m["content"] for m in messages if m["role"] == "tool"]
    year = re.search(r"\b\d{4}\b", question).group()
    if len(results) == 0:
        return "I need the due on cider.", ("search", {"queries": ["harbour due on cider a litre"]})
    due = re.search(r"Cider shipped off the island: ([\d.]+)", results[0]).group(1)
    if len(results) == 1:
        return f"The due is {due} crowns a litre. Now the litres.", ("file_reader", {"path": "orchards.csv"})
    if len(results) == 2:
        return "Add up and multiply.", ("python", {"code": PROGRAM.format(table=results[1], year=year, due=due)})
    litres, crowns = results[2].split()
    return f"{crowns} crowns: {litres} litres at {due} crowns a litre.", None


class Chat(BaseHTTPRequestHandler):
    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        said, call = next_turn(request["messages"])
        message = {"role": "assistant", "content": said}
        if call:
            function = {"name": call[0], "arguments": json.dumps(call[1])}
            message["tool_calls"] = [{"id": "call", "type": "function", "function": function}]
        choice = {"index": 0, "message": message, "finish_reason": "tool_calls" if call else "stop"}
        body = json.dumps({"model": request["model"], "choices": [choice]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


if __name__ == "__main__":
    HTTPServer(("localhost", int(sys.argv[1]) if len(sys.argv) > 1 else 8099), Chat).serve_forever()
