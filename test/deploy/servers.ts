import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { projectPath } from "../../loaders/lib/paths.ts";

/** Where a server under test answers, and where it writes its log. */
export interface Running {
  readonly http: number;
  readonly https: number;
  readonly log: string;
  readonly stop: () => Promise<void>;
}

/** What the servers need to know: the folder of sites, a folder of their own, and who may see what. */
export interface Ground {
  readonly sites: string;
  readonly work: string;
  /** Names and passwords by region. */
  readonly users: ReadonlyMap<string, { readonly name: string; readonly password: string }>;
}

/** Whether a program is installed. */
export function installed(program: string): boolean {
  return !spawnSync(program, ["version"], { stdio: "ignore" }).error;
}

/** Makes a certificate authority, the site's certificate, and one certificate for each region, with the region as its OU. */
export function certify({ work, users }: Ground): void {
  const openssl = (...args: string[]): void => {
    execFileSync("openssl", args, { cwd: work, stdio: "ignore" });
  };
  openssl(..."req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=ca -keyout ca.key -out ca.crt".split(" "));
  for (const [name, subject] of [
    ["site", "/CN=fangfanpin.example"],
    ...[...users.keys()].map(code => [code, `/OU=${code}/CN=user`]),
    // Says a region in its name, where the name is free.
    ["forged", `/OU=999999/CN=user,OU=${[...users.keys()][0]}`]
  ]) {
    openssl(
      ..."req -newkey rsa:2048 -nodes -subj".split(" "),
      subject!,
      "-keyout",
      `${name}.key`,
      "-out",
      `${name}.csr`
    );
    openssl(
      ..."x509 -req -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -in".split(" "),
      `${name}.csr`,
      "-out",
      `${name}.crt`
    );
  }
}

/** nginx with the configuration of `deploy/nginx`, on free ports; `access` is the file that says who may see what. */
export async function startNginx(ground: Ground, access: string): Promise<Running> {
  const folder = join(ground.work, access);
  mkdirSync(join(folder, "tmp"), { recursive: true });
  const [http, https] = [await freePort(), await freePort()];
  const moved = (text: string): string =>
    text
      .replaceAll("/etc/nginx/fangfanpin", folder)
      .replaceAll("/srv/fangfanpin", ground.sites)
      .replaceAll("/var/log/nginx", folder)
      .replaceAll("listen 80;", `listen 127.0.0.1:${http};`)
      .replaceAll("listen 443 ", `listen 127.0.0.1:${https} `);
  const from = projectPath("deploy/nginx");
  writeFileSync(join(folder, "fangfanpin.conf"), moved(readFileSync(join(from, "fangfanpin.conf"), "utf8")));
  writeFileSync(join(folder, "access.conf"), moved(readFileSync(join(from, `${access}.conf`), "utf8")));
  for (const name of ["site.crt", "site.key", "ca.crt"]) cpSync(join(ground.work, name), join(folder, name));
  for (const [code, { name, password }] of ground.users) {
    const digest = execFileSync("openssl", ["passwd", "-6", password], { encoding: "utf8" }).trim();
    writeFileSync(join(folder, `${code}.htpasswd`), `${name}:${digest}\n`);
  }
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map(name => `${name}_temp_path ${folder}/tmp/${name};`)
    .join("\n");
  writeFileSync(
    join(folder, "nginx.conf"),
    `daemon off;\nmaster_process off;\npid ${folder}/nginx.pid;\nerror_log ${folder}/start.log;
events { worker_connections 512; }
http {\ninclude /etc/nginx/mime.types;\ndefault_type application/octet-stream;\n${temporary}
include ${folder}/fangfanpin.conf;\n}\n`
  );
  const child = spawn("nginx", ["-p", folder, "-c", join(folder, "nginx.conf")], { stdio: "inherit" });
  return running(child, http, https, join(folder, "fangfanpin.log"));
}

/** Caddy with the configuration of `deploy/caddy`, on free ports, one site a region. */
export async function startCaddy(ground: Ground): Promise<Running> {
  const folder = join(ground.work, "caddy");
  mkdirSync(folder, { recursive: true });
  const [http, https] = [await freePort(), await freePort()];
  const text = readFileSync(projectPath("deploy/caddy/Caddyfile"), "utf8")
    .replaceAll("/etc/caddy/fangfanpin", folder)
    .replaceAll("/srv/fangfanpin", ground.sites)
    .replaceAll("/var/log/caddy", folder)
    .replace(
      /(?:\timport county \d+\n)+/,
      [...ground.users.keys()].map(code => `\timport county ${code}\n`).join("")
    );
  writeFileSync(
    join(folder, "Caddyfile"),
    `{\n\tadmin off\n\thttp_port ${http}\n\thttps_port ${https}\n\tdefault_bind 127.0.0.1\n\tskip_install_trust\n\tlog {\n\t\tlevel ERROR\n\t}\n}\n${text}`
  );
  for (const name of ["site.crt", "site.key"]) cpSync(join(ground.work, name), join(folder, name));
  for (const [code, { name, password }] of ground.users) {
    const digest = execFileSync("caddy", ["hash-password", "--plaintext", password], { encoding: "utf8" });
    writeFileSync(join(folder, `${code}.users`), `${name} ${digest.trim()}\n`);
  }
  const child = spawn("caddy", ["run", "--adapter", "caddyfile", "--config", join(folder, "Caddyfile")], {
    stdio: "inherit",
    env: { ...process.env, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder }
  });
  return running(child, http, https, join(folder, "fangfanpin.log"));
}

async function running(child: ChildProcess, http: number, https: number, log: string): Promise<Running> {
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null) return;
    const ended = new Promise(resolve => child.once("exit", resolve));
    child.kill("SIGTERM");
    await ended;
  };
  for (let wait = 0; wait < 100; wait += 1) {
    if (child.exitCode !== null) throw new Error(`${child.spawnfile} 没有启动`);
    if (await answers(https)) return { http, https, log, stop };
    await setTimeout(100);
  }
  await stop();
  throw new Error(`${child.spawnfile} 没有应答`);
}

async function answers(port: number): Promise<boolean> {
  const { connect } = await import("node:net");
  return new Promise(resolve => {
    const socket = connect(port, "127.0.0.1", () => resolve(socket.destroy() !== undefined));
    socket.on("error", () => resolve(false));
  });
}

function freePort(): Promise<number> {
  return new Promise(resolve => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
