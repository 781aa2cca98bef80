/** The saved queries: open, delete, export to a file, import from one. */

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FileInput from "@cloudscape-design/components/file-input";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import TextFilter from "@cloudscape-design/components/text-filter";
import { useState } from "react";
import { showMessage } from "@/frame/messages";
import { download } from "@/parts/download";
import { exported, imported, withoutSaved, withSaved } from "./library";
import type { Query } from "./query";
import { firstLine } from "./tab_strip";
import { useLibrary } from "./use_library";

export function SavedList({ onFill }: { readonly onFill: (query: Query) => void }) {
  const [library, change] = useLibrary();
  const [text, setText] = useState("");
  const matches = ({ name, query }: (typeof library.saved)[number]) =>
    `${name}\n${query.text}`.toLowerCase().includes(text.toLowerCase());
  const read = async (file: File | undefined) => {
    if (file === undefined) return;
    try {
      const queries = imported(await file.text());
      if (change((before) => withSaved(before, ...queries))) {
        showMessage({
          type: "success",
          content: `${String(queries.length)} queries were imported.`,
        });
      }
    } catch (thrown) {
      showMessage({ type: "error", content: (thrown as Error).message });
    }
  };
  return (
    <SpaceBetween size="s">
      <SpaceBetween direction="horizontal" size="xs">
        <Button
          disabled={library.saved.length === 0}
          onClick={() => download("partiql-queries.json", exported(library))}
        >
          Export
        </Button>
        <FileInput
          ariaLabel="Import saved queries"
          accept=".json,application/json"
          value={[]}
          onChange={({ detail }) => void read(detail.value[0])}
        >
          Import
        </FileInput>
      </SpaceBetween>
      {library.saved.length === 0 && (
        <Box>Nothing is saved yet. Write a query and press Save query.</Box>
      )}
      {library.saved.length > 10 && (
        <TextFilter
          filteringText={text}
          filteringPlaceholder="Find saved queries"
          filteringAriaLabel="Find saved queries"
          onChange={({ detail }) => setText(detail.filteringText)}
        />
      )}
      <ul aria-label="Saved queries">
        {library.saved.filter(matches).map(({ name, query }) => (
          <li key={name}>
            <Link onFollow={() => onFill(query)}>{name}</Link>{" "}
            <Button
              variant="inline-icon"
              iconName="remove"
              ariaLabel={`Delete the saved query ${name}`}
              onClick={() => change((before) => withoutSaved(before, name))}
            />
            {name !== firstLine(query.text) && (
              <Box color="text-body-secondary" fontSize="body-s">
                {firstLine(query.text)}
              </Box>
            )}
          </li>
        ))}
      </ul>
    </SpaceBetween>
  );
}
