/** The regions the site is of, as SQL: the root and all below it. */
export const underRoot =
  "(SELECT descendant FROM region_tree WHERE ancestor = (SELECT region_code FROM region_root))";

/** The regions above the root, as SQL, the root with them. */
export const aboveRoot =
  "(SELECT ancestor FROM region_tree WHERE descendant = (SELECT region_code FROM region_root))";
