/** A button that leads to the policy simulator for somebody. */

import Button from "@cloudscape-design/components/button";
import { linkTo } from "@/frame/address";
import { useRegion } from "@/frame/region";
import type { Arn } from "./types";

export function SimulateLink({ arn }: { readonly arn: Arn | undefined }) {
  const query = new URLSearchParams({ principal: arn ?? "" }).toString();
  return (
    <Button
      disabled={arn === undefined}
      href={`${linkTo(useRegion(), "policy-simulator")}?${query}`}
    >
      Simulate
    </Button>
  );
}
