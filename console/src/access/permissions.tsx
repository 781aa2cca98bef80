/** The policies of a user, a group or a role: attach, detach, write inline ones. */

import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useWrite } from "@/aws/queries";
import { linkTo } from "@/frame/address";
import { useRegion } from "@/frame/region";
import { EmptyList } from "@/parts/empty_list";
import { ListTable } from "@/parts/list_table";
import { CHANGED_BY_POLICIES } from "./changed";
import { POLICIES_OF } from "./holders";
import { AttachPolicies, InlinePolicy, ShownPolicy } from "./permission_dialogs";
import { kindText } from "./policy_kinds";
import type { HeldPolicy } from "./reads";
import { useHeldPolicies } from "./reads";
import type { Holder } from "./types";

type Open =
  | { readonly dialog: "attach" | "create" }
  | { readonly dialog: "show" | "edit"; readonly policy: HeldPolicy };

export function Permissions({ of: holder }: { readonly of: Holder }) {
  const held = useHeldPolicies(holder);
  const [selected, select] = useState<HeldPolicy[]>([]);
  const [open, setOpen] = useState<Open>();
  const remove = useWrite(
    async ({ iam }, policies: readonly HeldPolicy[]) => {
      const { detach, remove: drop } = POLICIES_OF[holder.kind];
      for (const { name, arn } of policies) {
        await (arn === undefined ? drop(iam, holder.name, name) : detach(iam, holder.name, arn));
      }
    },
    {
      changes: CHANGED_BY_POLICIES,
      done: (policies) => `Removed: ${policies.map(({ name }) => name).join(", ")}.`,
      onSuccess: () => select([]),
    },
  );
  const add = (
    <ButtonDropdown
      variant="primary"
      items={[
        { id: "attach", text: "Attach policies" },
        { id: "create", text: "Create inline policy" },
      ]}
      onItemClick={({ detail }) =>
        setOpen({ dialog: detail.id === "attach" ? "attach" : "create" })
      }
    >
      Add permissions
    </ButtonDropdown>
  );
  return (
    <>
      <ListTable
        id="permissions"
        title="Permissions policies"
        noun="policy"
        variant="container"
        items={held.data}
        error={held.error}
        columns={columns((dialog, policy) => setOpen({ dialog, policy }))}
        nameOf={({ name, arn }) => (arn === undefined ? `${name} (inline)` : name)}
        selection={{ type: "multi", items: selected, onChange: select }}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button
              disabled={selected.length === 0}
              loading={remove.isPending}
              onClick={() => remove.mutate(selected)}
            >
              Remove
            </Button>
            {add}
          </SpaceBetween>
        }
        empty={<EmptyList {...emptyFor(holder)} action={add} />}
      />
      {open?.dialog === "attach" && (
        <AttachPolicies to={holder} held={held.data ?? []} onClose={() => setOpen(undefined)} />
      )}
      {open?.dialog === "create" && <InlinePolicy of={holder} onClose={() => setOpen(undefined)} />}
      {open?.dialog === "edit" && (
        <InlinePolicy of={holder} policy={open.policy} onClose={() => setOpen(undefined)} />
      )}
      {open?.dialog === "show" && (
        <ShownPolicy of={holder} policy={open.policy} onClose={() => setOpen(undefined)} />
      )}
    </>
  );
}

function columns(show: (dialog: "show" | "edit", policy: HeldPolicy) => void) {
  return [
    {
      id: "name",
      header: "Policy name",
      cell: (policy: HeldPolicy) => <PolicyName policy={policy} />,
      sortedBy: ({ name }: HeldPolicy) => name,
      width: 340,
    },
    {
      id: "type",
      header: "Type",
      cell: ({ arn }: HeldPolicy) => (arn === undefined ? "Inline" : kindText(arn)),
      width: 170,
    },
    {
      id: "document",
      header: "Document",
      cell: (policy: HeldPolicy) => {
        const dialog = policy.arn === undefined ? "edit" : "show";
        const verb = dialog === "edit" ? "Edit" : "Show";
        return (
          <Button
            variant="inline-link"
            ariaLabel={`${verb} the document of ${policy.name}`}
            onClick={() => show(dialog, policy)}
          >
            {verb}
          </Button>
        );
      },
    },
  ];
}

function PolicyName({ policy: { name, arn } }: { readonly policy: HeldPolicy }) {
  const region = useRegion();
  return arn === undefined ? name : <Link href={linkTo(region, "policies", arn)}>{name}</Link>;
}

function emptyFor({ kind, name }: Holder): { text: string; command: string } {
  return {
    text: `This ${kind} has no policies of its own.`,
    command:
      `aws iam attach-${kind}-policy --${kind}-name ${name} ` +
      "--policy-arn arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess",
  };
}
