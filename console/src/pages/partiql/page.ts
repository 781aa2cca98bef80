import type { Page } from "@/frame/page";

/** A link fills the editor: `partiql?statement=SELECT...&mode=batch`. It never runs anything. */
export const PARTIQL: Page = {
  path: "partiql",
  title: () => "PartiQL editor",
  navigation: { section: "DynamoDB", text: "PartiQL editor" },
  load: () => import("./partiql"),
};
