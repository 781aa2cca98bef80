import type { Page } from "@/frame/page";
import { urlOf } from "./provider_words";

export const IDENTITY_PROVIDERS: Page = {
  path: "identity-providers",
  title: () => "Identity providers",
  navigation: { section: "Access", text: "Identity providers" },
  load: () => import("./identity_providers"),
};

export const IDENTITY_PROVIDER: Page = {
  path: "identity-providers/:arn/:tab?",
  title: ({ arn = "" }) => urlOf(arn),
  above: "identity-providers",
  load: () => import("./identity_provider"),
};

export const CREATE_IDENTITY_PROVIDER: Page = {
  path: "create-identity-provider",
  title: () => "Add an identity provider",
  above: "identity-providers",
  isForm: true,
  load: () => import("./create_identity_provider"),
};
