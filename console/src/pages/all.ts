/**
 * The list of pages, in the order of the navigation. A new page is a folder here and a line in this
 * list. What the server does not have is not shown.
 */

import type { Page } from "@/frame/page";
import { CREATE_TABLE } from "./create_table/page";
import { DASHBOARD } from "./dashboard/page";
import { EXPLORE, EXPLORE_TABLE } from "./explore/page";
import { CREATE_ITEM, EDIT_ITEM } from "./item/page";
import { PARTIQL } from "./partiql/page";
import { REQUESTS } from "./requests/page";
import { TABLE } from "./table/page";
import { TABLES } from "./tables/page";
import { TRANSACTIONS } from "./transactions/page";

export const PAGES: readonly Page[] = [
  DASHBOARD,
  TABLES,
  CREATE_TABLE,
  TABLE,
  EXPLORE,
  EXPLORE_TABLE,
  CREATE_ITEM,
  EDIT_ITEM,
  PARTIQL,
  REQUESTS,
  TRANSACTIONS,
];
