/**
 * The list of pages, in the order of the navigation. A new page is a folder here and a line in this
 * list. What the server does not have is not shown.
 */

import type { Page } from "@/frame/page";
import { DASHBOARD } from "./dashboard/page";
import { PARTIQL } from "./partiql/page";
import { REQUESTS } from "./requests/page";
import { TABLES } from "./tables/page";
import { TRANSACTIONS } from "./transactions/page";

export const PAGES: readonly Page[] = [DASHBOARD, TABLES, PARTIQL, REQUESTS, TRANSACTIONS];
