import { idIn } from "@/transfers/words";
import type { Page } from "@/frame/page";

export const EXPORTS: Page = {
  path: "exports",
  title: () => "Exports to S3",
  navigation: { section: "DynamoDB", text: "Exports to S3" },
  load: () => import("./exports"),
};

export const EXPORT: Page = {
  path: "exports/:arn",
  title: ({ arn = "" }) => idIn(arn),
  above: "exports",
  load: () => import("./export"),
};

export const CREATE_EXPORT: Page = {
  path: "create-export",
  title: () => "Export to S3",
  above: "exports",
  isForm: true,
  load: () => import("./create_export"),
};
