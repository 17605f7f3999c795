import { readFileSync, statSync } from "node:fs";
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { transformSync } from "esbuild";
import sirv from "sirv";
import { projectPath } from "../lib/paths.ts";
import { siteFiles } from "../publish/site-files.ts";
import { OpenPages } from "./open-pages.ts";

/** How far the open pages are behind the exports. */
export interface DevState {
  /** Counts the times the figures were replaced; a page of an earlier count reads them anew. */
  readonly generation: number;
  /** Whether figures alone were replaced, so that a page need not load anew. */
  readonly isFigures: boolean;
  readonly kind: "current" | "working" | "refused" | "failed";
  /** What changed, or why the figures stay. */
  readonly text: string;
  /** The step a run is at. */
  readonly step: string;
}

export interface DevServer {
  readonly server: Server;
  /** Where pages come from: a preview's port on this machine. */
  setPages(port: number): void;
  /** Tells the open pages. */
  tell(state: DevState): void;
  readonly pages: OpenPages;
}

const noticePath = "/_dev/notice.js";
const eventsPath = "/_dev/events";

/**
 * What `dev` serves: the figures straight from the folder published last, word to the open pages of what happens to the
 * exports, and everything else from Framework's preview, which stands behind it.
 */
export function devServer(published: string): DevServer {
  const files = sirv(published, { dev: true });
  const listeners = new Set<ServerResponse>();
  const pages = new OpenPages();
  let port = 0;
  let small: { readonly stamp: string; readonly files: ReturnType<typeof siteFiles> } | undefined;
  /** The small files, worked out once for each folder that was put in place. */
  const smallFile = (name: string): Uint8Array | undefined => {
    const { ino, mtimeMs } = statSync(published);
    const stamp = `${ino} ${mtimeMs}`;
    if (small?.stamp !== stamp) small = { stamp, files: siteFiles(published) };
    return small.files.get(name);
  };
  let state: DevState = { generation: 0, isFigures: true, kind: "current", text: "", step: "" };
  const server = createServer((incoming, response) => {
    const url = new URL(incoming.url!, "http://127.0.0.1");
    if (url.pathname === noticePath) return send(response, "text/javascript", notice());
    if (url.pathname === eventsPath) {
      response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
      response.write(line(state));
      listeners.add(response);
      const closed = pages.opened(pageOf(incoming));
      incoming.on("close", () => {
        listeners.delete(response);
        closed();
      });
      return;
    }
    const data = /^\/_file\/data\/(?:site\/([^/]+\.json)|((?:figures|downloads)\/.+))$/.exec(url.pathname);
    if (!data) return pass(incoming, response, port, () => pages.loaded(url.pathname));
    if (data[1]) {
      const bytes = smallFile(data[1]);
      return bytes ? send(response, "application/json", bytes) : missing(response);
    }
    const figure = /^figures\/(.+)\.arrow$/.exec(data[2]!);
    if (figure) pages.asked(pageOf(incoming), figure[1]!);
    incoming.url = `/${data[2]}`;
    files(incoming, response, () => missing(response));
  });
  server.on("upgrade", (incoming, socket, head) => {
    const behind = connect(port, "127.0.0.1", () => {
      const headers = Object.entries(incoming.headers).map(([name, value]) => `${name}: ${value}`);
      behind.write([`GET ${incoming.url} HTTP/1.1`, ...headers, "", ""].join("\r\n"));
      behind.write(head);
      socket.pipe(behind).pipe(socket);
    });
    behind.on("error", () => socket.destroy());
    socket.on("error", () => behind.destroy());
  });
  return {
    server,
    pages,
    setPages(next) {
      port = next;
    },
    tell(next) {
      state = next;
      for (const listener of listeners) listener.write(line(state));
    }
  };
}

/** Hands a request on to the preview; into its pages goes the script that shows what is told. */
function pass(incoming: IncomingMessage, response: ServerResponse, port: number, onPage: () => void): void {
  const headers = { ...incoming.headers, "accept-encoding": "identity" };
  const behind = request(
    { host: "127.0.0.1", port, path: incoming.url, method: incoming.method, headers },
    answer => {
      const isPage = answer.headers["content-type"]?.startsWith("text/html");
      if (!isPage) {
        // An address that names its content's digest always gives the same: a page that loads anew need not ask for it again.
        const lasting = answer.statusCode === 200 && /[?&]sha=/.test(incoming.url!);
        const more = lasting ? { "cache-control": "max-age=31536000, immutable" } : {};
        response.writeHead(answer.statusCode!, { ...answer.headers, ...more });
        answer.pipe(response);
        return;
      }
      onPage();
      const parts: Buffer[] = [];
      answer.on("data", part => parts.push(part));
      answer.on("end", () => {
        const html = Buffer.concat(parts).toString("utf8");
        const body = html.replace("</head>", `<script type="module" src="${noticePath}"></script></head>`);
        const { "content-length": _, "transfer-encoding": __, etag: ___, ...rest } = answer.headers;
        response.writeHead(answer.statusCode!, rest);
        response.end(body);
      });
    }
  );
  behind.on("error", () => {
    response.writeHead(503, { "Content-Type": "text/plain; charset=utf-8", "Retry-After": "1" });
    response.end("预览正在启动，请稍后刷新");
  });
  incoming.pipe(behind);
}

/** The path of the page a request comes from. */
function pageOf({ headers }: IncomingMessage): string {
  return headers.referer && URL.canParse(headers.referer) ? new URL(headers.referer).pathname : "";
}

/** The script of `src/components/rebuild-notice.ts` as browsers read it. */
function notice(): string {
  const path = projectPath(join("src", "components", "rebuild-notice.ts"));
  return transformSync(readFileSync(path, "utf8"), { loader: "ts" }).code;
}

function send(response: ServerResponse, type: string, body: string | Uint8Array): void {
  response.writeHead(200, { "Content-Type": `${type}; charset=utf-8`, "Cache-Control": "no-store" });
  response.end(body);
}

function missing(response: ServerResponse): void {
  response.writeHead(404);
  response.end();
}

const line = (state: DevState): string => `data: ${JSON.stringify(state)}\n\n`;
