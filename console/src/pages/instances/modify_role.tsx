/** The dialog "Modify IAM role". It works on running and on stopped instances. */

import type { EC2Client, Instance } from "@aws-sdk/client-ec2";
import {
  AssociateIamInstanceProfileCommand,
  DescribeIamInstanceProfileAssociationsCommand,
  DisassociateIamInstanceProfileCommand,
  ReplaceIamInstanceProfileAssociationCommand,
} from "@aws-sdk/client-ec2";
import { useState } from "react";
import { Field } from "@/access/field";
import { useWrite } from "@/aws/queries";
import { FormDialog } from "@/parts/form_dialog";
import { PassRoleHint } from "./pass_role";
import { ProfileField } from "./profile_field";
import { profileOf } from "./instance_words";

interface Properties {
  readonly instance: Instance;
  readonly onClose: () => void;
}

const DETACH = "Detach";

export function ModifyRole({ instance, onClose }: Properties) {
  const { InstanceId: id = "" } = instance;
  const old = profileOf(instance) ?? "";
  const [profile, setProfile] = useState(old);
  const [typed, setTyped] = useState("");
  const update = useWrite(({ ec2 }, name: string) => setRole(ec2, id, name), {
    changes: ["DescribeInstances"],
    done: (name) =>
      name === "" ? `${id} has no role now.` : `Successfully attached ${name} to instance ${id}.`,
    onSuccess: onClose,
    showsFailure: true,
  });
  const isRemoval = profile === "" && old !== "";
  return (
    <FormDialog
      title="Modify IAM role"
      action="Update IAM role"
      isReady={profile !== old && (!isRemoval || typed === DETACH)}
      isRunning={update.isPending}
      error={update.error}
      onSubmit={() => update.mutate(profile)}
      onClose={onClose}
    >
      <div>Attach an IAM role to instance {id}.</div>
      <ProfileField value={profile} onChange={setProfile} />
      {isRemoval && (
        <Field
          label={`To remove the role from the instance, type ${DETACH} in the field.`}
          placeholder={DETACH}
          value={typed}
          onChange={setTyped}
        />
      )}
      <PassRoleHint of={update.error} />
    </FormDialog>
  );
}

/** Gives an instance another role, its first one, or none. */
async function setRole(ec2: EC2Client, id: string, name: string): Promise<void> {
  const { IamInstanceProfileAssociations = [] } = await ec2.send(
    new DescribeIamInstanceProfileAssociationsCommand({
      Filters: [
        { Name: "instance-id", Values: [id] },
        { Name: "state", Values: ["associating", "associated"] },
      ],
    }),
  );
  const [existing] = IamInstanceProfileAssociations;
  const AssociationId = existing?.AssociationId;
  const IamInstanceProfile = { Name: name };
  if (name === "") {
    if (AssociationId === undefined) return;
    await ec2.send(new DisassociateIamInstanceProfileCommand({ AssociationId }));
  } else if (AssociationId === undefined) {
    const input = { InstanceId: id, IamInstanceProfile };
    await ec2.send(new AssociateIamInstanceProfileCommand(input));
  } else {
    const input = { AssociationId, IamInstanceProfile };
    await ec2.send(new ReplaceIamInstanceProfileAssociationCommand(input));
  }
}
