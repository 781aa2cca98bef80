/** The policy simulator: what the policies of somebody would decide about requests nobody sends. */

import {
  GetContextKeysForPrincipalPolicyCommand,
  SimulatePrincipalPolicyCommand,
} from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { NEW_SIMULATION, resultsIn, simulatedMembers } from "@/access/simulation";
import { SimulationFields } from "@/access/simulation_fields";
import { SimulationResults } from "@/access/simulation_results";
import type { Arn } from "@/access/types";
import { Failure } from "@/aws/failure";
import { useRead, useWrite } from "@/aws/queries";
import { askAboutAccess } from "@/frame/why_denied";
import { storedDocument } from "./documents";
import { PrincipalField } from "./principal_field";

export default function Simulator() {
  const [parameters, setParameters] = useSearchParams();
  const principal = parameters.get("principal") ?? "";
  const [simulated, setSimulated] = useState(NEW_SIMULATION);
  const keys = useRead(
    ["GetContextKeysForPrincipalPolicy", principal],
    ({ iam }) =>
      iam.send(new GetContextKeysForPrincipalPolicyCommand({ PolicySourceArn: principal })),
    { enabled: principal !== "" },
  );
  const run = useWrite(
    async ({ iam }, arn: Arn) => ({
      arn,
      results: resultsIn(
        await iam.send(
          new SimulatePrincipalPolicyCommand({
            PolicySourceArn: arn,
            ...simulatedMembers(simulated),
          }),
        ),
      ),
    }),
    { showsFailure: true },
  );
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        actions={<Button onClick={askAboutAccess}>Explain access</Button>}
        description="Asks what the policies of somebody decide, without sending a request. Policies of tables and keys take no part; “Explain access” knows them too."
      >
        Policy simulator
      </Header>
      <Container>
        <SpaceBetween size="m">
          <PrincipalField
            value={principal}
            onChange={(arn) => setParameters({ principal: arn }, { replace: true })}
          />
          <SimulationFields
            simulated={simulated}
            onChange={setSimulated}
            knownKeys={keys.data?.ContextKeyNames}
          />
          <Button
            variant="primary"
            loading={run.isPending}
            disabled={principal === ""}
            onClick={() => run.mutate(principal)}
          >
            Run simulation
          </Button>
          <Failure of={run.error} />
        </SpaceBetween>
      </Container>
      {run.data && (
        <SimulationResults
          results={run.data.results}
          documentOf={(clients, policy) => storedDocument(clients, run.data.arn, policy)}
        />
      )}
    </SpaceBetween>
  );
}
