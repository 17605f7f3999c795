import type { Page } from "playwright-core";

export interface VisitOptions {
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  /** Published files by name with what they hold instead; null for a file that is not there. */
  readonly replace?: Readonly<Record<string, unknown>>;
}

/** A page of the site that is open. */
export interface Visit {
  readonly page: Page;
  /** Console errors, exceptions, failed requests, and requests that left the site's origin. */
  readonly problems: readonly string[];
  /** Leaves the site; the page can be used for another visit. */
  readonly leave: () => Promise<void>;
}

/** Where a published file stands in the site. */
export function dataPath(name: string): string {
  return name.startsWith("figures/") ? `data/${name}` : `data/site/${name}`;
}

/** Goes to an address and waits until its content and its face are there. */
export async function visit(
  page: Page,
  url: string,
  { width = 1440, height = 900, dark = false, replace = {} }: VisitOptions = {}
): Promise<Visit> {
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
    await page.route(`**/${dataPath(name)}*`, route =>
      value === null ? route.fulfill({ status: 404 }) : route.fulfill({ json: value })
    );
  await page.setViewportSize({ width, height });
  await page.emulateMedia({
    media: "screen",
    colorScheme: dark ? "dark" : "light",
    reducedMotion: "reduce"
  });
  await page.goto(url);
  await settled(page);
  const leave = async (): Promise<void> => {
    await page.removeAllListeners();
    await page.unrouteAll();
    // Out of the window, so that nothing of the next page is pointed at; and what differs in its part alone is loaded anew.
    await page.mouse.move(-1, -1);
    await page.goto("about:blank");
  };
  return { page, problems, leave };
}

/** Waits until the page's content is drawn, also what is out of sight, and no slice of the face is still on its way. */
export async function settled(page: Page): Promise<void> {
  await page.waitForSelector("#page:not([aria-busy]) > *");
  await page.waitForFunction(() => !document.querySelector("[data-waiting]"));
  await page.evaluate(
    () =>
      new Promise(resolve =>
        requestAnimationFrame(() =>
          requestAnimationFrame(() => resolve(document.fonts.ready.then(() => true)))
        )
      )
  );
}
