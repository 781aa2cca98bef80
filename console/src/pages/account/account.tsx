/** The account: its alias and what it contains. */

import { GetAccountSummaryCommand, ListAccountAliasesCommand } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { Failure } from "@/aws/failure";
import { useRead } from "@/aws/queries";
import { linkTo } from "@/frame/address";
import { useRegion } from "@/frame/region";
import { useSession } from "@/frame/session";
import { countText } from "@/parts/amounts";
import { Copyable } from "@/parts/copyable";
import { EditAlias } from "./edit_alias";

export default function Account() {
  const { accountId } = useSession();
  const alias = useRead(["ListAccountAliases"], async ({ iam }) => {
    const answer = await iam.send(new ListAccountAliasesCommand({}));
    return answer.AccountAliases?.[0] ?? "";
  });
  const [isEditing, setEditing] = useState(false);
  return (
    <SpaceBetween size="l">
      <Header variant="h1">Account</Header>
      <Container
        header={
          <Header
            variant="h2"
            actions={
              <Button disabled={alias.data === undefined} onClick={() => setEditing(true)}>
                Edit alias
              </Button>
            }
          >
            AWS account
          </Header>
        }
      >
        <SpaceBetween size="m">
          <KeyValuePairs
            columns={3}
            items={[
              { label: "Account ID", value: <Copyable text={accountId} what="the account ID" /> },
              { label: "Account alias", value: alias.data || "-" },
              { label: "Sign-in URL of users", value: `${window.location.origin}/console/` },
            ]}
          />
          <Failure of={alias.error} />
        </SpaceBetween>
      </Container>
      <Summary />
      {isEditing && alias.data !== undefined && (
        <EditAlias old={alias.data} onClose={() => setEditing(false)} />
      )}
    </SpaceBetween>
  );
}

const COUNTS = [
  { label: "Users", count: "Users", place: "users" },
  { label: "User groups", count: "Groups", place: "groups" },
  { label: "Roles", count: "Roles", place: "roles" },
  { label: "Policies", count: "Policies", place: "policies" },
  { label: "Instance profiles", count: "InstanceProfiles", place: "instances" },
] as const;

/** How many users and so on there are, and how many there may be. */
function Summary() {
  const region = useRegion();
  const summary = useRead(["GetAccountSummary"], async ({ iam }) => {
    const answer = await iam.send(new GetAccountSummaryCommand({}));
    const counts: Readonly<Record<string, number>> = answer.SummaryMap ?? {};
    return counts;
  });
  const counts = summary.data;
  return (
    <Container header={<Header variant="h2">Resources</Header>}>
      <Failure of={summary.error} />
      <KeyValuePairs
        columns={3}
        items={COUNTS.map(({ label, count, place }) => ({
          label,
          value: (
            <>
              <Link href={linkTo(region, place)}>{countText(counts?.[count])}</Link> of{" "}
              {countText(counts?.[`${count}Quota`])}
            </>
          ),
        }))}
      />
    </Container>
  );
}
