import { createServer } from "node:http";
import sirv from "sirv";
import { CliError, exitCode } from "../lib/errors.ts";
import { projectPath } from "../lib/paths.ts";
import type { Progress } from "../lib/progress.ts";
import { build } from "./build.ts";
import type { Options } from "./options.ts";

/** `start`: builds, then serves dist on this machine until interrupted. */
export async function start(options: Options, progress: Progress): Promise<number> {
  const code = await build(options, progress);
  if (code !== exitCode.done) return code;
  const files = sirv(options.out || projectPath("dist"), { dev: true, etag: true });
  const server = createServer((request, response) =>
    files(request, response, () => {
      response.statusCode = 404;
      response.setHeader("Content-Type", "text/plain; charset=utf-8");
      response.end("没有这一页");
    })
  );
  await new Promise<void>((resolve, reject) => {
    server.on("error", cause =>
      reject(new CliError(`端口 ${options.port} 用不了；请换一个，如 npm start -- --port 8090`, { cause }))
    );
    server.listen(options.port, "127.0.0.1", resolve);
  });
  progress.line(`请用浏览器打开 http://127.0.0.1:${options.port}/ （Ctrl+C 结束）`);
  await new Promise<void>(resolve => process.once("SIGINT", resolve).once("SIGTERM", resolve));
  server.close();
  return exitCode.done;
}
