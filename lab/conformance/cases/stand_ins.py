"""Programs in other servers' places: a judge's model, an agent's model, and an MCP server that takes its time.

Run as `python stand_ins.py mcp` it is that MCP server, over standard streams.
"""

import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# what the judge's model writes: half a surrogate pair and U+0000 in its critique, an emoji in two chunks of a stream
CRITIQUE = "<think>seen</think><critique>c\ud83d\u0000 \U0001f600 end</critique><score>0.7</score>"


def agents_turn(messages):
    """A question that is a JSON call is called once, and answered when its result is there; other questions are echoed."""
    question = next(m["content"] for m in messages if m["role"] == "user")
    results = [m["content"] for m in messages if m["role"] == "tool"]
    try:
        call = json.loads(question)
    except ValueError:
        return question, None
    return ("\\boxed{done}", None) if results or not isinstance(call, dict) else ("I call.", call)


class Server(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.answer({"object": "list", "data": [{"id": "scripted", "object": "model"}]})

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path.startswith("/judge"):
            return self.stream(request) if request.get("stream") else self.answer(self.completion(request, CRITIQUE, None))
        said, call = agents_turn(request["messages"])
        self.answer(self.completion(request, said, call))

    def completion(self, request, said, call):
        message = {"role": "assistant", "content": said}
        if call:
            message["tool_calls"] = [{"id": "call", "type": "function", "function": {
                "name": call["name"], "arguments": json.dumps(call["arguments"])}}]  # fmt: skip
        choice = {"index": 0, "message": message, "finish_reason": "tool_calls" if call else "stop"}
        return {"id": "c", "object": "chat.completion", "created": 0, "model": request["model"], "choices": [choice],
                "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}}  # fmt: skip

    def stream(self, request):
        """Chunk by chunk of two UTF-16 units, as servers cut that know nothing of pairs."""
        units = CRITIQUE.encode("utf-16-le", "surrogatepass")
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        for begin in range(0, len(units), 4):
            piece = "".join(f"\\u{units[i] | units[i + 1] << 8:04x}" for i in range(begin, min(begin + 4, len(units)), 2))
            chunk = json.dumps({"id": "c", "object": "chat.completion.chunk", "model": request["model"], "choices": [
                {"index": 0, "delta": {"content": "@"}, "finish_reason": None}]}).replace('"@"', f'"{piece}"')  # fmt: skip
            self.wfile.write(f"data: {chunk}\n\n".encode())
        end = {"id": "c", "object": "chat.completion.chunk", "model": request["model"],
               "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}  # fmt: skip
        self.wfile.write(f"data: {json.dumps(end)}\n\ndata: [DONE]\n\n".encode())

    def answer(self, body):
        content = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args):
        pass


def serve(port):
    server = ThreadingHTTPServer(("127.0.0.1", port), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()


def slow_mcp():
    for line in sys.stdin:
        message = json.loads(line)
        if "id" not in message:
            continue
        match message["method"]:
            case "initialize":
                result = {"protocolVersion": message["params"]["protocolVersion"], "capabilities": {"tools": {}},
                          "serverInfo": {"name": "slow", "version": "1"}}  # fmt: skip
            case "tools/list":
                result = {"tools": [{"name": "wait", "description": "Waits.", "inputSchema": {"type": "object"}}]}
            case "tools/call":
                time.sleep(90)
                result = {"content": [{"type": "text", "text": "waited"}]}
            case _:
                result = {}
        print(json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": result}), flush=True)


if __name__ == "__main__":
    slow_mcp()
