/** Step 3 of an import: what will be imported, and the same as a command. */

import type { ImportTableCommandInput } from "@aws-sdk/client-dynamodb";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Failure } from "@/aws/failure";
import { Copyable } from "@/parts/copyable";
import { Facts } from "@/transfers/facts";
import { sourceFacts, tableFacts } from "./import_facts";
import { importCommand } from "./request";

interface Properties {
  readonly input: ImportTableCommandInput;
  readonly error: unknown;
  /** Goes to a step, counted from 0. */
  readonly onEdit: (step: number) => void;
}

export function ReviewStep({ input, error, onEdit }: Properties) {
  const edit = (step: number) => (
    <Button ariaLabel={`Edit step ${String(step + 1)}`} onClick={() => onEdit(step)}>
      Edit
    </Button>
  );
  const name = input.TableCreationParameters?.TableName ?? "";
  return (
    <SpaceBetween size="l">
      <Failure of={error} />
      <Facts title="Step 1: Import options" facts={sourceFacts(input)} actions={edit(0)} />
      <Facts
        title="Step 2: Destination table"
        facts={[{ label: "Table name", value: name }, ...tableFacts(input.TableCreationParameters)]}
        actions={edit(1)}
      />
      <Container header={<Header variant="h2">The same on the command line</Header>}>
        <Box>
          <Copyable text={importCommand(input)} what="the command" isCode />
        </Box>
      </Container>
    </SpaceBetween>
  );
}
