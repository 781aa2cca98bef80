/** The dialog that deletes a user, a group or a role. */

import type { IAMClient } from "@aws-sdk/client-iam";
import { useWrite } from "@/aws/queries";
import { ConfirmDialog } from "@/parts/confirm_dialog";
import { CHANGED_BY_POLICIES } from "./changed";
import { deleteGroup, deleteRole, deleteUser } from "./deletions";
import type { Holder, HolderKind } from "./types";

interface Words {
  readonly noun: string;
  readonly text: string;
  readonly remove: (iam: IAMClient, name: string) => Promise<void>;
  readonly changes: readonly string[];
}

const WORDS: Readonly<Record<HolderKind, Words>> = {
  user: {
    noun: "User",
    text: "The user, the access keys, the console password and the inline policies of the user are deleted for good.",
    remove: deleteUser,
    changes: ["ListUsers", "GetGroup"],
  },
  group: {
    noun: "User group",
    text: "The group and its inline policies are deleted for good. Its users stay, and lose the permissions that they have from it.",
    remove: deleteGroup,
    changes: ["ListGroups", "ListGroupsForUser"],
  },
  role: {
    noun: "Role",
    text: "The role, its inline policies and its instance profile of the same name are deleted for good. Whoever uses the role is refused.",
    remove: deleteRole,
    changes: ["ListRoles", "ListInstanceProfiles"],
  },
};

interface Properties {
  readonly holder: Holder;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}

export function DeleteHolder({ holder, onClose, onDeleted }: Properties) {
  const { kind, name } = holder;
  const { noun, text, remove, changes } = WORDS[kind];
  const drop = useWrite(({ iam }) => remove(iam, name), {
    changes: [...changes, ...CHANGED_BY_POLICIES],
    done: () => `${noun} ${name} deleted.`,
    onSuccess: () => {
      onDeleted();
      onClose();
    },
    showsFailure: true,
  });
  return (
    <ConfirmDialog
      title={`Delete ${name}?`}
      action="Delete"
      word={name}
      isRunning={drop.isPending}
      error={drop.error}
      onConfirm={() => drop.mutate(null)}
      onClose={onClose}
    >
      <div>{text}</div>
    </ConfirmDialog>
  );
}
