/** Says what is missing if a caller may change instances, but may not give them the role. */

import Alert from "@cloudscape-design/components/alert";
import { serviceError } from "@/aws/errors";
import { refusedRole } from "./refused_role";

export function PassRoleHint({ of }: { readonly of: Error | null }) {
  const role = of && refusedRole(serviceError(of).message);
  if (!role) return null;
  return (
    <Alert type="warning" header="You lack the permission iam:PassRole">
      Whoever gives a role to an instance needs iam:PassRole for the role, in addition to the
      permission for the instance. Have a policy allow you iam:PassRole on {role}.
    </Alert>
  );
}
