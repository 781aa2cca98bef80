/**
 * The list of pages, in the order of the navigation. A new page is a folder here and a line in this
 * list. What the server does not have is not shown.
 */

import type { Page } from "@/frame/page";
import { ACCOUNT } from "./account/page";
import { BACKUP_PLAN } from "./backup_plan/page";
import { BACKUPS } from "./backups/page";
import { CREATE_TABLE } from "./create_table/page";
import { DASHBOARD } from "./dashboard/page";
import { EXPLORE, EXPLORE_TABLE } from "./explore/page";
import { CREATE_EXPORT, EXPORT, EXPORTS } from "./exports/page";
import { CREATE_GROUP, GROUP, GROUPS } from "./groups/page";
import {
  CREATE_IDENTITY_PROVIDER,
  IDENTITY_PROVIDER,
  IDENTITY_PROVIDERS,
} from "./identity_providers/page";
import { CREATE_IMPORT, IMPORT, IMPORTS } from "./imports/page";
import { INSTANCE, INSTANCES, LAUNCH_INSTANCE } from "./instances/page";
import { CREATE_ITEM, EDIT_ITEM } from "./item/page";
import { ITEM_HISTORY } from "./item_history/page";
import { KEY_PAIR, KEY_PAIRS } from "./key_pairs/page";
import { CREATE_KEY, KEY, KEYS } from "./keys/page";
import { PARTIQL } from "./partiql/page";
import { CREATE_POLICY, POLICIES, POLICY } from "./policies/page";
import { REQUESTS } from "./requests/page";
import { RESTORE_BACKUP, RESTORE_TO_TIME } from "./restore/page";
import { CREATE_ROLE, ROLE, ROLES } from "./roles/page";
import { SCHEDULE_BACKUP } from "./schedule_backup/page";
import { SIMULATOR } from "./simulator/page";
import { TABLE } from "./table/page";
import { TABLES } from "./tables/page";
import { TRANSACTIONS } from "./transactions/page";
import { CREATE_USER, USER, USERS } from "./users/page";

export const PAGES: readonly Page[] = [
  DASHBOARD,
  TABLES,
  CREATE_TABLE,
  TABLE,
  RESTORE_TO_TIME,
  EXPLORE,
  EXPLORE_TABLE,
  CREATE_ITEM,
  EDIT_ITEM,
  ITEM_HISTORY,
  PARTIQL,
  BACKUPS,
  RESTORE_BACKUP,
  SCHEDULE_BACKUP,
  BACKUP_PLAN,
  EXPORTS,
  EXPORT,
  CREATE_EXPORT,
  IMPORTS,
  IMPORT,
  CREATE_IMPORT,
  USERS,
  USER,
  CREATE_USER,
  GROUPS,
  GROUP,
  CREATE_GROUP,
  ROLES,
  ROLE,
  CREATE_ROLE,
  POLICIES,
  POLICY,
  CREATE_POLICY,
  IDENTITY_PROVIDERS,
  IDENTITY_PROVIDER,
  CREATE_IDENTITY_PROVIDER,
  SIMULATOR,
  ACCOUNT,
  INSTANCES,
  INSTANCE,
  LAUNCH_INSTANCE,
  KEY_PAIRS,
  KEY_PAIR,
  KEYS,
  KEY,
  CREATE_KEY,
  REQUESTS,
  TRANSACTIONS,
];
