/** What the search of the top bar looks through. It is read when the search is first used. */

import { ListPoliciesCommand, ListRolesCommand, ListUsersCommand } from "@aws-sdk/client-iam";
import { allPages } from "@/aws/all_pages";
import type { Clients } from "@/aws/clients";
import { serviceError } from "@/aws/errors";
import { useRead } from "@/aws/queries";
import { PAGES } from "@/pages/all";
import { useTableNames } from "@/parts/use_table_names";
import { linkTo } from "../address";
import { fixedParts } from "../navigation";
import { useRegion } from "../region";
import type { Thing } from "./matches";

export interface Group {
  readonly title: string;
  readonly things: readonly Thing[];
  /** Why the group could not be read, such as AccessDenied. */
  readonly failure?: string;
}

type Kind = "roles" | "users" | "policies";

export function useGroups(isUsed: boolean): { groups: readonly Group[]; isLoading: boolean } {
  const region = useRegion();
  const tables = useTableNames(isUsed);
  const roles = useKind("roles", "ListRoles", isUsed, roleNames);
  const users = useKind("users", "ListUsers", isUsed, userNames);
  const policies = useKind("policies", "ListPolicies", isUsed, policyNames);
  const tableThings = (tables.data ?? []).map((name) => ({
    name,
    href: linkTo(region, "tables", name),
  }));
  return {
    groups: [
      { title: "Pages", things: pagesOf(region) },
      { title: "Tables", things: tableThings, ...failureOf(tables.error) },
      ...[roles, users, policies].flatMap(({ group }) => group ?? []),
    ],
    isLoading: [tables, roles, users, policies].some((each) => each.isLoading),
  };
}

function pagesOf(region: string): Thing[] {
  return PAGES.flatMap(({ path, navigation }) =>
    navigation ? [{ name: navigation.text, href: linkTo(region, ...fixedParts(path)) }] : [],
  );
}

interface Named {
  readonly name: string;
  /** The part of the address that names it. */
  readonly part: string;
}

const TITLES: Readonly<Record<Kind, string>> = {
  roles: "Roles",
  users: "Users",
  policies: "Policies",
};

/** Nothing if the console has no page for the kind. */
function useKind(
  kind: Kind,
  operation: string,
  isUsed: boolean,
  read: (clients: Clients) => Promise<Named[]>,
): { group?: Group; isLoading: boolean } {
  const region = useRegion();
  const hasPage = PAGES.some(({ path }) => path.startsWith(`${kind}/:`));
  const { data, error, isLoading } = useRead([operation, { for: "search" }], read, {
    enabled: isUsed && hasPage,
  });
  if (!hasPage) return { isLoading: false };
  const things = (data ?? []).map(({ name, part }) => ({ name, href: linkTo(region, kind, part) }));
  return { group: { title: TITLES[kind], things, ...failureOf(error) }, isLoading };
}

function failureOf(error: Error | null): { failure?: string } {
  return error ? { failure: serviceError(error).name } : {};
}

function roleNames({ iam }: Clients): Promise<Named[]> {
  return allPages<Named, string>(async (marker) => {
    const answer = await iam.send(new ListRolesCommand({ Marker: marker }));
    return { items: named(answer.Roles?.map((role) => role.RoleName)), next: answer.Marker };
  });
}

function userNames({ iam }: Clients): Promise<Named[]> {
  return allPages<Named, string>(async (marker) => {
    const answer = await iam.send(new ListUsersCommand({ Marker: marker }));
    return { items: named(answer.Users?.map((user) => user.UserName)), next: answer.Marker };
  });
}

function named(names: readonly (string | undefined)[] | undefined): Named[] {
  return (names ?? []).map((name = "") => ({ name, part: name }));
}

function policyNames({ iam }: Clients): Promise<Named[]> {
  return allPages<Named, string>(async (marker) => {
    const answer = await iam.send(new ListPoliciesCommand({ Marker: marker }));
    const items = (answer.Policies ?? []).map(({ PolicyName: name = "", Arn: part = "" }) => ({
      name,
      part,
    }));
    return { items, next: answer.Marker };
  });
}
