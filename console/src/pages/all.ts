/**
 * The list of pages, in the order of the navigation. A new page is a folder here and a line in this
 * list. What the server does not have is not shown.
 */

import type { Page } from "@/frame/page";
import { PARTIQL } from "./partiql/page";
import { TABLES } from "./tables/page";

export const PAGES: readonly Page[] = [TABLES, PARTIQL];
