import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import sirv from "sirv";

/** A plain static server for a folder, under a path such as `/看板/`. */
export interface Served {
  /** Where the folder's `index.html` answers, with a slash at its end. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

export async function serve(folder: string, base = "/"): Promise<Served> {
  const files = sirv(folder, { dev: false, etag: true });
  const prefix = encodeURI(base);
  const server = createServer((request, response) => {
    const missing = () => {
      response.statusCode = 404;
      response.end();
    };
    if (!request.url?.startsWith(prefix)) return missing();
    request.url = "/" + request.url.slice(prefix.length);
    files(request, response, missing);
  });
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${prefix}`,
    close: () =>
      new Promise<void>(resolve => {
        server.closeAllConnections();
        server.close(() => resolve());
      })
  };
}
