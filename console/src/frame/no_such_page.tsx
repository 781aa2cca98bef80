import Alert from "@cloudscape-design/components/alert";
import Link from "@cloudscape-design/components/link";
import { linkTo } from "./address";
import { HOME } from "./home";
import { useRegion } from "./region";

/** Shown for an address that no page has. */
export function NoSuchPage() {
  return (
    <Alert type="warning" header="There is no such page">
      Go to the <Link href={linkTo(useRegion(), HOME)}>dashboard</Link>.
    </Alert>
  );
}
