/** The buttons above a list: read again, what can be done with the selection, create. */

import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import { useReadAgain } from "@/aws/queries";

interface Properties {
  /** Names the list: "users". */
  readonly what: string;
  /** The operations that read it. */
  readonly operations: readonly string[];
  readonly children: ReactNode;
}

export function ListButtons({ what, operations, children }: Properties) {
  const readAgain = useReadAgain();
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <Button
        iconName="refresh"
        ariaLabel={`Read the ${what} again`}
        onClick={() => void readAgain(...operations)}
      />
      {children}
    </SpaceBetween>
  );
}
