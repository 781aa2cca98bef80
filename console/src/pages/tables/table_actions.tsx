/** The menu "Actions" of the list of tables. */

import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import { linkTo } from "@/frame/address";
import { useRegion } from "@/frame/region";
import { createExportLink } from "@/transfers/export_link";

interface Properties {
  /** The tables that are selected. The actions are about one. */
  readonly names: readonly string[];
  readonly onClone: () => void;
}

export function TableActions({ names, onClone }: Properties) {
  const region = useRegion();
  const [name = ""] = names;
  const disabled = names.length !== 1;
  const tab = (id: string, text: string, part: string) => ({
    id,
    text,
    disabled,
    href: linkTo(region, "tables", name, part),
  });
  return (
    <ButtonDropdown
      disabled={names.length === 0}
      items={[
        { id: "explore", text: "Explore items", disabled, href: linkTo(region, "explore", name) },
        tab("settings", "View settings", "settings"),
        tab("indexes", "Manage indexes", "indexes"),
        tab("streams", "Manage exports and streams", "streams"),
        tab("backups", "Manage backups", "backups"),
        tab("permissions", "Manage permissions", "permissions"),
        { id: "export", text: "Export to S3", disabled, href: createExportLink(region, name) },
        { id: "clone", text: "Clone table", disabled },
      ]}
      onItemClick={({ detail }) => {
        if (detail.id === "clone") onClone();
      }}
    >
      Actions
    </ButtonDropdown>
  );
}
