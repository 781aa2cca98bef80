/** One table at the left: its name, its menu, and its key attributes with theirs. */

import Box from "@cloudscape-design/components/box";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import type { ButtonDropdownProps } from "@cloudscape-design/components/button-dropdown";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { useState } from "react";
import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import { Failure } from "@/aws/failure";
import { useClients } from "@/aws/queries";
import { showMessage } from "@/frame/messages";
import { describeFailure } from "@/aws/failure";
import { useTable } from "@/parts/use_table";
import type { Query } from "./query";
import type { ShelfProperties } from "./shelf";
import type { KeyAttribute } from "@/items/sources";
import { keyOf } from "@/items/sources";
import { appended, dropItem, insertItem, queryTable, scanTable, setItem } from "./snippets";
import { quoted } from "./statements";

interface Properties extends ShelfProperties {
  readonly name: string;
}

type Snippet = (table: string, key: readonly KeyAttribute[]) => Query;

const SNIPPETS: Readonly<Record<string, Snippet>> = {
  query: queryTable,
  insert: insertItem,
  set: setItem,
  drop: dropItem,
};

const TABLE_MENU: ButtonDropdownProps.Items = [
  { id: "run", text: "Run query", items: [{ id: "scan", text: "Scan table" }] },
  {
    id: "add",
    text: "Add to editor",
    items: [
      { id: "query", text: "Query table" },
      { id: "name", text: "Table name" },
      { id: "insert", text: "Insert item" },
      { id: "set", text: "Set item" },
      { id: "drop", text: "Drop item" },
    ],
  },
];

export function TableEntry({ name, query, onFill, onChange }: Properties) {
  const [isOpen, setOpen] = useState(false);
  const { dynamodb } = useClients();
  const addSnippet = async (snippet: Snippet) => {
    try {
      const { Table: table } = await dynamodb.send(new DescribeTableCommand({ TableName: name }));
      onChange(appended(query, snippet(name, keyOf(table ?? {}))));
    } catch (thrown) {
      showMessage({ type: "error", ...describeFailure(thrown) });
    }
  };
  const choose = (id: string) => {
    const snippet = SNIPPETS[id];
    if (id === "scan") onFill(scanTable(name));
    else if (id === "name") onChange(withName(query, name));
    else if (snippet) void addSnippet(snippet);
  };
  return (
    <ExpandableSection
      headerText={name}
      expanded={isOpen}
      onChange={({ detail }) => setOpen(detail.expanded)}
      headerActions={
        <ButtonDropdown
          variant="icon"
          ariaLabel={`Statements for the table ${name}`}
          items={TABLE_MENU}
          onItemClick={({ detail }) => choose(detail.id)}
        />
      }
    >
      {isOpen && <Attributes name={name} query={query} onChange={onChange} onFill={onFill} />}
    </ExpandableSection>
  );
}

/** Adds a name at the end of the text. */
function withName(query: Query, name: string): Query {
  const text = query.text === "" || /\s$/.test(query.text) ? query.text : `${query.text} `;
  return { ...query, text: `${text}${quoted(name)}` };
}

function Attributes({ name, query, onChange }: Properties) {
  const table = useTable(name);
  if (table.error) return <Failure of={table.error} />;
  if (!table.data) return <Spinner />;
  return (
    <SpaceBetween size="xxs">
      {keyOf(table.data).map((attribute, at) => (
        <SpaceBetween key={attribute.name} direction="horizontal" size="xs" alignItems="center">
          <ButtonDropdown
            variant="inline-icon"
            ariaLabel={`Statements for the attribute ${attribute.name}`}
            items={[
              { id: "query", text: "Query table" },
              { id: "name", text: "Field name" },
            ]}
            onItemClick={({ detail }) => {
              if (detail.id === "name") onChange(withName(query, attribute.name));
              else onChange(appended(query, queryTable(name, [attribute])));
            }}
          />
          <Box>
            {attribute.name} ({attribute.type})
          </Box>
          <Box color="text-body-secondary" fontSize="body-s">
            {at === 0 ? "Partition key" : "Sort key"}
          </Box>
        </SpaceBetween>
      ))}
    </SpaceBetween>
  );
}
