import type { Browser, Page } from "playwright-core";

export interface Visit {
  readonly page: Page;
  /** Console errors, exceptions, failed requests, and requests that left the site's origin. */
  readonly problems: readonly string[];
  readonly close: () => Promise<void>;
}

export interface VisitOptions {
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  /** Published files by name with what they hold instead; null for a file that is not there. */
  readonly replace?: Readonly<Record<string, unknown>>;
}

/** Opens a page and waits until its content and its face are there. */
export async function visit(
  browser: Browser,
  url: string,
  { width = 1440, height = 900, dark = false, replace = {} }: VisitOptions = {}
): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? "dark" : "light",
    reducedMotion: "reduce",
    acceptDownloads: true
  });
  const page = await context.newPage();
  const problems: string[] = [];
  const { origin } = new URL(url);
  page.on("console", message => {
    if (message.type() === "error" || message.type() === "warning")
      problems.push(`console: ${message.text()}`);
  });
  page.on("pageerror", error => problems.push(`exception: ${error.message}`));
  page.on("requestfailed", request =>
    problems.push(`failed: ${request.url()} ${request.failure()?.errorText}`)
  );
  page.on("request", request => {
    const { protocol, origin: target } = new URL(request.url());
    if (/^https?:$/.test(protocol) && target !== origin) problems.push(`left the site: ${request.url()}`);
  });
  for (const [name, value] of Object.entries(replace))
    await page.route(`**/data/site/${name}*`, route =>
      value === null ? route.fulfill({ status: 404 }) : route.fulfill({ json: value })
    );
  await page.goto(url);
  await settled(page);
  return { page, problems, close: () => context.close() };
}

/** Waits until the page's content is drawn and no slice of the face is still on its way. */
export async function settled(page: Page): Promise<void> {
  await page.waitForSelector("#page:not([aria-busy]) > *");
  await page.evaluate(
    () =>
      new Promise(resolve =>
        requestAnimationFrame(() =>
          requestAnimationFrame(() => resolve(document.fonts.ready.then(() => true)))
        )
      )
  );
}
