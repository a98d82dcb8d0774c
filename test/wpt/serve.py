"""Serves a checkout of web-platform-tests on two loopback ports, with its Python handlers, as much of wptserve's API as they use.

Usage: serve.py CHECKOUT. It writes the ports as JSON on its first line of output, and ends with its standard input.
"""

import gzip
import importlib.util
import json
import mimetypes
import os
import re
import sys
import threading
import time
import types
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote, urlsplit

ROOT = os.path.realpath(sys.argv[1])
HOST = "127.0.0.1"
PORTS = []


def to_bytes(value):
    """Text as ISO 8859-1, the way headers travel."""
    return value if isinstance(value, bytes) else str(value).encode("latin-1", "replace")


def to_text(value):
    return value.decode("latin-1") if isinstance(value, bytes) else value


def json_handler(make):
    def handle(request, response):
        result = make(request, response)
        status = ()
        if isinstance(result, tuple):
            *status, result = result
        return (*(status or (200,)), [(b"Content-Type", b"application/json")], json.dumps(result))

    return handle


def provide_wptserve():
    """The modules that handlers import."""
    package, utils, handlers = (types.ModuleType(name) for name in ("wptserve", "wptserve.utils", "wptserve.handlers"))
    utils.isomorphic_encode, utils.isomorphic_decode = to_bytes, to_text
    handlers.json_handler = json_handler
    for module in (package, utils, handlers):
        sys.modules[module.__name__] = module


class Stash:
    """What one request leaves for another."""

    def __init__(self):
        self.values = {}
        self.lock = threading.RLock()

    def put(self, key, value, path=None):
        with self.lock:
            self.values[to_text(key)] = value

    def take(self, key, path=None):
        with self.lock:
            return self.values.pop(to_text(key), None)


STASH = Stash()


class Values(dict):
    """Parameters: each name with its values, in bytes."""

    def __init__(self, pairs):
        super().__init__()
        for name, value in pairs:
            self.setdefault(to_bytes(name), []).append(to_bytes(value))

    def __getitem__(self, name):
        return super().__getitem__(to_bytes(name))[0]

    def __contains__(self, name):
        return super().__contains__(to_bytes(name))

    def first(self, name, *default):
        values = super().get(to_bytes(name))
        if values:
            return values[0]
        if default:
            return default[0]
        raise KeyError(name)

    def get(self, name, default=None):
        return self.first(name, default)

    def get_list(self, name):
        return super().get(to_bytes(name), [])


class RequestHeaders:
    def __init__(self, message):
        self.message = message

    def get(self, name, default=None):
        values = self.message.get_all(to_text(name))
        return b", ".join(to_bytes(value) for value in values) if values else default

    def get_list(self, name):
        return [to_bytes(value) for value in self.message.get_all(to_text(name), [])]

    def __getitem__(self, name):
        value = self.get(name)
        if value is None:
            raise KeyError(name)
        return value

    def __contains__(self, name):
        return to_text(name) in self.message

    def __iter__(self):
        return iter(to_bytes(name) for name in self.message.keys())

    def keys(self):
        return list(self)

    def items(self):
        return [(to_bytes(name), to_bytes(value)) for name, value in self.message.items()]


class Request:
    def __init__(self, handler, body):
        parts = urlsplit(f"http://{handler.headers.get('host', HOST)}{handler.path}")
        latin = lambda text: [(name.encode("latin-1", "replace"), value.encode("latin-1", "replace")) for name, value in text]
        self.method = handler.command
        self.headers = RequestHeaders(handler.headers)
        self.url = parts.geturl()
        self.url_parts = parts
        self.request_path = handler.path
        self.body = body
        self.raw_input = None
        self.GET = Values(latin(parse_qsl(parts.query, keep_blank_values=True, encoding="latin-1")))
        self.POST = Values(latin(parse_qsl(body.decode("latin-1"), keep_blank_values=True, encoding="latin-1")))
        self.doc_root = ROOT
        self.client_address = handler.client_address
        self.server = types.SimpleNamespace(stash=STASH)
        self.cookies = Values(parse_qsl(handler.headers.get("cookie", "").replace("; ", "&")))
        self.auth = types.SimpleNamespace(username=None, password=None)
        scheme, _, token = handler.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "basic":
            import base64

            name, _, password = base64.b64decode(token).partition(b":")
            self.auth = types.SimpleNamespace(username=name, password=password)


class ResponseHeaders:
    def __init__(self):
        self.fields = []

    def set(self, name, value):
        key = to_bytes(name).lower()
        self.fields = [field for field in self.fields if field[0].lower() != key]
        self.append(name, value)

    __setitem__ = set

    def append(self, name, value):
        for one in value if isinstance(value, list) else [value]:
            self.fields.append((to_bytes(name), to_bytes(one)))

    def update(self, fields):
        for name, value in fields:
            self.set(name, value)

    def get(self, name, default=None):
        key = to_bytes(name).lower()
        return next((value for field, value in self.fields if field.lower() == key), default)

    def __contains__(self, name):
        return self.get(name) is not None


class Writer:
    """Bytes as they go on the wire."""

    def __init__(self, response, out):
        self.response = response
        self.out = out

    def write(self, data):
        self.response.started = True
        self.out.write(data if isinstance(data, bytes) else data.encode("utf-8"))
        self.out.flush()
        return True

    write_content = write_data = write

    def write_status(self, code, message=None):
        return self.write(b"HTTP/1.1 %d %s\r\n" % (code, to_bytes(message or "OK")))

    def write_header(self, name, value):
        return self.write(to_bytes(name) + b": " + to_bytes(value) + b"\r\n")

    def end_headers(self):
        return self.write(b"\r\n")


class Response:
    def __init__(self, out):
        self.status = (200, "OK")
        self.headers = ResponseHeaders()
        self.content = b""
        self.add_required_headers = True
        self.close_connection = False
        self.started = False
        self.writer = Writer(self, out)

    def set_error(self, code, message=""):
        self.status = code
        self.content = message

    def set_cookie(self, name, value, **_):
        self.headers.append("Set-Cookie", to_text(name) + "=" + to_text(value))

    def write_status_headers(self):
        code, message = self.status_line()
        self.writer.write_status(code, message)
        for name, value in self.headers.fields:
            self.writer.write_header(name, value)
        self.writer.end_headers()

    def status_line(self):
        status = self.status if isinstance(self.status, tuple) else (self.status, "")
        return int(status[0]), status[1] or BaseHTTPRequestHandler.responses.get(int(status[0]), ("Unknown",))[0]

    def body(self):
        content = self.content
        if isinstance(content, (list, tuple)) or hasattr(content, "__next__"):
            return b"".join(part if isinstance(part, bytes) else part.encode() for part in content)
        return content if isinstance(content, bytes) else str(content or "").encode("utf-8")

    def write(self):
        if not self.started:
            body = self.body()
            if "content-length" not in self.headers and "transfer-encoding" not in self.headers:
                self.headers.set("Content-Length", len(body))
            self.write_status_headers()
            self.writer.write(body)


def substitute(data, request):
    """Fills in `{{…}}`."""
    values = {
        "host": HOST,
        "domains": {name: HOST if name == "" else "localhost" for name in ("", "www", "www1", "www2")},
        "hosts": {kind: {name: "localhost" for name in ("", "www", "www1", "www2")} for kind in ("", "alt")},
        "location": {"server": request.url_parts.netloc, "host": request.url_parts.netloc, "scheme": "http"},
    }
    values["hosts"][""][""] = HOST

    def replace(match):
        text = match.group(1).decode()
        name, *keys = re.findall(r"^[\w-]+|\[([^\]]*)\]", text) and [re.match(r"[\w-]+", text).group(0)] + re.findall(r"\[([^\]]*)\]", text)
        if name == "ports":
            return str(PORTS[int(keys[1]) % len(PORTS)]).encode()
        if name == "GET":
            return request.GET.first(keys[0], b"")
        found = values.get(name, "")
        for key in keys:
            found = found.get(key, "") if isinstance(found, dict) else ""
        return to_bytes(found)

    return re.sub(rb"\{\{([^}\s]+)\}\}", replace, data)


def apply_pipes(pipes, request, response):
    for name, arguments in re.findall(r"(\w+)(?:\(((?:[^()\\]|\\.)*)\))?", pipes):
        parts = [re.sub(r"\\(.)", r"\1", part) for part in re.split(r"(?<!\\),", arguments)] if arguments else []
        if name == "status":
            response.status = int(parts[0])
        elif name == "header":
            (response.headers.append if parts[2:] == ["True"] else response.headers.set)(parts[0], parts[1])
        elif name == "sub":
            response.content = substitute(response.body(), request)
        elif name == "gzip":
            response.content = gzip.compress(response.body())
            response.headers.set("Content-Encoding", "gzip")
        elif name == "slice":
            start, end = (int(part) if part not in ("", "null") else None for part in (parts + [""])[:2])
            response.content = response.body()[start:end]
        elif name == "trickle":
            trickle(parts, response)


def trickle(parts, response):
    """Sends the body bit by bit: bytes, or a delay `dSECONDS`."""
    body = response.body()
    response.headers.set("Content-Length", len(body))
    response.write_status_headers()
    for part in parts:
        if part.startswith("d"):
            time.sleep(float(part[1:]))
        elif part.isdigit():
            response.writer.write(body[: int(part)])
            body = body[int(part) :]
    response.writer.write(body)


def headers_beside(path):
    for name in (path + ".headers", path + ".sub.headers", os.path.join(os.path.dirname(path), "__dir__.headers")):
        if os.path.isfile(name):
            with open(name, encoding="latin-1") as lines:
                for line in lines.read().splitlines():
                    if ":" in line:
                        key, value = line.split(":", 1)
                        yield key.strip(), value.strip()


def run_handler(path, request, response):
    sys.path.insert(0, os.path.dirname(path))
    try:
        spec = importlib.util.spec_from_file_location("handler_" + re.sub(r"\W", "_", path), path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        result = module.main(request, response)
    finally:
        sys.path.remove(os.path.dirname(path))
    if result is None:
        return
    if not isinstance(result, tuple):
        response.content = result
        return
    *head, response.content = result
    if len(head) == 2:
        response.status = head[0]
    for name, value in head[-1]:
        response.headers.append(name, value)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def read_body(self):
        if "chunked" in self.headers.get("transfer-encoding", "").lower():
            chunks = []
            while size := int(self.rfile.readline().split(b";")[0] or b"0", 16):
                chunks.append(self.rfile.read(size))
                self.rfile.readline()
            while self.rfile.readline().strip():
                pass
            return b"".join(chunks)
        return self.rfile.read(int(self.headers.get("content-length") or 0))

    def answer(self):
        request = Request(self, self.read_body())
        response = Response(self.wfile)
        path = os.path.realpath(os.path.join(ROOT, unquote(request.url_parts.path).lstrip("/")))
        if os.path.isdir(path):
            path = os.path.join(path, "index.html")
        if not path.startswith(ROOT + os.sep) or not os.path.isfile(path):
            response.status = 404
        elif path.endswith(".py"):
            run_handler(path, request, response)
        elif path.endswith(".asis"):
            with open(path, "rb") as file:
                response.writer.write(file.read())
        else:
            with open(path, "rb") as file:
                response.content = file.read()
            response.headers.set("Content-Type", mimetypes.guess_type(path)[0] or "text/plain")
            response.headers.update(headers_beside(path))
            if ".sub." in os.path.basename(path):
                response.content = substitute(response.content, request)
        if not response.started:
            apply_pipes(to_text(request.GET.first("pipe", b"")), request, response)
        if response.started:
            self.close_connection = True
            return
        if self.command == "HEAD" or response.status_line()[0] in (204, 304):
            length = len(response.body())
            response.content = b""
            if response.status_line()[0] not in (204, 304) and "content-length" not in response.headers:
                response.headers.set("Content-Length", length)
            response.write_status_headers()
        else:
            response.write()
        self.close_connection = self.close_connection or response.close_connection

    def __getattr__(self, name):
        if name.startswith("do_"):
            return self.guarded
        raise AttributeError(name)

    def guarded(self):
        try:
            self.answer()
        except (ConnectionError, BrokenPipeError):
            self.close_connection = True
        except Exception as error:  # A handler's fault is the test's to see.
            print(f"{self.path}: {error!r}", file=sys.stderr)
            self.close_connection = True
            try:
                self.wfile.write(b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n")
            except OSError:
                pass


class Server(ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        """A client that goes away is no fault."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def main():
    provide_wptserve()
    for _ in range(2):
        server = Server((HOST, 0), Handler)
        server.daemon_threads = True
        PORTS.append(server.server_address[1])
        threading.Thread(target=server.serve_forever, daemon=True).start()
    print(json.dumps(PORTS), flush=True)
    sys.stdin.read()


main()
