/** All exports of the Region. */

import { ExportList } from "@/transfers/export_list";

export default function Exports() {
  return <ExportList />;
}
