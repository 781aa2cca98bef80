/**
 * Shows how to copy a table to another server. The page cannot do it: it may call no other server
 * (its content security policy), and it has no credentials for one.
 */

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useRegion } from "@/frame/region";
import { nameError } from "@/pages/create_table/rules";
import { Copyable } from "@/parts/copyable";
import { copyCommand, endpointProblem } from "./copy_command";

interface Properties {
  readonly table: string;
  readonly onClose: () => void;
}

const EXAMPLE = "https://db.example:8000";

export function CopyElsewhere({ table, onClose }: Properties) {
  const region = useRegion();
  const [endpoint, setEndpoint] = useState("");
  const [name, setName] = useState(table);
  const problem = endpointProblem(endpoint);
  const nameFault = nameError(name, "the table");
  return (
    <Modal
      visible
      size="large"
      header="Copy to another server"
      onDismiss={onClose}
      closeAriaLabel="Close"
      footer={
        <Box float="right">
          <Button variant="primary" onClick={onClose}>
            Close
          </Button>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <Box>
          A page of this server may call no other server. This command copies the table on your
          machine: the schema, then all items. The other server may be Jedlik or DynamoDB. The
          commands take credentials as the AWS CLI does.
        </Box>
        <FormField
          label="URL of the other server"
          errorText={endpoint === "" ? undefined : problem}
        >
          <Input
            value={endpoint}
            placeholder={EXAMPLE}
            spellcheck={false}
            onChange={({ detail }) => setEndpoint(detail.value)}
          />
        </FormField>
        <FormField label="Name of the table there" errorText={nameFault}>
          <Input value={name} spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
        </FormField>
        {nameFault === undefined && (
          <Copyable
            text={copyCommand(
              table,
              window.location.origin,
              { endpoint: problem === undefined ? endpoint : EXAMPLE, table: name },
              region,
            )}
            what="the command"
            isCode
          />
        )}
      </SpaceBetween>
    </Modal>
  );
}
