/** The tables. One unfolds to its key attributes; its menu writes statements. */

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Pagination from "@cloudscape-design/components/pagination";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import TextFilter from "@cloudscape-design/components/text-filter";
import { useState } from "react";
import { Failure } from "@/aws/failure";
import { useReadAgain } from "@/aws/queries";
import { linkTo } from "@/frame/address";
import { useRegion } from "@/frame/region";
import { countText } from "@/parts/amounts";
import { useTableNames } from "@/parts/use_table_names";
import type { ShelfProperties } from "./shelf";
import { TableEntry } from "./table_entry";

const PAGE_SIZE = 15;

export function TableShelf(properties: ShelfProperties) {
  const region = useRegion();
  const readAgain = useReadAgain();
  const tables = useTableNames();
  const [text, setText] = useState("");
  const [page, setPage] = useState(1);
  const found = (tables.data ?? []).filter((name) =>
    name.toLowerCase().includes(text.toLowerCase()),
  );
  const pages = Math.max(1, Math.ceil(found.length / PAGE_SIZE));
  const current = Math.min(page, pages);
  const shown = found.slice((current - 1) * PAGE_SIZE, current * PAGE_SIZE);
  return (
    <SpaceBetween size="s">
      <Header
        variant="h3"
        {...(tables.data && { counter: `(${countText(tables.data.length)})` })}
        actions={
          <Button
            variant="icon"
            iconName="refresh"
            ariaLabel="Read the tables again"
            onClick={() => void readAgain("ListTables", "DescribeTable")}
          />
        }
      >
        Tables
      </Header>
      <TextFilter
        filteringText={text}
        filteringPlaceholder="Find tables"
        filteringAriaLabel="Find tables"
        onChange={({ detail }) => setText(detail.filteringText)}
      />
      <Failure of={tables.error} />
      {tables.isLoading && <Spinner />}
      {tables.data?.length === 0 && (
        <SpaceBetween size="s">
          <Box>You have no tables in this account in this Region.</Box>
          <Button href={linkTo(region, "create-table")}>Create table</Button>
        </SpaceBetween>
      )}
      {shown.map((name) => (
        <TableEntry key={name} name={name} {...properties} />
      ))}
      {text !== "" && found.length === 0 && <Box>Nothing matches the search.</Box>}
      {pages > 1 && (
        <Pagination
          currentPageIndex={current}
          pagesCount={pages}
          onChange={({ detail }) => setPage(detail.currentPageIndex)}
        />
      )}
    </SpaceBetween>
  );
}
