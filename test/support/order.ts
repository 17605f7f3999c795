import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files in the order they start in; a later pattern waits for the earlier. What matches none comes last. */
const order = [
  /test\/golden\/county/,
  /test\/(commands|templates)\//,
  /test\/ledger\/command/,
  /test\/(golden|model)\//,
  /test\/site\//,
  /test\/e2e\/site/,
  /test\/e2e\//
];

/**
 * The longest files first, so that the run does not end with one worker waiting for the other; those that open the site
 * after some that do not, while it is built.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const at = order.findIndex(pattern => pattern.test(moduleId));
      return at < 0 ? order.length : at;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}
