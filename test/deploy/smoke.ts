import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { request as plainRequest } from "node:http";
import { Agent, type RequestOptions, request } from "node:https";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { connect } from "node:tls";
import { gunzipSync } from "node:zlib";
import { listFiles } from "../../loaders/lib/digest.ts";
import { sitePolicy } from "../../loaders/publish/security.ts";
import type { Region } from "../../src/lib/site.ts";
import { certify, type Ground, installed, type Running, startCaddy, startNginx } from "./servers.ts";

/**
 * `npm run smoke -- 文件夹`: starts nginx and Caddy with the configurations of `deploy/` on free ports, over a folder with
 * one site a region (`build --region`), and proves that each user gets the own site whole and nothing of another's.
 * A server that is not installed is left out, and said so. Exit code 1 when a check failed, 2 without a folder.
 */

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

type Credential = Pick<RequestOptions, "auth" | "cert" | "key">;

const sites = resolve(process.argv[2] ?? "");
const codes = process.argv[2] ? readdirSync(sites).filter(name => /^\d{6,12}$/.test(name)) : [];
if (codes.length < 2) {
  console.error(
    "请给出一个文件夹，其中至少两个以区划代码为名的网站：npm run build -- --region 代码 --out 文件夹/代码；然后 npm run smoke -- 文件夹"
  );
  process.exit(2);
}
const files = new Map(codes.map(code => [code, listFiles(join(sites, code))]));
let failures = 0;

function check(what: string, ok: boolean, detail: unknown = ""): void {
  if (!ok) failures += 1;
  console.log(`${ok ? "通过" : "不通过"}  ${what}${ok ? "" : `  ${String(detail)}`}`);
}

const work = mkdtempSync(join(tmpdir(), "smoke-"));
try {
  const ground: Ground = {
    sites,
    work,
    users: new Map(codes.map((code, i) => [code, { name: `user${i}`, password: `secret-${i}` }]))
  };
  checkContents();
  certify(ground);
  const passwords = new Map(
    [...ground.users].map(([code, { name, password }]) => [code, { auth: `${name}:${password}` }])
  );
  const certificate = (name: string): Credential => ({
    cert: readFileSync(join(work, `${name}.crt`)),
    key: readFileSync(join(work, `${name}.key`))
  });
  const ca = readFileSync(join(work, "ca.crt"));
  if (installed("nginx")) {
    await prove("nginx，密码", () => startNginx(ground, "access-password"), ca, passwords, [
      ["没有登录", {}, [401]],
      ["密码不对", { auth: "user0:wrong" }, [401]],
      ["没有这个人", { auth: "nobody:secret-0" }, [401]]
    ]);
    const certificates = new Map(codes.map(code => [code, certificate(code)]));
    await prove("nginx，客户端证书", () => startNginx(ground, "access-certificate"), ca, certificates, [
      ["没有证书", {}, [400]],
      ["名字里冒写代码的证书", certificate("forged"), [403]]
    ]);
  } else console.log("略过  nginx 未安装（apt-get install nginx-light）");
  if (installed("caddy"))
    await prove("Caddy，密码", () => startCaddy(ground), ca, passwords, [
      ["没有登录", {}, [401]],
      // A digest of bcrypt takes long to compare.
      ["密码不对", { auth: "user0:wrong" }, [401], 10]
    ]);
  else console.log("略过  caddy 未安装（apt-get install caddy）");
} finally {
  rmSync(work, { recursive: true, force: true });
}
console.log(failures === 0 ? "全部通过" : `${failures} 项不通过`);
process.exitCode = failures === 0 ? 0 : 1;

/** A region's site names no place that only another's has; one that lies above the other has all of it, as it should. */
function checkContents(): void {
  const regions = new Map(
    codes.map(code => [
      code,
      JSON.parse(readFileSync(join(sites, code, "data/site/regions.json"), "utf8")) as Region[]
    ])
  );
  for (const [code, own] of regions) {
    const known = new Set(own.flatMap(region => [region.code, region.name]));
    const foreign = [...regions.values()]
      .flat()
      .filter(region => !known.has(region.code))
      .flatMap(region => [region.code, region.name])
      .filter(word => !known.has(word));
    const hits = files
      .get(code)!
      // The blank forms' examples use codes of no place.
      .filter(
        name =>
          name.startsWith("data/") &&
          !name.startsWith("data/downloads/templates/") &&
          !name.endsWith(".woff2")
      )
      .filter(name => {
        const bytes = readFileSync(join(sites, code, name));
        return foreign.some(word => bytes.includes(word));
      });
    check(
      `${code} 的网站里没有只属于别处的 ${foreign.length} 个代码与名称`,
      hits.length === 0,
      hits.slice(0, 3)
    );
  }
}

async function prove(
  title: string,
  start: () => Promise<Running>,
  ca: Buffer,
  own: ReadonlyMap<string, Credential>,
  strangers: readonly (readonly [
    who: string,
    credential: Credential,
    statuses: readonly number[],
    each?: number
  ])[]
): Promise<void> {
  console.log(`\n${title}`);
  const server = await start();
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const get = (path: string, credential: Credential, more: RequestOptions = {}): Promise<Answer> =>
    ask({ port: server.https, path: encodeURI(path), agent, ca, ...credential, ...more });
  try {
    for (const [who, credential, statuses, each = 1] of strangers)
      await closed(`${who}：每个文件都拿不到`, codes, path => get(path, credential), statuses, each);
    for (const [code, credential] of own) {
      await opened(code, path => get(path, credential));
      const others = codes.filter(other => other !== code);
      await closed(`${code} 的用户：别处的文件都拿不到`, others, path => get(path, credential), [401, 403]);
    }
    await checkTricks(path => get(path, own.get(codes[0]!)!, { path }));
    await checkManners(path => get(path, own.get(codes[0]!)!), get, own.get(codes[0]!)!);
    await checkTransport(server, ca);
    const log = readFileSync(server.log, "utf8");
    check(
      `日志 ${log.trimEnd().split("\n").length} 行，没有网址参数与密码`,
      !/\?|secret-|Basic|v=/.test(log)
    );
  } finally {
    agent.destroy();
    await server.stop();
  }
}

/** Every file of the sites, or one of `each`, is refused, with none of its bytes. */
async function closed(
  what: string,
  places: readonly string[],
  get: (path: string) => Promise<Answer>,
  statuses: readonly number[],
  each = 1
): Promise<void> {
  const paths = places
    .flatMap(code => ["", ...files.get(code)!].map(name => `/${code}/${name}`))
    .filter((_, i) => i % each === 0);
  const wrong = await failing(paths, async path => {
    const { status, body } = await get(path);
    return statuses.includes(status) && body.length < 600;
  });
  check(`${what}（${paths.length} 个网址，${statuses.join("、")}）`, wrong.length === 0, wrong.slice(0, 3));
}

/** Every file of a site is given, byte for byte. */
async function opened(code: string, get: (path: string) => Promise<Answer>): Promise<void> {
  const names = files.get(code)!;
  const wrong = await failing(names, async name => {
    const { status, body } = await get(`/${code}/${name}`);
    return status === 200 && body.equals(readFileSync(join(sites, code, name)));
  });
  check(
    `${code} 的用户：自己的 ${names.length} 个文件都拿得到，逐字节相同`,
    wrong.length === 0,
    wrong.slice(0, 3)
  );
}

/** Addresses that wind their way into another's folder, or out of all of them. */
async function checkTricks(get: (path: string) => Promise<Answer>): Promise<void> {
  const [mine, other] = codes as [string, string];
  const wrong = await failing(
    [
      `/${mine}/../${other}/index.html`,
      `/${mine}/%2e%2e/${other}/index.html`,
      `/${mine}/..%2f${other}/index.html`,
      `/${mine}%2f..%2f${other}/index.html`,
      `/${mine}/..;/${other}/index.html`,
      `/${mine}/..\\${other}\\index.html`,
      `/${mine}/%252e%252e/${other}/index.html`,
      `//${other}/index.html`,
      `/./${other}/index.html`,
      `/${mine}/./../${other}//index.html`,
      `/${other}`,
      `/${other}.htpasswd`,
      `/${mine}/../../../../etc/passwd`,
      `/${mine}/..%2f..%2f..%2f..%2fetc%2fpasswd`,
      "/",
      "/000000/"
    ],
    async path => {
      const { status, body } = await get(path);
      return [400, 401, 403, 404].includes(status) && body.length < 600;
    }
  );
  check("绕路的网址都进不去", wrong.length === 0, wrong);
}

/** Headers, compression, caching and methods of one's own files. */
async function checkManners(
  own: (path: string) => Promise<Answer>,
  get: (path: string, credential: Credential, more?: RequestOptions) => Promise<Answer>,
  credential: Credential
): Promise<void> {
  const code = codes[0]!;
  const names = files.get(code)!;
  const script = names.find(name => /^_import\/components\/.*\.[0-9a-f]{8}\.js$/.test(name))!;
  const arrow =
    names.find(name => /^data\/figures\/\d+\/overview\.arrow$/.test(name)) ?? "data/figures/overview.arrow";
  const page = await own(`/${code}/`);
  const meta = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page.body.toString("utf8"))?.[1];
  const answers = [page, await own(`/${code}/${script}`), await own(`/${code}/none`), await own("/")];
  for (const [name, value] of [
    ["content-security-policy", `${sitePolicy}; frame-ancestors 'none'`],
    ["x-content-type-options", "nosniff"],
    ["x-frame-options", "DENY"],
    ["referrer-policy", "no-referrer"],
    ["cross-origin-resource-policy", "same-origin"],
    ["strict-transport-security", "max-age=31536000"]
  ])
    check(
      `每个回应都有 ${name}`,
      answers.every(({ headers }) => headers[name!] === value),
      answers.map(({ headers }) => headers[name!])
    );
  check("回应头的安全策略与网页里的相同，另加 frame-ancestors", meta === sitePolicy, meta);
  check(
    "不说服务器的版本",
    answers.every(({ headers }) => !/\d/.test(String(headers.server ?? "")))
  );

  const year = "private, max-age=31536000, immutable";
  for (const [what, path, value] of [
    ["网页", "index.html", "private, no-cache"],
    ["带摘要的脚本", script, year],
    ["带版本的数据", `${arrow}?v=0123456789ab`, year],
    ["不带版本的数据", arrow, "private, no-cache"],
    ["没有的文件", "none.01234567.js", "no-store"]
  ]) {
    const { headers } = await own(`/${code}/${path}`);
    check(`缓存：${what}是 ${value}`, headers["cache-control"] === value, headers["cache-control"]);
  }
  const etag = String(page.headers.etag);
  const again = await get(`/${code}/`, credential, { headers: { "If-None-Match": etag } });
  check("没有变的网页不重传（304）", again.status === 304, again.status);

  for (const path of ["index.html", script, arrow, "data/site/regions.json"]) {
    const packed = await get(`/${code}/${path}`, credential, { headers: { "Accept-Encoding": "gzip" } });
    const plain = readFileSync(join(sites, code, path));
    const ok =
      packed.headers["content-encoding"] === "gzip" &&
      packed.body.length < plain.length &&
      gunzipSync(packed.body).equals(plain);
    check(
      `压缩：${path} ${plain.length} 到 ${packed.body.length} 字节`,
      ok,
      packed.headers["content-encoding"]
    );
  }
  for (const method of ["POST", "PUT", "DELETE"]) {
    const { status } = await get(`/${code}/index.html`, credential, { method });
    check(`不许 ${method}（${status}）`, status === 403 || status === 405);
  }
}

/** Plain HTTP is turned to TLS and gives nothing; old TLS is refused. */
async function checkTransport(server: Running, ca: Buffer): Promise<void> {
  const { status, headers, body } = await new Promise<Answer>((done, fail) =>
    plainRequest(
      { port: server.http, host: "127.0.0.1", path: "/990102/?a=1", headers: { Host: "fangfanpin.example" } },
      response => void collect(response).then(done, fail)
    )
      .on("error", fail)
      .end()
  );
  const to = String(headers.location);
  check(
    "HTTP 转到 HTTPS",
    [301, 308].includes(status) && to.startsWith("https://fangfanpin.example"),
    `${status} ${to}`
  );
  check("HTTP 不给内容", body.length < 600);
  const agreed = (version: "TLSv1.1" | "TLSv1.2" | "TLSv1.3"): Promise<boolean> =>
    new Promise(done => {
      const socket = connect(
        {
          port: server.https,
          host: "127.0.0.1",
          servername: "fangfanpin.example",
          ca,
          minVersion: version,
          maxVersion: version,
          ciphers: "DEFAULT@SECLEVEL=0"
        },
        () => done(socket.destroy() !== undefined)
      ).on("error", () => done(false));
    });
  check(
    "TLS 1.2 与 1.3 可用，1.1 不可用",
    (await agreed("TLSv1.2")) && (await agreed("TLSv1.3")) && !(await agreed("TLSv1.1"))
  );
}

function ask(options: RequestOptions): Promise<Answer> {
  return new Promise((done, fail) =>
    request(
      {
        host: "127.0.0.1",
        servername: "fangfanpin.example",
        ...options,
        headers: { Host: "fangfanpin.example", ...options.headers }
      },
      response => void collect(response).then(done, fail)
    )
      .on("error", fail)
      .end()
  );
}

async function collect(response: import("node:http").IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks) };
}

/** The items that do not pass, eight asked at a time. */
async function failing(
  items: readonly string[],
  passes: (item: string) => Promise<boolean>
): Promise<string[]> {
  const wrong: string[] = [];
  for (let at = 0; at < items.length; at += 8)
    await Promise.all(
      items.slice(at, at + 8).map(async item => {
        if (!(await passes(item))) wrong.push(item);
      })
    );
  return wrong;
}
