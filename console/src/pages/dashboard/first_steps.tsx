/** What a newcomer does first: each step is a button and a command. */

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useServer } from "@/aws/server";
import { linkTo } from "@/frame/address";
import { usePreference } from "@/frame/preferences";
import { useRegion } from "@/frame/region";
import { Copyable } from "@/parts/copyable";
import { useTableNames } from "@/parts/use_table_names";
import type { Step } from "./steps";
import { environmentCommand, stepsFor } from "./steps";

export function FirstSteps() {
  const [isShown, setShown] = usePreference("first-steps-open", true);
  const { data: names } = useTableNames();
  const steps = stepsFor(names?.[0]);
  const isOpen = useServer().data?.authentication !== "enforce";
  const environment = environmentCommand(isOpen, window.location.port);
  return (
    <ExpandableSection
      variant="container"
      headerText="First steps"
      headerDescription="Each step has a button here, and the same step as a command."
      expanded={isShown}
      onChange={({ detail }) => setShown(detail.expanded)}
    >
      <SpaceBetween size="m">
        <Box>
          Commands find this server and your credentials in the environment:{" "}
          <Copyable text={environment} what="the command" isCode />
        </Box>
        {steps.map((step, at) => (
          <StepBox key={step.title} step={step} number={at + 1} />
        ))}
      </SpaceBetween>
    </ExpandableSection>
  );
}

function StepBox({ step, number }: { readonly step: Step; readonly number: number }) {
  const region = useRegion();
  const { title, text, action, address, commands } = step;
  return (
    <Container
      header={
        <Header
          variant="h3"
          description={text}
          actions={
            address ? (
              <Button href={linkTo(region, ...address)}>{action}</Button>
            ) : (
              <Button disabled disabledReason="Create a table first.">
                {action}
              </Button>
            )
          }
        >
          {number}. {title}
        </Header>
      }
    >
      <SpaceBetween size="xs">
        {commands.map((command) => (
          <div key={command}>
            <Copyable text={command} what={`the command of step ${String(number)}`} isCode />
          </div>
        ))}
      </SpaceBetween>
    </Container>
  );
}
