/** The folder of the demo site that the tests' set-up built by the command a user runs. */
export async function builtSite(): Promise<string> {
  const dist = process.env.FANGFANPIN_E2E_DIST;
  if (!dist) throw new Error("the site is built by test/support/built-site.ts; run the project `site`");
  return dist;
}
