import { idIn } from "@/transfers/words";
import type { Page } from "@/frame/page";

export const IMPORTS: Page = {
  path: "imports",
  title: () => "Imports from S3",
  navigation: { section: "DynamoDB", text: "Imports from S3" },
  load: () => import("./imports"),
};

export const IMPORT: Page = {
  path: "imports/:arn",
  title: ({ arn = "" }) => idIn(arn),
  above: "imports",
  load: () => import("./import"),
};

export const CREATE_IMPORT: Page = {
  path: "create-import",
  title: () => "Import from S3",
  above: "imports",
  isForm: true,
  load: () => import("./create_import"),
};
