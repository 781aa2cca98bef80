import Link from "@cloudscape-design/components/link";
import { linkTo } from "@/frame/address";
import { useRegion } from "@/frame/region";
import { tableIn } from "./words";

/** Leads to the table that an ARN names. */
export function TableLink({ arn }: { readonly arn: string }) {
  const name = tableIn(arn);
  return <Link href={linkTo(useRegion(), "tables", name)}>{name}</Link>;
}
