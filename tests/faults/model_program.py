"""A model server as a program of its own, that proposes ``one``; it tells its address."""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_GET(self):
        self.send({"data": [{"id": "m"}]})

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        one = {
            "text": f"step{len(body['prompt'])}",
            "logprobs": {"tokens": ["one"], "token_logprobs": [-0.5]},
            "finish_reason": "stop",
        }
        self.send({"choices": [{**one, "index": i} for i in range(body.get("n", 1))]})

    def send(self, content):
        data = json.dumps(content).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


class Server(ThreadingHTTPServer):
    allow_reuse_address = True


server = Server(("127.0.0.1", int(sys.argv[1])), Handler)
print(server.server_address[1], flush=True)
server.serve_forever()
