/** How an instance is named and used. */

import type { Instance } from "@aws-sdk/client-ec2";

/** The name in the tag Name. */
export function nameOfInstance({ Tags = [] }: Instance): string {
  return Tags.find(({ Key }) => Key === "Name")?.Value ?? "-";
}

/** The name of the instance profile, which is that of the role if this console made it. */
export function profileOf({ IamInstanceProfile }: Instance): string | undefined {
  return IamInstanceProfile?.Arn?.split("/").at(-1);
}

/** What runs on an instance is what this command starts. */
export function shellCommand(id: string): string {
  return `jedlik instance shell ${id}`;
}
