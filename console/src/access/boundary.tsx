/** The permissions boundary of a user or a role: the most that the policies can allow. */

import {
  DeleteRolePermissionsBoundaryCommand,
  DeleteUserPermissionsBoundaryCommand,
  PutRolePermissionsBoundaryCommand,
  PutUserPermissionsBoundaryCommand,
} from "@aws-sdk/client-iam";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import type { Clients } from "@/aws/clients";
import { useWrite } from "@/aws/queries";
import { linkTo } from "@/frame/address";
import { nameOf } from "@/frame/principal";
import { useRegion } from "@/frame/region";
import { FormDialog } from "@/parts/form_dialog";
import { BoundaryField } from "./boundary_field";
import type { Arn } from "./types";

interface Properties {
  readonly of: { readonly kind: "user" | "role"; readonly name: string };
  /** Absent: there is none. */
  readonly arn: Arn | undefined;
}

export function Boundary({ of: holder, arn }: Properties) {
  const region = useRegion();
  const [isOpen, setOpen] = useState(false);
  const remove = useWrite((clients) => removeBoundary(clients, holder), {
    changes: CHANGES,
    done: () => "The permissions boundary was removed.",
  });
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="The most that the policies can allow, whatever they say."
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              {arn !== undefined && (
                <Button loading={remove.isPending} onClick={() => remove.mutate(null)}>
                  Remove boundary
                </Button>
              )}
              <Button onClick={() => setOpen(true)}>
                {arn === undefined ? "Set boundary" : "Change boundary"}
              </Button>
            </SpaceBetween>
          }
        >
          Permissions boundary
        </Header>
      }
    >
      {arn === undefined ? (
        <Box color="text-body-secondary">No boundary is set.</Box>
      ) : (
        <Link href={linkTo(region, "policies", arn)}>{nameOf(arn)}</Link>
      )}
      {isOpen && <SetBoundary of={holder} arn={arn} onClose={() => setOpen(false)} />}
    </Container>
  );
}

const CHANGES = ["GetUser", "GetRole", "ListEntitiesForPolicy", "ListPolicies"];

function removeBoundary({ iam }: Clients, { kind, name }: Properties["of"]): Promise<unknown> {
  return kind === "user"
    ? iam.send(new DeleteUserPermissionsBoundaryCommand({ UserName: name }))
    : iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: name }));
}

function SetBoundary({ of: holder, arn, onClose }: Properties & { readonly onClose: () => void }) {
  const [chosen, choose] = useState(arn);
  const { kind, name } = holder;
  const save = useWrite(
    ({ iam }, boundary: Arn): Promise<unknown> =>
      kind === "user"
        ? iam.send(
            new PutUserPermissionsBoundaryCommand({
              UserName: name,
              PermissionsBoundary: boundary,
            }),
          )
        : iam.send(
            new PutRolePermissionsBoundaryCommand({
              RoleName: name,
              PermissionsBoundary: boundary,
            }),
          ),
    {
      changes: CHANGES,
      done: () => "The permissions boundary was set.",
      onSuccess: onClose,
      showsFailure: true,
    },
  );
  return (
    <FormDialog
      title="Set permissions boundary"
      action="Set boundary"
      isReady={chosen !== undefined}
      isRunning={save.isPending}
      error={save.error}
      onSubmit={() => chosen !== undefined && save.mutate(chosen)}
      onClose={onClose}
    >
      <BoundaryField value={chosen} onChange={choose} />
    </FormDialog>
  );
}
