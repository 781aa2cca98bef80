/** Tries a policy that is being written: SimulateCustomPolicy with its text. */

import { SimulateCustomPolicyCommand } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { Failure } from "@/aws/failure";
import { useWrite } from "@/aws/queries";
import { NEW_SIMULATION, resultsIn, simulatedMembers } from "./simulation";
import { SimulationFields } from "./simulation_fields";
import { SimulationResults } from "./simulation_results";

export function TryPolicy({ text }: { readonly text: string }) {
  const [simulated, setSimulated] = useState(NEW_SIMULATION);
  const run = useWrite(
    async ({ iam }, policy: string) => ({
      policy,
      results: resultsIn(
        await iam.send(
          new SimulateCustomPolicyCommand({
            PolicyInputList: [policy],
            ...simulatedMembers(simulated),
          }),
        ),
      ),
    }),
    { showsFailure: true },
  );
  return (
    <ExpandableSection
      variant="container"
      headerText="Try this policy"
      headerDescription="What it would decide about requests that nobody sends."
    >
      <SpaceBetween size="m">
        <SimulationFields simulated={simulated} onChange={setSimulated} />
        <Button loading={run.isPending} onClick={() => run.mutate(text)}>
          Run simulation
        </Button>
        <Failure of={run.error} />
        {run.data && (
          <SimulationResults
            results={run.data.results}
            documentOf={() => Promise.resolve(run.data.policy)}
          />
        )}
      </SpaceBetween>
    </ExpandableSection>
  );
}
