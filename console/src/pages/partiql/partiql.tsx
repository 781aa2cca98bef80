/** The PartiQL editor: tables and saved queries at the left; tabs with a query and its result. */

import ContentLayout from "@cloudscape-design/components/content-layout";
import Grid from "@cloudscape-design/components/grid";
import Header from "@cloudscape-design/components/header";
import type { Query } from "./query";
import { QueryTab } from "./query_tab";
import { Shelf } from "./shelf";
import { TabStrip } from "./tab_strip";
import { useTabs } from "./use_tabs";

export default function Partiql() {
  const tabs = useTabs();
  const { active } = tabs;
  const fill = (query: Query) => tabs.open(query);
  return (
    <ContentLayout
      disableOverlap
      header={
        <Header
          variant="h1"
          description="A SQL-compatible language for DynamoDB. Names are in double quotes, text is in single quotes."
        >
          PartiQL editor
        </Header>
      }
    >
      <Grid
        gridDefinition={[
          { colspan: { default: 12, xs: 4, m: 3 } },
          { colspan: { default: 12, xs: 8, m: 9 } },
        ]}
      >
        <Shelf query={active.query} onFill={fill} onChange={(query) => tabs.change(query)} />
        <TabStrip tabs={tabs}>
          <QueryTab
            key={active.id}
            query={active.query}
            onChange={(query) => tabs.change(query)}
            shown={tabs.shown}
            onShown={tabs.show}
          />
        </TabStrip>
      </Grid>
    </ContentLayout>
  );
}
