import type { Page } from "@/frame/page";

export const KEYS: Page = {
  path: "encryption-keys",
  title: () => "Encryption keys",
  navigation: { section: "Instances and keys", text: "Encryption keys" },
  load: () => import("./keys"),
};

export const KEY: Page = {
  path: "encryption-keys/:id/:tab?",
  title: ({ id = "" }) => id,
  above: "encryption-keys",
  load: () => import("./key"),
};

export const CREATE_KEY: Page = {
  path: "create-encryption-key",
  title: () => "Create key",
  above: "encryption-keys",
  isForm: true,
  load: () => import("./create_key"),
};
