/** What a folder of `pages` exports: its row in the list of pages. */

import type { ComponentType } from "react";
import type { PathNames } from "./address";

export interface Page {
  /** The address after the Region, in the syntax of React Router: `tables/:name/:tab?`. */
  readonly path: string;
  /** The title of the browser's tab, and the last breadcrumb. It may use names in the path. */
  readonly title: (names: PathNames) => string;
  /** The path of the page above this one, such as `tables`. The names are those of this page. */
  readonly above?: string;
  /** Where the navigation shows it. Absent: it is reached from another page. */
  readonly navigation?: { readonly section: Section; readonly text: string };
  /** A form is as wide as it can be read well. All other pages use the width of the window. */
  readonly isForm?: boolean;
  /** Loads the page when it is needed. */
  readonly load: () => Promise<{ default: ComponentType }>;
}

/** The sections of the navigation, in their order. */
export const SECTIONS = ["DynamoDB", "Access", "Instances and keys", "Tools"] as const;
export type Section = (typeof SECTIONS)[number];
