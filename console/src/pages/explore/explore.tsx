/** Explore items: a list of tables, and the items of one. */

import { usePathNames } from "@/frame/path_names";
import Alert from "@cloudscape-design/components/alert";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Grid from "@cloudscape-design/components/grid";
import Spinner from "@cloudscape-design/components/spinner";
import { useLocation } from "react-router";
import { Failure } from "@/aws/failure";
import { isNarrow } from "@/frame/navigation_drawer";
import { useTable } from "@/parts/use_table";
import { Explorer } from "./explorer";
import { TablePicker } from "./table_picker";

export default function Explore() {
  const { name } = usePathNames();
  return (
    <Grid
      gridDefinition={[
        { colspan: { default: 12, s: 3, xl: 2 } },
        { colspan: { default: 12, s: 9, xl: 10 } },
      ]}
    >
      {isNarrow() && name !== undefined ? (
        // The list is above the items, and would push them out of the window.
        <ExpandableSection headerText="Tables">
          <TablePicker selected={name} />
        </ExpandableSection>
      ) : (
        <TablePicker selected={name} />
      )}
      {name === undefined ? (
        <Alert type="info" header="Choose a table">
          Choose a table in the list to see its items.
        </Alert>
      ) : (
        <ItemsOf name={name} />
      )}
    </Grid>
  );
}

function ItemsOf({ name }: { readonly name: string }) {
  const { data: table, error } = useTable(name);
  // The router sees a link that is followed, but not how the form changes the address.
  const { key, search } = useLocation();
  if (table) return <Explorer key={`${name} ${key} ${search}`} table={table} name={name} />;
  return error ? <Failure of={error} /> : <Spinner size="large" />;
}
