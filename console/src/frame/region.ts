/** The Region of a page is the first part of its address: `#/us-east-1/tables`. */

import { useParams } from "react-router";

export function useRegion(): string {
  const { region } = useParams();
  if (region === undefined) throw new Error("The address of every page begins with a Region.");
  return region;
}
