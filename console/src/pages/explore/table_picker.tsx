/** The list of tables at the left. */

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import Pagination from "@cloudscape-design/components/pagination";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import TextFilter from "@cloudscape-design/components/text-filter";
import { useState } from "react";
import { Failure } from "@/aws/failure";
import { useReadAgain } from "@/aws/queries";
import { linkTo } from "@/frame/address";
import { useRegion } from "@/frame/region";
import { useTableNames } from "@/parts/use_table_names";
import "./explore.css";

const SHOWN = 20;

export function TablePicker({ selected }: { readonly selected: string | undefined }) {
  const readAgain = useReadAgain();
  const [text, setText] = useState("");
  const [page, setPage] = useState(1);
  const tables = useTableNames();
  const wanted = text.toLowerCase();
  const found = (tables.data ?? []).filter((name) => name.toLowerCase().includes(wanted));
  const pages = Math.max(1, Math.ceil(found.length / SHOWN));
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={tables.data ? `(${String(tables.data.length)})` : ""}
          actions={
            <Button
              iconName="refresh"
              variant="icon"
              ariaLabel="Read the tables again"
              onClick={() => void readAgain("ListTables")}
            />
          }
        >
          Tables
        </Header>
      }
    >
      <SpaceBetween size="s">
        <TextFilter
          filteringText={text}
          filteringPlaceholder="Find tables"
          filteringAriaLabel="Find tables"
          onChange={({ detail }) => {
            setText(detail.filteringText);
            setPage(1);
          }}
        />
        {tables.isPending && <Spinner />}
        <Failure of={tables.error} />
        {pages > 1 && (
          <Pagination
            currentPageIndex={page}
            pagesCount={pages}
            ariaLabels={{
              nextPageLabel: "Next tables",
              previousPageLabel: "Previous tables",
              pageLabel: (number) => `Page ${String(number)} of tables`,
            }}
            onChange={({ detail }) => setPage(detail.currentPageIndex)}
          />
        )}
        <Names names={found.slice((page - 1) * SHOWN, page * SHOWN)} selected={selected} />
        {tables.data && found.length === 0 && (
          <Box color="text-body-secondary">
            {tables.data.length === 0 ? "There are no tables in this Region." : "No table matches."}
          </Box>
        )}
      </SpaceBetween>
    </Container>
  );
}

interface NamesProperties {
  readonly names: readonly string[];
  readonly selected: string | undefined;
}

function Names({ names, selected }: NamesProperties) {
  const region = useRegion();
  return (
    <ul className="jedlik-names" aria-label="Tables">
      {names.map((name) => (
        <li key={name} {...(name === selected && { "aria-current": true })}>
          {name === selected ? (
            <strong>{name}</strong>
          ) : (
            <Link href={linkTo(region, "explore", name)}>{name}</Link>
          )}
        </li>
      ))}
    </ul>
  );
}
