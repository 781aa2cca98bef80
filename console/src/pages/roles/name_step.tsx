/** Step 3 of a new role: its name, and what will be made. */

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { TagEditorProps } from "@cloudscape-design/components/tag-editor";
import { Field } from "@/access/field";
import { trustsInstances } from "@/access/documents";
import { TagsField } from "@/access/tags";
import type { Arn } from "@/access/types";
import { Failure } from "@/aws/failure";
import { nameOf } from "@/frame/principal";
import { CodeEditor } from "@/parts/code_editor";

export interface RoleNames {
  readonly name: string;
  readonly description: string;
  readonly tags: readonly TagEditorProps.Tag[];
}

interface Properties {
  readonly names: RoleNames;
  readonly set: (part: Partial<RoleNames>) => void;
  readonly trust: string;
  readonly policies: readonly Arn[];
  readonly boundary: Arn | undefined;
  readonly error: unknown;
  /** Goes to a step, counted from 0. */
  readonly onEdit: (step: number) => void;
}

export function NameStep({ names, set, trust, policies, boundary, error, onEdit }: Properties) {
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Role details</Header>}>
        <SpaceBetween size="m">
          <Field
            label="Role name"
            value={names.name}
            onChange={(name) => set({ name })}
            constraint="Up to 64 letters, digits and + = , . @ - _"
          />
          <Field
            label="Description"
            value={names.description}
            onChange={(description) => set({ description })}
          />
          {trustsInstances(trust) && (
            <Box color="text-body-secondary">
              An instance profile of the same name is made, with which instances get the role.
            </Box>
          )}
        </SpaceBetween>
      </Container>
      <Container
        header={
          <Header
            variant="h2"
            actions={
              <Button ariaLabel="Edit step 1" onClick={() => onEdit(0)}>
                Edit
              </Button>
            }
          >
            Step 1: Select trusted entities
          </Header>
        }
      >
        <CodeEditor label="Trust policy" language="json" value={trust} height={220} isReadOnly />
      </Container>
      <Container
        header={
          <Header
            variant="h2"
            actions={
              <Button ariaLabel="Edit step 2" onClick={() => onEdit(1)}>
                Edit
              </Button>
            }
          >
            Step 2: Add permissions
          </Header>
        }
      >
        <SpaceBetween size="xs">
          {policies.length === 0 && <Box color="text-body-secondary">No policies.</Box>}
          {policies.map((arn) => (
            <div key={arn}>{nameOf(arn)}</div>
          ))}
          {boundary !== undefined && <div>Permissions boundary: {nameOf(boundary)}</div>}
        </SpaceBetween>
      </Container>
      <Container header={<Header variant="h2">Step 3: Add tags - optional</Header>}>
        <TagsField tags={names.tags} onChange={(tags) => set({ tags })} />
      </Container>
      <Failure of={error} />
    </SpaceBetween>
  );
}
