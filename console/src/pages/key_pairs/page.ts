import type { Page } from "@/frame/page";

export const KEY_PAIRS: Page = {
  path: "key-pairs",
  title: () => "Key pairs",
  navigation: { section: "Instances and keys", text: "Key pairs" },
  load: () => import("./key_pairs"),
};

export const KEY_PAIR: Page = {
  path: "key-pairs/:id/:tab?",
  title: ({ id = "" }) => id,
  above: "key-pairs",
  load: () => import("./key_pair"),
};
