/** The start page: how many tables there are, which are not active, the server, and first steps. */

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Failure } from "@/aws/failure";
import { useServer } from "@/aws/server";
import { linkTo } from "@/frame/address";
import { useRegion } from "@/frame/region";
import { useSession } from "@/frame/session";
import { countText } from "@/parts/amounts";
import { Copyable } from "@/parts/copyable";
import { TableStatus } from "@/parts/table_status";
import { FirstSteps } from "./first_steps";
import { useTableStates } from "./use_table_states";

export default function Dashboard() {
  const region = useRegion();
  return (
    <ContentLayout
      disableOverlap
      header={
        <Header
          variant="h1"
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button href={linkTo(region, "tables")}>Show the tables</Button>
              <Button variant="primary" href={linkTo(region, "create-table")}>
                Create table
              </Button>
            </SpaceBetween>
          }
        >
          Dashboard
        </Header>
      }
    >
      <SpaceBetween size="l">
        <ColumnLayout columns={2}>
          <TablesBox />
          <ServerBox />
        </ColumnLayout>
        <FirstSteps />
      </SpaceBetween>
    </ContentLayout>
  );
}

function TablesBox() {
  const region = useRegion();
  const { names, states, error } = useTableStates();
  return (
    <Container fitHeight header={<Header variant="h2">Tables</Header>}>
      <SpaceBetween size="m">
        <Failure of={error} />
        <KeyValuePairs
          columns={2}
          items={[
            {
              label: `Tables in ${region}`,
              value: <Box fontSize="display-l">{countText(names?.length)}</Box>,
            },
            {
              label: "Not active",
              value: <Box fontSize="display-l">{countText(states?.notActive.length)}</Box>,
            },
          ]}
        />
        {states && names && states.readCount < names.length && (
          <Box color="text-body-secondary">
            The status of the first {countText(states.readCount)} tables was read.
          </Box>
        )}
        {states?.notActive.slice(0, SHOWN_MAX).map(({ name, status }) => (
          <div key={name}>
            <Link href={linkTo(region, "tables", name)}>{name}</Link>{" "}
            <TableStatus status={status} />
          </div>
        ))}
      </SpaceBetween>
    </Container>
  );
}

const SHOWN_MAX = 10;

function ServerBox() {
  const { data: server } = useServer();
  const { accountId, arn } = useSession();
  const isOpen = server?.authentication === "open";
  return (
    <Container fitHeight header={<Header variant="h2">Server</Header>}>
      <KeyValuePairs
        columns={2}
        items={[
          { label: "Version of Jedlik", value: server?.version ?? "-" },
          {
            label: "Mode",
            value: isOpen
              ? "Open: all credentials are accepted"
              : "Enforced: signatures are verified and policies decide",
          },
          {
            label: "Endpoint",
            value: <Copyable text={window.location.origin} what="the endpoint" />,
          },
          { label: "Account", value: accountId },
          { label: "Signed in as", value: <Copyable text={arn} what="the ARN" /> },
        ]}
      />
    </Container>
  );
}
